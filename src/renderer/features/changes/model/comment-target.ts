import type { LineRange } from '../../../../shared/domain/change';
import type { CommentSide } from '../../../../shared/domain/comment';
import type { BodyRow, FileBody } from './file-body';

/** Lines of a diff that a comment is about. */
export interface CommentTarget {
  side: CommentSide;
  range: LineRange;
  /** Text of the last of them, by which they are found in another diff; absent when it is not known. */
  lastText?: string;
}

/**
 * The lines of the rows from `first` to `last` on one side of the change: what is there now, or what was removed where
 * nothing took its place. Null when the rows have no lines on that side.
 */
export function targetOfRows(
  body: FileBody,
  first: number,
  last: number,
  side = sideOfRows(body, first, last),
): CommentTarget | null {
  const lines = body.rows.slice(first, last + 1).flatMap((row) => linesOfRow(body, row));
  const numbered = lines.flatMap(({ oldLine, newLine, text }) => {
    const number = side === 'old' ? oldLine : newLine;
    return number === undefined ? [] : [{ number, text }];
  });
  const [from, to] = [numbered[0], numbered.at(-1)];
  return from && to ? { side, range: [from.number, to.number], lastText: withoutCr(to.text) } : null;
}

/** What a comment at a row is about: all of the changed lines around it, else the line. Null for the file as a whole. */
export function targetAtRow(body: FileBody, row: number): CommentTarget | null {
  const at = body.rows[row];
  if (!at || !('hunk' in at)) return null;
  const start = at.kind === 'separator' ? firstChange(body, row, at.hunk) : row;
  if (!isChanged(body, start)) return targetOfRows(body, start, start);
  let [first, last] = [start, start];
  while (isChanged(body, first - 1)) first -= 1;
  while (isChanged(body, last + 1)) last += 1;
  return targetOfRows(body, first, last);
}

/** The row under which a comment on a line stands: the line itself, or the nearest with the same text; -1 when not shown. */
export function rowOfTarget(
  body: FileBody,
  { side, range, lastText }: CommentTarget,
  exact: boolean,
): number {
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const { number, text, row } of shownLines(body)[side]) {
    const fits = exact ? number <= range[1] && number >= range[0] : text === lastText;
    const distance = Math.abs(number - range[1]);
    if (!fits || distance >= bestDistance) continue;
    best = row;
    bestDistance = distance;
  }
  return best;
}

type ShownLine = { number: number; text: string; row: number };

const known = new WeakMap<FileBody['rows'], Record<CommentSide, ShownLine[]>>();

/** The lines of both sides that can be commented on; read once for all comments of a file. */
function shownLines(body: FileBody): Record<CommentSide, ShownLine[]> {
  const found = known.get(body.rows);
  if (found) return found;
  const shown: Record<CommentSide, ShownLine[]> = { old: [], new: [] };
  body.rows.forEach((row, index) => {
    for (const { type, oldLine, newLine, text } of linesOfRow(body, row)) {
      const side = type === 'delete' ? 'old' : 'new';
      const number = (side === 'old' ? oldLine : newLine) ?? 0;
      shown[side].push({ number, text: withoutCr(text), row: index });
    }
  });
  known.set(body.rows, shown);
  return shown;
}

function withoutCr(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

function sideOfRows(body: FileBody, first: number, last: number): CommentSide {
  const lines = body.rows.slice(first, last + 1).flatMap((row) => linesOfRow(body, row));
  const isRemoval =
    lines.some(({ type }) => type === 'delete') && !lines.some(({ type }) => type === 'insert');
  return isRemoval ? 'old' : 'new';
}

function linesOfRow({ diff }: FileBody, row: BodyRow | undefined) {
  const lines = row && 'hunk' in row ? diff?.hunks[row.hunk]?.lines : undefined;
  if (!lines || !row) return [];
  if (row.kind === 'line') return lines.slice(row.line, row.line + 1);
  if (row.kind !== 'pair') return [];
  const shown = row.left === row.right ? [row.left] : [row.left, row.right];
  return shown.flatMap((line) => (line === null ? [] : (lines[line] ?? [])));
}

function isChanged(body: FileBody, row: number): boolean {
  return linesOfRow(body, body.rows[row]).some(({ type }) => type !== 'context');
}

function firstChange(body: FileBody, separator: number, hunk: number): number {
  const found = body.rows.findIndex(
    (row, index) => index > separator && 'hunk' in row && row.hunk === hunk && isChanged(body, index),
  );
  return found < 0 ? separator : found;
}
