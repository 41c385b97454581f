import { describe, expect, it } from 'vitest';
import { compilePattern, matchLine, type SearchPattern } from '../../../src/shared/domain/search-pattern';

const plain = { caseSensitive: false, wholeWord: false, regex: false };

function found(text: string, line: string, how: Partial<SearchPattern> = {}): string[] {
  const pattern = compilePattern({ ...plain, text, ...how });
  return matchLine(pattern, line, 100).map(([start, end]) => line.slice(start, end));
}

describe('a search pattern', () => {
  it('takes plain text literally, in any case unless told otherwise', () => {
    expect(found('a.c(', 'A.C( abc( a.c(')).toEqual(['A.C(', 'a.c(']);
    expect(found('a.c(', 'A.C( a.c(', { caseSensitive: true })).toEqual(['a.c(']);
    expect(found('GRÖSSE', 'die größe, die Grösse')).toEqual(['Grösse']);
  });

  it('finds whole words by the letters of any script', () => {
    expect(found('ton', 'ton Ätona tön-ton', { wholeWord: true })).toEqual(['ton', 'ton']);
    expect(found('tö', 'töö tö', { wholeWord: true })).toEqual(['tö']);
    expect(found('a|b', 'ab a b', { wholeWord: true, regex: true })).toEqual(['a', 'b']);
  });

  it('takes a regular expression, also a sloppy one, and never finds nothing', () => {
    expect(found('\\bfoo\\d*$', 'foo1 foo22', { regex: true })).toEqual(['foo22']);
    expect(found('a\\-b', 'a-b', { regex: true })).toEqual(['a-b']);
    expect(found('x*', 'axxb', { regex: true })).toEqual(['xx']);
  });

  it('says what is wrong with one that is none', () => {
    expect(() => compilePattern({ ...plain, text: 'a(', regex: true })).toThrow(
      'Not a regular expression: Unterminated group.',
    );
  });

  it('stops at the limit', () => {
    expect(matchLine(compilePattern({ ...plain, text: 'a' }), 'a'.repeat(50), 7)).toHaveLength(7);
  });
});
