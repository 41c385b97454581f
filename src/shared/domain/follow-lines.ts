import type { Hunk, LineRange } from './change';

/** Two versions of a file and what git says differs between them. */
export interface Versions {
  before: readonly string[];
  after: readonly string[];
  hunks: readonly Pick<Hunk, 'oldStart' | 'lines'>[];
}

/**
 * Where unchanged lines of a file are after it changed; null when one of them was changed or removed, or something was
 * put in between.
 */
export function followLines(hunks: Versions['hunks'], [first, last]: LineRange): LineRange | null {
  let shift = 0;
  for (const { oldStart, lines } of hunks) {
    // Of a side without lines git names the line before.
    let passed = lines.some(({ type }) => type !== 'insert') ? oldStart - 1 : oldStart;
    for (const { type } of lines) {
      if (type !== 'insert') passed += 1;
      if (passed > last) return [first + shift, last + shift];
      if (type === 'context') continue;
      if (type === 'delete' && passed >= first) return null;
      if (type === 'insert' && passed >= first && passed < last) return null;
      if (passed < first) shift += type === 'insert' ? 1 : -1;
    }
  }
  return [first + shift, last + shift];
}

/**
 * The same for lines that git takes for changed: they may have moved, or stand among other changes. They are found by
 * their text, nearest to where they were, unless there are fewer of the same than before: then these are the ones that went.
 */
export function findMoved({ before, after }: Omit<Versions, 'hunks'>, range: LineRange): LineRange | null {
  const quote = before.slice(range[0] - 1, range[1]);
  const now = occurrences(after, quote);
  if (quote.length === 0 || now.length === 0 || now.length < occurrences(before, quote).length) return null;
  return nearest(now, quote.length, range[0]);
}

/** Where lines with exactly this text are, nearest to line `near`; null when nowhere. */
export function findLines(
  lines: readonly string[],
  quote: readonly string[],
  near: number,
): LineRange | null {
  const found = quote.length === 0 ? [] : occurrences(lines, quote);
  return found.length === 0 ? null : nearest(found, quote.length, near);
}

function nearest(starts: readonly number[], length: number, near: number): LineRange {
  const start = starts.reduce((best, at) => (Math.abs(at - near) < Math.abs(best - near) ? at : best));
  return [start, start + length - 1];
}

/** First lines, from 1, of every place where `quote` stands. */
function occurrences(lines: readonly string[], quote: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + quote.length <= lines.length; at += 1) {
    if (quote.every((line, offset) => lines[at + offset] === line)) found.push(at + 1);
  }
  return found;
}

/** A text's lines without their ends; a last line end begins no other line. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
