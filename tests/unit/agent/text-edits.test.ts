import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/agent/model/apply-edit';
import { replaceInText } from '../../../src/agent/plain/replace-command';
import { cutAtSpaces } from '../../../src/agent/turn-output';
import { fc } from '../../support/properties';

describe('replaceInText', () => {
  it.each([
    ['aaa', 'aa', 'b', 'ba', 1],
    ['a.b.c', '.', '$&', 'a$&b$&c', 2],
    ['one\r\ntwo', 'two', '2', 'one\r\n2', 1],
    ['x', '', 'y', 'x', 0],
    ['x', 'y', 'z', 'x', 0],
  ])('in %j, %j by %j', (text, find, replacement, result, count) => {
    expect(replaceInText(text, find, replacement)).toEqual({ text: result, count });
  });

  it('is undone by the opposite when the new text was not there before', () => {
    const word = fc.stringMatching(/^[a-c]{1,3}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c ]{0,40}$/), word, (text, find) => {
        const there = replaceInText(text, find, 'XYZ');
        expect(replaceInText(there.text, 'XYZ', find)).toEqual({ text, count: there.count });
      }),
    );
  });
});

describe('applyEdit', () => {
  it('keeps CRLF line ends', () => {
    const edit = { find: 'a\nb', replacement: 'a\nc\nb', all: false };
    expect(applyEdit('a\r\nb\r\n', edit)).toBe('a\r\nc\r\nb\r\n');
  });

  it('refuses what is missing, ambiguous or no change', () => {
    const edit = { find: 'x', replacement: 'y', all: false };
    expect(() => applyEdit('a', edit)).toThrow('does not occur');
    expect(() => applyEdit('x x', edit)).toThrow('occurs 2 times');
    expect(applyEdit('x x', { ...edit, all: true })).toBe('y y');
    expect(() => applyEdit('x', { ...edit, replacement: 'x' })).toThrow('nothing was changed');
  });
});

describe('cutAtSpaces', () => {
  it('loses nothing and cuts no character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, size) => {
        const pieces = cutAtSpaces(text, size);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(Buffer.from(piece).toString()).toBe(piece);
      }),
    );
  });
});
