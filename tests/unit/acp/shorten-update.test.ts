import { describe, expect, it } from 'vitest';
import { shortenUpdate } from '../../../src/main/services/backends/acp/shorten-update';
import { fc } from '../../support/properties';

describe('an update that is too long', () => {
  it('keeps the beginning and end of its longest texts, and all of the others', () => {
    const update = {
      title: 'short',
      content: [{ text: `a${'x'.repeat(9_998)}z` }, { text: 'y'.repeat(3_000) }],
    };
    const shortened = shortenUpdate(update, 8_000) as typeof update;
    expect(shortened.title).toBe('short');
    expect(shortened.content[1]?.text).toBe('y'.repeat(3_000));
    expect(shortened.content[0]?.text).toMatch(
      /^ax{2360}\n\n\[5,278 characters left out: too long to keep\]\n\nx{2360}z$/,
    );
  });

  it('leaves encoded bytes whole, as a part of an image is none', () => {
    const update = { content: { type: 'image', data: 'A'.repeat(9_000) } };
    expect(shortenUpdate(update, 8_000)).toEqual(update);
  });

  it('never cuts a character in two', () => {
    const [head = '', , tail = ''] = (shortenUpdate('\u{1f333}'.repeat(5_000), 2_002) as string).split(
      '\n\n',
    );
    for (const part of [head, tail]) expect(Buffer.from(part).toString()).toBe(part);
  });

  it('is refused when it is not for its texts that it is long', () => {
    expect(shortenUpdate({ entries: Array(3_000).fill('12345') }, 8_000)).toBeNull();
  });

  it('is the same when it is not too long', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(shortenUpdate(value))).toBe(JSON.stringify(value));
      }),
    );
  });
});
