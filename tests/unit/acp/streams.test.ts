import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../src/main/services/backends/acp/line-splitter';
import { TextTail } from '../../../src/main/services/backends/acp/text-tail';
import { fc } from '../../support/properties';

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 1, max: 7 }),
        (texts, size) => {
          const lines = texts.map((text) => text.replaceAll('\n', '')).filter((text) => text !== '');
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const splitter = new LineSplitter({ long: 1_000_000, max: 1_000_000 });
          const found = [];
          for (let start = 0; start < bytes.length; start += size) {
            found.push(...splitter.push(bytes.subarray(start, start + size)));
          }
          expect(found).toEqual(lines.map((text) => ({ text: Buffer.from(text).toString() })));
          expect(splitter.flush()).toBeUndefined();
        },
      ),
    );
  });

  it('drops a line that is too long and goes on with the next', () => {
    const splitter = new LineSplitter({ long: 4, max: 4 });
    expect([...splitter.push(Buffer.from('1234567'))]).toEqual([]);
    expect([...splitter.push(Buffer.from('89\nok\nrest'))]).toEqual([{ dropped: 9 }, { text: 'ok' }]);
    expect(splitter.flush()).toEqual({ text: 'rest' });
  });

  it('gives a long line as it came, in pieces', () => {
    const splitter = new LineSplitter({ long: 4, max: 100 });
    expect([...splitter.push(Buffer.from('ok\n1234'))]).toEqual([{ text: 'ok' }]);
    const lines = [...splitter.push(Buffer.from('56\nok\n'))];
    expect(lines).toEqual([{ pieces: [Buffer.from('1234'), Buffer.from('56')] }, { text: 'ok' }]);
  });
});

describe('TextTail', () => {
  it('keeps the end, from a whole character on', () => {
    const tail = new TextTail(4);
    tail.push(Buffer.from('ab'));
    expect([tail.text, tail.truncated]).toEqual(['ab', false]);
    tail.push(Buffer.from('äöx'));
    expect([tail.text, tail.truncated]).toEqual(['öx', true]);
  });

  it('gives its last bytes, from a whole character on', () => {
    const tail = new TextTail(100);
    for (const part of ['one ', 'twö', 'äb']) tail.push(Buffer.from(part));
    expect([1000, 4, 2, 1].map((bytes) => tail.last(bytes))).toEqual(['one twöäb', 'äb', 'b', 'b']);
    const short = new TextTail(4);
    short.push(Buffer.from('abäöx'));
    expect(short.last(100)).toBe(short.text);
  });

  it('keeps nothing when it may keep nothing', () => {
    const tail = new TextTail(0);
    tail.push(Buffer.from('abc'));
    expect([tail.text, tail.truncated]).toEqual(['', true]);
  });
});
