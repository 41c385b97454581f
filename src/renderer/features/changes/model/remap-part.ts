import type { ChangePart, LineRange } from '../../../../shared/domain/change';
import type { Side } from './choose-lines';
import type { TextDiff } from './diff-rows';

interface ChangedLine {
  line: number;
  text: string;
}

/**
 * A part of the diff `before`, in the numbers of the diff that came after `decided` was decided on. Null when nothing
 * of it is left to decide on; undefined when the file changed in any other way too, so that nobody can tell.
 */
export function remapPart(
  part: ChangePart,
  before: TextDiff,
  decided: ChangePart,
  now: TextDiff,
): ChangePart | null | undefined {
  const old = remapSide('old', part, before, decided, now);
  const added = remapSide('new', part, before, decided, now);
  if (!old || !added) return undefined;
  const mode = part.mode && !decided.mode;
  if (old.length + added.length === 0 && !mode) return null;
  return { old, new: added, ...(mode && { mode }) };
}

function remapSide(
  side: Side,
  part: ChangePart,
  before: TextDiff,
  decided: ChangePart,
  now: TextDiff,
): LineRange[] | undefined {
  const left = changedLines(before, side).filter(({ line }) => !holds(decided[side], line));
  const present = changedLines(now, side);
  const same = left.length === present.length && left.every(({ text }, at) => text === present[at]?.text);
  if (!same) return undefined;
  const ranges: LineRange[] = [];
  left.forEach(({ line }, at) => {
    const to = present[at]?.line;
    if (to === undefined || !holds(part[side], line)) return;
    const last = ranges.at(-1);
    if (last?.[1] === to - 1) last[1] = to;
    else ranges.push([to, to]);
  });
  return ranges;
}

function holds(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(([first, last]) => line >= first && line <= last);
}

/** The lines that a side does not share with the other, in order. */
function changedLines(diff: TextDiff, side: Side): ChangedLine[] {
  const type = side === 'old' ? 'delete' : 'insert';
  return diff.hunks.flatMap(({ lines }) =>
    lines.flatMap((source) => {
      const line = source[`${side}Line`];
      return source.type === type && line !== undefined ? [{ line, text: source.text }] : [];
    }),
  );
}
