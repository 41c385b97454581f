import { describe, expect, it } from 'vitest';
import { boundUntracked } from '../../../src/main/git/checkpoints/bound-untracked';
import { fc } from '../../support/properties';

const bound = (paths: readonly string[], limit: number) =>
  boundUntracked(
    paths.map((path) => Buffer.from(path)),
    limit,
  );
const texts = (paths: readonly Buffer[]) => paths.map(String);
const files = (folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${folder}/${index}`);

describe('of too many new files', () => {
  it('the fullest folders are left out, each with its count', async () => {
    const paths = ['top', ...files('a', 3), ...files('b', 9), ...files('c', 5)];
    const { kept, left, skipped } = await bound(paths, 5);
    expect(skipped).toEqual([
      { path: 'b', reason: 'too-many', count: 9 },
      { path: 'c', reason: 'too-many', count: 5 },
    ]);
    expect([texts(kept), texts(left)]).toEqual([
      ['top', ...files('a', 3)],
      [...files('b', 9), ...files('c', 5)],
    ]);
  });

  it('no more of a folder is left out than the one in it that has nearly all', async () => {
    const { kept, skipped } = await bound(['src/main.ts', ...files('src/deep/out', 50), 'src/deep/x'], 10);
    expect(skipped).toEqual([{ path: 'src/deep/out', reason: 'too-many', count: 50 }]);
    expect(texts(kept)).toEqual(['src/main.ts', 'src/deep/x']);
  });

  it('a folder of which the fullest part was left counts with the rest', async () => {
    const paths = [...files('a/x', 95), ...files('a', 5), ...files('b', 20), ...files('c', 10)];
    const { skipped } = await bound(paths, 14);
    expect(skipped.map(({ path, count }) => [path, count])).toEqual([
      ['a/x', 95],
      ['b', 20],
      ['c', 10],
    ]);
  });

  it('those in no folder stay, and so do nested repositories', async () => {
    const { kept, skipped } = await bound(['a', 'b', 'nested/', 'c'], 1);
    expect([texts(kept), skipped]).toEqual([['a', 'b', 'nested/', 'c'], []]);
  });

  it('each is kept or left, and counted once', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 60 }), fc.nat({ max: 30 }), async (folders, limit) => {
        const paths = folders.map((folder, index) => `${folder}/${index}`);
        const { kept, left, skipped } = await bound(paths, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(new Set(texts([...kept, ...left]))).toEqual(new Set(paths));
        expect(skipped.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(left.length);
        const isSkipped = (text: string) => skipped.some((one) => text.startsWith(`${one.path}/`));
        expect(texts(left)).toEqual(paths.filter(isSkipped));
      }),
    );
  });

  // One look at all paths for each folder takes many minutes.
  it('50,000 in as many folders by twos are bounded as well', async () => {
    const paths = Array.from({ length: 25_000 }, (_, index) => files(`out-${index}`, 2)).flat();
    const { kept, skipped } = await bound(paths, 20_000);
    expect([kept.length, skipped.length]).toEqual([20_000, 15_000]);
  });
});
