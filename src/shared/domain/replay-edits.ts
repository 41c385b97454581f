/** One edit as its author told it: of a part of the file, or of all of it. */
export interface ToldEdit {
  /** Null for a file that was not there; absent where only the whole new text is known. */
  oldText?: string | null;
  newText: string;
}

/** The file as it was at some moment, and whether the told edits or somebody else brought it there. */
export interface Moment {
  text: string;
  told: boolean;
}

/**
 * What a file went through from `before` to `after`, as far as the told edits decide it: the last moment is `after`.
 * Null when they do not, because one does not fit or the text was stored in another form than it was told.
 */
export function replayEdits(
  before: string | null,
  edits: readonly ToldEdit[],
  after: string,
): Moment[] | null {
  const moments: Moment[] = [];
  const distinct = withoutDoubles(edits);
  let state = before;
  for (const [index, edit] of distinct.entries()) {
    if (state === edit.newText) continue;
    let next = applied(state, edit);
    if (next === null && isWhole(edit, distinct[index + 1], after) && typeof edit.oldText === 'string') {
      moments.push({ text: edit.oldText, told: false });
      next = edit.newText;
    }
    if (next === null) return null;
    moments.push({ text: next, told: true });
    state = next;
  }
  if (moments.length === 0) return null;
  if (state === after) return moments;
  if (state === null || !distinct.every((edit) => fits(edit, state as string, after))) return null;
  return [...moments, { text: after, told: false }];
}

/** A write and the tool call it belongs to both tell of it; the one that knows what was there before says more. */
function withoutDoubles(edits: readonly ToldEdit[]): ToldEdit[] {
  return edits.filter(
    (edit, index) =>
      edit.oldText !== undefined ||
      !edits.some(
        (other, at) => at !== index && other.oldText !== undefined && other.newText === edit.newText,
      ),
  );
}

function applied(state: string | null, { oldText, newText }: ToldEdit): string | null {
  if (oldText === undefined || oldText === null || oldText === state) return newText;
  if (state === null || oldText === '') return null;
  const at = state.indexOf(oldText);
  if (at === -1 || state.indexOf(oldText, at + 1) !== -1) return null;
  return state.slice(0, at) + newText + state.slice(at + oldText.length);
}

/** True when the new text must have been all of the file: it is what was found next. */
function isWhole({ newText }: ToldEdit, next: ToldEdit | undefined, after: string): boolean {
  return newText === (next?.oldText ?? after);
}

/** Somebody went on from `state` to `after`: believed only where what was told is still there, or was all of the file. */
function fits({ newText }: ToldEdit, state: string, after: string): boolean {
  if (withoutReturns(state) === withoutReturns(after)) return false;
  return after.includes(newText) || state === newText;
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r', '');
}
