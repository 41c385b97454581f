import { describe, expect, it } from 'vitest';
import { emptySplit, readBlock, splitBlocks } from '../../../../src/renderer/markdown/split-blocks';
import { fc } from '../../../support/properties';

const pieces = fc.array(
  fc.constantFrom(
    'a',
    'word ',
    '\n',
    '\n\n',
    '\r\n',
    '```',
    '~~~',
    '```ts\n',
    '# ',
    '- ',
    '1',
    '. ',
    '    ',
    '|',
    '> ',
    '`',
    '#',
  ),
  { maxLength: 60 },
);

describe('splitBlocks', () => {
  it('loses nothing, however the text arrives', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        let split = emptySplit;
        for (const part of parts) split = splitBlocks(part, split);
        expect(split.finished.join('') + split.tail).toBe(parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });

  it('never changes a finished block', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        let split = emptySplit;
        for (const part of parts) {
          const next = splitBlocks(part, split);
          expect(next.finished.slice(0, split.finished.length)).toEqual(split.finished);
          split = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cuts alike, whether the text arrives at once or by the character', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        let split = emptySplit;
        for (const character of text) split = splitBlocks(character, split);
        expect(split).toEqual(splitBlocks(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['paragraphs', 'one\ntwo\n\nthree\n', ['one\ntwo\n\n'], 'three\n'],
    ['a fence with blank lines', '```js\na\n\nb\n```\nafter', ['```js\na\n\nb\n```\n'], 'after'],
    ['a fence right after text', 'see:\n```\nx\n```\n', ['see:\n', '```\nx\n```\n'], ''],
    ['a loose list', '- a\n\n- b\n\n  more\n\nend', ['- a\n\n- b\n\n  more\n\n'], 'end'],
    [
      'a fence inside a list',
      '1. x\n   ```\n   y\n\n   z\n   ```\n2. w\n\nend',
      ['1. x\n   ```\n   y\n\n   z\n   ```\n2. w\n\n'],
      'end',
    ],
    ['a heading', '# T\ntext', ['# T\n'], 'text'],
    ['a longer fence around a shorter', '````\n```\n````\nx', ['````\n```\n````\n'], 'x'],
  ])('keeps %s together', (_name, text, finished, tail) => {
    expect(splitBlocks(text)).toEqual({ finished, tail });
  });
});

describe('readBlock', () => {
  it('reads a closed fence', () => {
    expect(readBlock('```ts title="x"\nlet a;\n\nb\n```\n')).toEqual({
      type: 'code',
      info: 'ts',
      code: 'let a;\n\nb',
      closed: true,
    });
  });

  it('reads an open fence as far as it goes', () => {
    expect(readBlock('```\na\n``')).toEqual({ type: 'code', info: '', code: 'a\n``', closed: false });
    expect(readBlock('```ts')).toEqual({ type: 'code', info: 'ts', code: '', closed: false });
  });

  it('reads an empty fence', () => {
    expect(readBlock('```\n```\n')).toEqual({ type: 'code', info: '', code: '', closed: true });
  });

  it('leaves the rest to the parser', () => {
    expect(readBlock('``` a ``` b').type).toBe('markdown');
    expect(readBlock('text').type).toBe('markdown');
  });
});
