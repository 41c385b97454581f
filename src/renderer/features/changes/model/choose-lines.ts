import type { ChangePart, Hunk, LineRange } from '../../../../shared/domain/change';
import type { Block } from './document-layout';
import type { FileBody } from './file-body';
import { rowOfLine } from './scroll-anchor';

/** Rows of one file chosen together, from where the choice began to where it ends now. */
export interface RowSelection {
  fileId: string;
  anchor: number;
  head: number;
  /** Where the sides stand beside each other: the only one that is meant. */
  side?: Side | undefined;
}

export type Side = 'old' | 'new';

/** The side the keyboard selects from a row on where the sides stand beside each other: what is there now, if anything. */
export function sideAtRow({ rows }: FileBody, row: number): Side | undefined {
  const at = rows[row];
  if (at?.kind !== 'pair') return undefined;
  return at.right === null ? 'old' : 'new';
}

/** First and last row of a selection. */
export function rowsOf({ anchor, head }: RowSelection): [first: number, last: number] {
  return anchor <= head ? [anchor, head] : [head, anchor];
}

/** All changed lines of a hunk; null when it has none. */
export function partOfHunk(hunk: Hunk): ChangePart | null {
  const part: ChangePart = { old: [], new: [] };
  for (let line = 0; line < hunk.lines.length; line += 1) addLine(part, hunk, line);
  return partOrNull(part);
}

/** The changed lines of the rows from `first` to `last`; where the sides are beside each other, of `side` or of both. */
export function partOfRows(body: FileBody, first: number, last: number, side?: Side): ChangePart | null {
  const part: ChangePart = { old: [], new: [] };
  for (const row of body.rows.slice(first, last + 1)) {
    const hunk = 'hunk' in row ? body.diff?.hunks[row.hunk] : undefined;
    if (!hunk) continue;
    if (row.kind === 'line') addLine(part, hunk, row.line);
    if (row.kind !== 'pair') continue;
    if (row.left !== null && side !== 'new') addLine(part, hunk, row.left);
    if (row.right !== null && row.right !== row.left && side !== 'old') addLine(part, hunk, row.right);
  }
  return partOrNull(part);
}

/** How many lines stand in the rows from `first` to `last`, changed or not; of `side` or of both, as for a part. */
export function countSelected(body: FileBody, first: number, last: number, side?: Side): number {
  return body.rows.slice(first, last + 1).reduce((sum, row) => {
    if (row.kind === 'line') return sum + 1;
    if (row.kind !== 'pair') return sum;
    const { left, right } = row;
    if (side) return sum + ((side === 'old' ? left : right) === null ? 0 : 1);
    return sum + (left === null || right === null || left === right ? 1 : 2);
  }, 0);
}

/** How many lines a part has. */
export function countLines({ old, new: now }: ChangePart): number {
  return [...old, ...now].reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function addLine(part: ChangePart, hunk: Hunk, line: number): void {
  const source = hunk.lines[line];
  if (source?.type === 'delete') extend(part.old, source.oldLine);
  if (source?.type === 'insert') extend(part.new, source.newLine);
}

function extend(ranges: LineRange[], line: number | undefined): void {
  if (line === undefined) return;
  const last = ranges.at(-1);
  if (last && last[1] === line - 1) last[1] = line;
  else ranges.push([line, line]);
}

function partOrNull(part: ChangePart): ChangePart | null {
  return part.old.length + part.new.length > 0 ? part : null;
}

/**
 * The selection in a new body of its file: the same changed lines, where they still stand together; `null` when any of
 * them is gone or another came between.
 */
export function movedSelection(before: Block, now: Block, selection: RowSelection): RowSelection | null {
  if (before.body === now.body) return selection;
  const head = rowOfLine(before, selection.head, now);
  const anchor = rowOfLine(before, selection.anchor, now);
  const moved = { ...selection, anchor, head };
  const was = changedLines(before.body, selection);
  return was !== '' && was === changedLines(now.body, moved) ? moved : null;
}

/** The text of the changed lines of a selection, each with its sign. */
function changedLines(body: FileBody, selection: RowSelection): string {
  const [first, last] = rowsOf(selection);
  const texts: string[] = [];
  for (const row of body.rows.slice(first, last + 1)) {
    const lines = 'hunk' in row ? body.diff?.hunks[row.hunk]?.lines : undefined;
    const indexes = row.kind === 'line' ? [row.line] : row.kind === 'pair' ? [row.left, row.right] : [];
    for (const line of new Set(indexes)) {
      const source = line === null ? undefined : lines?.[line];
      if (source && source.type !== 'context') texts.push(`${source.type} ${source.text}`);
    }
  }
  return texts.join('\n');
}
