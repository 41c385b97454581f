import { AppError } from '../errors';

/** What to look for in lines, and how. */
export interface SearchPattern {
  text: string;
  caseSensitive: boolean;
  wholeWord: boolean;
  /** True when `text` is a regular expression. */
  regex: boolean;
}

/** Half-open range of UTF-16 offsets in a line. */
export type FoundRange = [start: number, end: number];

/** A line that matches; an unchanged one is named by its number on the new side. Ranges ascend and are not empty. */
export interface FoundLine {
  side: 'old' | 'new';
  /** 1-based. */
  line: number;
  ranges: FoundRange[];
}

/**
 * The pattern as a global regular expression for single lines. Throws AppError `input.invalid` with the engine's own
 * words when it is none.
 */
export function compilePattern({ text, caseSensitive, wholeWord, regex }: SearchPattern): RegExp {
  const source = regex ? text : text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const flags = caseSensitive ? 'g' : 'gi';
  try {
    return new RegExp(wholeWord ? between('[\\p{L}\\p{N}_]', source) : source, `${flags}u`);
  } catch (unicodeError) {
    // Without `u` more is allowed, for example an escaped hyphen.
    try {
      return new RegExp(wholeWord ? between('\\w', source) : source, flags);
    } catch {
      throw notAPattern(unicodeError);
    }
  }
}

function between(word: string, source: string): string {
  return `(?<!${word})(?:${source})(?!${word})`;
}

function notAPattern(error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  // `Invalid regular expression: /a(/u: Unterminated group`
  const why = message.slice(message.lastIndexOf(': ') + 2);
  return new AppError(
    'input.invalid',
    `Not a regular expression: ${why}.`,
    'Mend it, or search for plain text.',
  );
}

/** Where a line matches, at most `limit` times; matches of nothing do not count. */
export function matchLine(pattern: RegExp, line: string, limit: number): FoundRange[] {
  const ranges: FoundRange[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(line); match && ranges.length < limit; match = pattern.exec(line)) {
    const end = match.index + match[0].length;
    if (end > match.index) ranges.push([match.index, end]);
    else pattern.lastIndex += 1;
  }
  return ranges;
}
