import type { ChangePart, Hunk, LineRange } from '../../../../shared/domain/change';
import type { FileBody } from './file-body';

/** Rows of one file chosen together, from where the choice began to where it ends now. */
export interface RowSelection {
  fileId: string;
  anchor: number;
  head: number;
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

/** The changed lines of the rows from `first` to `last`, of both sides where they are shown side by side. */
export function partOfRows(body: FileBody, first: number, last: number): ChangePart | null {
  const part: ChangePart = { old: [], new: [] };
  for (const row of body.rows.slice(first, last + 1)) {
    const hunk = 'hunk' in row ? body.diff?.hunks[row.hunk] : undefined;
    if (!hunk) continue;
    if (row.kind === 'line') addLine(part, hunk, row.line);
    if (row.kind !== 'pair') continue;
    if (row.left !== null) addLine(part, hunk, row.left);
    if (row.right !== null && row.right !== row.left) addLine(part, hunk, row.right);
  }
  return partOrNull(part);
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
