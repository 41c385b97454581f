import type { DiffLine, FileDiff, Hunk } from '../../../../shared/domain/change';
import type { Settings } from '../../../../shared/domain/settings';
import { pairLines } from './pair-lines';

export type DiffLayout = Settings['diffLayout'];
export type TextDiff = Extract<FileDiff, { kind: 'text' }>;

/** One row of a file's diff. `hunk` and line indexes point into the diff: rows hold no text of their own. */
export type DiffRow =
  /** Between two hunks, before the first (`hidden` is 0 at the file's start) or (`hunk` = number of hunks) after the last. */
  | { kind: 'separator'; hunk: number; hidden: number | null }
  | { kind: 'line'; hunk: number; line: number }
  | { kind: 'pair'; hunk: number; left: number | null; right: number | null }
  | { kind: 'truncated' };

/** The rows of a text diff; every line of every hunk appears in exactly one (a context pair shows it twice). */
export function diffRows(diff: TextDiff, layout: DiffLayout, context: number): DiffRow[] {
  const rows: DiffRow[] = [];
  diff.hunks.forEach((hunk, index) => {
    const hidden = hiddenAbove(diff.hunks, index);
    // Also where nothing is hidden: it is what a hunk is decided on with. A single hunk at the top is the file.
    if (hidden > 0 || diff.hunks.length > 1) rows.push({ kind: 'separator', hunk: index, hidden });
    pushLines(rows, hunk, index, layout);
  });
  if (mayContinue(diff, context)) rows.push({ kind: 'separator', hunk: diff.hunks.length, hidden: null });
  if (diff.truncated) rows.push({ kind: 'truncated' });
  return rows;
}

function pushLines(rows: DiffRow[], hunk: Hunk, index: number, layout: DiffLayout): void {
  if (layout === 'unified') {
    for (let line = 0; line < hunk.lines.length; line += 1) rows.push({ kind: 'line', hunk: index, line });
    return;
  }
  for (const pair of pairLines(hunk.lines)) rows.push({ kind: 'pair', hunk: index, ...pair });
}

/** The first line of a hunk on the new side; git names the line before when the side is empty. */
function firstNewLine(hunk: Hunk): number {
  return hunk.newLines === 0 ? hunk.newStart + 1 : hunk.newStart;
}

/** Unchanged lines not shown between hunk `index` and the one before it. */
function hiddenAbove(hunks: readonly Hunk[], index: number): number {
  const hunk = hunks[index] as Hunk;
  const previous = hunks[index - 1];
  const shownUpTo = previous ? firstNewLine(previous) + previous.newLines : 1;
  return Math.max(0, firstNewLine(hunk) - shownUpTo);
}

/** A last hunk with all the context that was asked for may not be the file's end. */
function mayContinue(diff: TextDiff, context: number): boolean {
  const lines = diff.hunks.at(-1)?.lines;
  if (!lines || diff.truncated) return false;
  let trailing = 0;
  while (trailing < lines.length && lines[lines.length - 1 - trailing]?.type === 'context') trailing += 1;
  return trailing > 0 && trailing >= context && !lines.at(-1)?.noNewline;
}

/** The line a row is about: the new side where it has one. */
export function lineOfRow(row: DiffRow, diff: TextDiff): DiffLine | undefined {
  const lines = 'hunk' in row ? diff.hunks[row.hunk]?.lines : undefined;
  if (row.kind === 'line') return lines?.[row.line];
  if (row.kind === 'pair') return lines?.[row.right ?? row.left ?? -1];
  return undefined;
}

/** The lines a row shows: both sides of a pair. */
export function linesOfRow(row: DiffRow, diff: TextDiff): DiffLine[] {
  if (row.kind !== 'line' && row.kind !== 'pair') return [];
  const shown = row.kind === 'line' ? [row.line] : [row.left, row.right];
  const lines = diff.hunks[row.hunk]?.lines;
  return shown.flatMap((at) => (at === null ? [] : (lines?.[at] ?? [])));
}

/** What to ask for next when the reader wants more context than `context`: some more, then the whole file. */
export const contextSteps = [3, 25, 150, 100_000] as const;
export function moreContext(context: number): number | undefined {
  return contextSteps.find((step) => step > context);
}
