import type { DiffLine } from '../../../../shared/domain/change';
import type { FoundLine } from '../../../../shared/domain/search-pattern';
import type { Range } from './word-diff';

/** What a search found in one line. */
export interface FoundMark extends Range {
  /** The match the reader is at. */
  current: boolean;
}

/** What a search found in the lines of one file, by `lineKey`. */
export type FoundInFile = ReadonlyMap<string, readonly FoundMark[]>;

/** One match of a file, counted from 0 over all its lines. */
export interface FoundMatch {
  side: 'old' | 'new';
  line: number;
  range: number;
}

const known = new WeakMap<readonly FoundLine[], FoundInFile>();

/** Marks for the lines of a file; the same objects as before for lines without the current match. */
export function foundInFile(lines: readonly FoundLine[], current: number | null): FoundInFile {
  let marks = known.get(lines);
  if (!marks) {
    marks = new Map(
      lines.map(({ side, line, ranges }) => [
        `${side} ${line}`,
        ranges.map(([start, end]) => ({ start, end, current: false })),
      ]),
    );
    known.set(lines, marks);
  }
  const match = current === null ? null : matchAt(lines, current);
  if (!match) return marks;
  const key = `${match.side} ${match.line}`;
  const marked = marks.get(key)?.map((mark, index) => ({ ...mark, current: index === match.range }));
  return marked ? new Map(marks).set(key, marked) : marks;
}

/** The match with this number; undefined when there are fewer. */
export function matchAt(lines: readonly FoundLine[], index: number): FoundMatch | undefined {
  let before = 0;
  for (const { side, line, ranges } of lines) {
    if (index < before + ranges.length) return { side, line, range: index - before };
    before += ranges.length;
  }
  return undefined;
}

export function countMatches(lines: readonly FoundLine[]): number {
  return lines.reduce((sum, { ranges }) => sum + ranges.length, 0);
}

/** What was found in a line of a diff; an unchanged one is found by its number on the new side. */
export function marksOf(
  found: FoundInFile | null,
  line: DiffLine | undefined,
): readonly FoundMark[] | undefined {
  if (!found || !line) return undefined;
  return found.get(line.type === 'delete' ? `old ${line.oldLine}` : `new ${line.newLine}`);
}
