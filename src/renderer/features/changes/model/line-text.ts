import type { DiffLine, Hunk } from '../../../../shared/domain/change';
import { trailingBlanksFrom } from './line-segments';
import { pairBlock } from './pair-lines';
import { type WordDiff, wordDiff } from './word-diff';

/** Longer lines are cut and say so: nobody reads them, and one would cost more to draw than the whole screen. */
export const MAX_SHOWN_CHARS = 2_000;

/** A line as it is drawn. */
export interface LineText {
  text: string;
  /** Characters left out at the end. */
  cut: number;
  /** The line ends in a carriage return (which `text` leaves out). */
  carriageReturn: boolean;
}

export function lineText(line: DiffLine): LineText {
  const carriageReturn = line.text.endsWith('\r');
  const whole = carriageReturn ? line.text.slice(0, -1) : line.text;
  return {
    text: whole.length > MAX_SHOWN_CHARS ? whole.slice(0, MAX_SHOWN_CHARS) : whole,
    cut: Math.max(0, whole.length - MAX_SHOWN_CHARS),
    carriageReturn,
  };
}

/** Offset from which blanks are shown: only a changed line's, and only at its end. */
export function trailingFrom(line: DiffLine, shown: LineText): number {
  return line.type === 'context' || shown.cut > 0 ? shown.text.length : trailingBlanksFrom(shown.text);
}

export interface Counterpart {
  /** Index of the line on the other side that this one replaced or was replaced by. */
  other: number;
  words: WordDiff | null;
  /** The two differ only in how the line ends. */
  endingOnly: boolean;
}

const known = new WeakMap<Hunk, Map<number, Counterpart | null>>();

/** The line's counterpart in its run of changes, worked out once per run and only when it is looked at. */
export function counterpartOf(hunk: Hunk, index: number): Counterpart | null {
  let lines = known.get(hunk);
  if (!lines) {
    lines = new Map();
    known.set(hunk, lines);
  }
  if (!lines.has(index)) compareRun(hunk, index, lines);
  return lines.get(index) ?? null;
}

function compareRun(hunk: Hunk, index: number, into: Map<number, Counterpart | null>): void {
  let start = index;
  let end = index;
  if (hunk.lines[index]?.type === 'context') {
    into.set(index, null);
    return;
  }
  while (start > 0 && hunk.lines[start - 1]?.type !== 'context') start -= 1;
  while (end < hunk.lines.length && hunk.lines[end]?.type !== 'context') end += 1;
  for (const { left, right } of pairBlock(hunk.lines, start, end)) {
    if (left === null || right === null) {
      into.set(left ?? (right as number), null);
      continue;
    }
    const before = lineText(hunk.lines[left] as DiffLine);
    const after = lineText(hunk.lines[right] as DiffLine);
    const words = before.cut || after.cut ? null : wordDiff(before.text, after.text);
    const endingOnly = before.text === after.text && before.cut === after.cut;
    into.set(left, { other: right, words, endingOnly });
    into.set(right, { other: left, words, endingOnly });
  }
}
