import { describe, expect, it } from 'vitest';
import type { DiffLine, Hunk } from '../../../src/shared/domain/change';
import { findLines, findMoved, followLines, linesOf } from '../../../src/shared/domain/follow-lines';
import { fc } from '../../support/properties';

/** A hunk as git prints it: ` ` unchanged, `-` removed, `+` put in. */
function hunk(oldStart: number, lines: string[]): Pick<Hunk, 'oldStart' | 'lines'> {
  const types = { ' ': 'context', '-': 'delete', '+': 'insert' } as const;
  return {
    oldStart,
    lines: lines.map(
      (line): DiffLine => ({ type: types[line[0] as keyof typeof types], text: line.slice(1) }),
    ),
  };
}

describe('followLines', () => {
  it('moves with what is put in and taken out above, and stays for what is below', () => {
    const hunks = [hunk(1, ['+new', '+new', ' a', '-b', ' c']), hunk(20, ['-x'])];
    expect(followLines(hunks, [10, 12])).toEqual([11, 13]);
    expect(followLines(hunks, [1, 1])).toEqual([3, 3]);
  });

  it('is null when a line was changed or removed, or something was put in between', () => {
    expect(followLines([hunk(10, [' a', '-b', '+B', ' c'])], [11, 11])).toBeNull();
    expect(followLines([hunk(10, [' a', '+between', ' b'])], [10, 11])).toBeNull();
  });

  it('is not touched by lines put in right before or after it', () => {
    expect(followLines([hunk(10, [' a', '+after', ' b'])], [10, 10])).toEqual([10, 10]);
    expect(followLines([hunk(10, [' a', '+before', ' b'])], [11, 11])).toEqual([12, 12]);
  });

  it('understands hunks without context, which name the line before where a side is empty', () => {
    expect(followLines([hunk(4, ['+x', '+y'])], [4, 4])).toEqual([4, 4]);
    expect(followLines([hunk(4, ['+x', '+y'])], [5, 6])).toEqual([7, 8]);
    expect(followLines([hunk(0, ['+x'])], [1, 2])).toEqual([2, 3]);
    expect(followLines([hunk(4, ['-x'])], [5, 5])).toEqual([4, 4]);
  });

  it('names the same text before and after, whatever was done elsewhere', () => {
    const edit = fc.array(fc.record({ keep: fc.boolean(), insert: fc.nat(2) }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(edit, fc.nat(29), fc.nat(3), (edits, start, length) => {
        const first = (start % edits.length) + 1;
        const last = Math.min(edits.length, first + length);
        const after: string[] = [];
        const lines: string[] = [];
        edits.forEach(({ keep, insert }, index) => {
          for (let extra = 0; extra < insert; extra += 1) lines.push(`+new ${index}`);
          lines.push(`${keep ? ' ' : '-'}line ${index + 1}`);
        });
        for (const line of lines) if (line[0] !== '-') after.push(line.slice(1));
        const quote = edits.slice(first - 1, last).map((_, index) => `line ${first + index}`);
        const found = followLines([hunk(1, lines)], [first, last]);
        const at = after.indexOf(quote[0] ?? '');
        const isWhole = at >= 0 && quote.every((line, index) => after[at + index] === line);
        expect(found).toEqual(isWhole ? [at + 1, at + quote.length] : null);
      }),
    );
  });
});

describe('findMoved', () => {
  it('finds lines that were moved, the nearest where there are several', () => {
    const before = ['keep', 'moved', 'end'];
    expect(findMoved({ before, after: ['keep', 'end', 'x', 'moved'] }, [2, 2])).toEqual([4, 4]);
    expect(findMoved({ before: ['}', 'a', '}'], after: ['}', 'b', 'c', '}'] }, [3, 3])).toEqual([4, 4]);
  });

  it('is not misled by the same text elsewhere when the lines themselves are gone', () => {
    expect(findMoved({ before: ['}', 'a', '}'], after: ['}', 'a', ')'] }, [3, 3])).toBeNull();
  });
});

describe('findLines', () => {
  it('finds the text nearest to where it was', () => {
    expect(findLines(['a', 'b', 'a', 'b'], ['a', 'b'], 4)).toEqual([3, 4]);
    expect(findLines(['a'], ['b'], 1)).toBeNull();
    expect(findLines(['a'], [], 1)).toBeNull();
  });
});

it('splits a text into lines whatever ends them', () => {
  expect(linesOf('a\r\nb\n')).toEqual(['a', 'b']);
  expect(linesOf('a\n\nb')).toEqual(['a', '', 'b']);
  expect(linesOf('')).toEqual([]);
});
