import { describe, expect, it } from 'vitest';
import { parsePatch as parseInPieces } from '../../../src/main/git/changes/parse-patch';
import { atOnce } from '../../../src/shared/interruptible';
import { fc } from '../../support/properties';

const LIMITS = { lines: 1_000, lineLength: 100 };
const parsePatch = (...given: Parameters<typeof parseInPieces>) => atOnce(parseInPieces(...given));
const line = fc.constantFrom(
  '',
  '@@ -1 +1 @@',
  '--- a',
  '+++ b',
  '\\ no',
  'Binary files differ',
  'é\r',
  'diff --git',
);

/** A hunk of deletions and insertions as git would print it. */
function patchOf(deleted: string[], inserted: string[], finalNewline: boolean): Buffer {
  const heading = `@@ -${deleted.length ? 1 : 0},${deleted.length} +${inserted.length ? 1 : 0},${inserted.length} @@`;
  const body = [...deleted.map((text) => `-${text}`), ...inserted.map((text) => `+${text}`)];
  const end = finalNewline ? [] : ['\\ No newline at end of file'];
  return Buffer.from(
    `diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n${[heading, ...body, ...end].join('\n')}\n`,
  );
}

describe('parsing a patch', () => {
  it('gives back the lines whatever they look like', () => {
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(line, { minLength: 1 }),
        fc.boolean(),
        (deleted, inserted, final) => {
          const { hunks, binary, truncated } = parsePatch(patchOf(deleted, inserted, final), LIMITS);
          expect({ binary, truncated, count: hunks.length }).toEqual({
            binary: false,
            truncated: false,
            count: 1,
          });
          const lines = hunks[0]?.lines ?? [];
          expect(lines.filter(({ type }) => type === 'delete').map(({ text }) => text)).toEqual(deleted);
          expect(lines.filter(({ type }) => type === 'insert').map(({ text }) => text)).toEqual(inserted);
          expect(lines.at(-1)?.noNewline).toBe(final ? undefined : true);
          expect(lines.at(-1)?.newLine).toBe(inserted.length);
        },
      ),
    );
  });

  it('keeps a hunk whose heading is a line with a carriage return or separator in its middle', () => {
    for (const heading of ['function one()\rtwo', 'function one()\u2028two']) {
      const patch = Buffer.from(`@@ -9 +9 @@ ${heading}\n-a\n+b\n`);
      expect(parsePatch(patch, LIMITS).hunks).toMatchObject([{ section: heading, lines: [{}, {}] }]);
    }
  });

  it('stops at the limits and says so', () => {
    const many = parsePatch(patchOf([], Array(20).fill('x'), true), { lines: 5, lineLength: 10 });
    expect([many.truncated, many.hunks[0]?.lines.length]).toEqual([true, 5]);
    const long = parsePatch(patchOf([], ['y'.repeat(20)], true), { lines: 5, lineLength: 10 });
    expect([long.truncated, long.hunks[0]?.lines[0]?.text]).toEqual([true, `${'y'.repeat(10)}…`]);
  });
});
