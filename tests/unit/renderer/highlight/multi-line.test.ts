import { expect, it } from 'vitest';
import { tokenize } from '../../../../src/renderer/highlight/tokenize';

// The first text a grammar meets is the slow one: its patterns are compiled while it is read.
it('leaves a comment where it ends, also in the first text of a grammar', async () => {
  const lines = await tokenize(
    '/** Why. */\nexport async function load(id: Id) {\n  return 1;\n}',
    'typescript',
  );
  expect(lines[0]?.[0]?.kind).toBe('comment');
  expect(lines[1]?.[0]).toEqual({ text: 'export async function ', kind: 'keyword' });
  expect(lines[2]?.some((token) => token.kind === 'number')).toBe(true);
});
