import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editFolders, editThroughIndex } from '../../../src/main/git/edit-tree';
import { fc } from '../../support/properties';
import { gitSandbox } from './git-sandbox';

const paths = ['a', 'a/x', 'a/y/z', 'b c', 'd/e', 'd/f', 'd', 'd.e', 'ü/"q"', 'a/y'];
const modes = ['100644', '100755', '120000'] as const;
const file = fc.record({ mode: fc.constantFrom(...modes), text: fc.constantFrom('', 'one\n', 'two\n') });
const edits = fc.dictionary(fc.constantFrom(...paths), fc.option(file), { minKeys: 1, maxKeys: 5 });

describe('a tree with other entries', () => {
  it('is the same folder by folder as by way of an index, and refused for the same reasons', async () => {
    const { git, repository, write, commitAll } = gitSandbox();
    const scratch = join(repository, '.git', 'scratch.index');
    write('keep', 'kept\n');
    for (const path of ['a/x', 'a/y/z', 'd/e', 'd.e', 'ü/"q"']) write(path, `${path}\n`);
    const base = commitAll('Base');
    const stored = new Map(['', 'one\n', 'two\n'].map((text) => [text, storeText(text)] as const));
    function storeText(text: string): string {
      write('text', text);
      return git(['hash-object', '-w', 'text']);
    }
    await fc.assert(
      fc.asyncProperty(edits, async (wanted) => {
        // A path below another one that is wanted is no tree at all.
        const isClear = (path: string) =>
          !Object.keys(wanted).some((other) => wanted[other] && path.startsWith(`${other}/`));
        const entries = Object.entries(wanted).flatMap(([path, is]) =>
          is && !isClear(path)
            ? []
            : [
                {
                  path: Buffer.from(path),
                  blob: is ? { mode: is.mode, oid: stored.get(is.text) as string } : null,
                },
              ],
        );
        if (entries.length === 0) return;
        const tree = await editFolders(repository, base, entries);
        expect(tree).toBe(await editThroughIndex(repository, scratch, base, entries));
      }),
      { numRuns: 25 },
    );
    git(['fsck', '--strict']);
  });

  it('can become empty', async () => {
    const { repository, write, commitAll, git } = gitSandbox();
    write('only/one/file', 'text\n');
    const entry = { path: Buffer.from('only/one/file'), blob: null };
    const tree = await editFolders(repository, commitAll('Base'), [entry]);
    expect(git(['ls-tree', '-r', tree ?? ''])).toBe('');
  });

  it('keeps the bytes of names that are not UTF-8, also in another format of ids', async () => {
    const { repository, git } = gitSandbox();
    git(['init', '--quiet', '--object-format=sha256', 'other']);
    const root = join(repository, 'other');
    const base = git(['commit-tree', '-m', 'Base', git(['write-tree'], root)], root);
    const oid = git(['hash-object', '-w', '--stdin'], root);
    const path = Buffer.from('d\xfc/\xfe', 'latin1');
    const tree = await editFolders(root, base, [{ path, blob: { mode: '100644', oid } }]);
    const listed = git(['ls-tree', '-r', '--name-only', tree ?? ''], root);
    expect(listed).toBe('"d\\374/\\376"');
    expect(tree).toHaveLength(64);
  });
});
