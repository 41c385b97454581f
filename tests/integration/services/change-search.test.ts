import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/shared/domain/change';
import type { SearchPattern } from '../../../src/shared/domain/search-pattern';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** A session with these files pending over what is committed, and a way to search in them. */
async function session(committed: Record<string, string>, edit: (path: string) => void) {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  for (const [name, text] of Object.entries(committed)) writeFileSync(join(repository, name), text);
  runGitIn(repository, 'add', '--all');
  runGitIn(repository, 'commit', '--quiet', '--allow-empty', '--message', 'Files');
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(repository, 'Search');
  edit(worktree.path);
  const { changes } = await app.host.changes.refresh(id);
  const search = async (
    pattern: Partial<SearchPattern>,
    more: { changes?: Change[]; limit?: number } = {},
  ) => {
    const how = { text: '', caseSensitive: false, wholeWord: false, regex: false, ...pattern };
    return app.host.changeSearch.search(id, { pattern: how, changes, context: 3, limit: 1_000, ...more });
  };
  return { app, id, path: worktree.path, changes, search };
}

/** `path side line:start-end`, in the order they were found. */
function flat(found: Awaited<ReturnType<Awaited<ReturnType<typeof session>>['search']>>): string[] {
  return found.files.flatMap(({ path, lines }) =>
    lines.flatMap(({ side, line, ranges }) => ranges.map(([a, b]) => `${path} ${side} ${line}:${a}-${b}`)),
  );
}

const poem = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`).join('');

describe('searching changes', () => {
  it('finds text in added, removed and unchanged lines of every pending file, numbered as they are shown', async () => {
    const { search } = await session(
      { 'a poem.txt': poem, 'gone.txt': 'old needle\n', 'moved.txt': `${poem}needle\n`, 'crlf.txt': 'x\r\n' },
      (path) => {
        writeFileSync(join(path, 'a poem.txt'), poem.replace('line 10\n', 'a needle, a Needle\n'));
        rmSync(join(path, 'gone.txt'));
        renameSync(join(path, 'moved.txt'), join(path, 'new-name.txt'));
        writeFileSync(join(path, 'new-name.txt'), `${poem}needle!\n`);
        writeFileSync(join(path, 'crlf.txt'), 'needle\r\n');
        writeFileSync(join(path, 'binary.bin'), Buffer.from('needle\0needle'));
        mkdirSync(join(path, '-n'));
        writeFileSync(
          join(path, '-n', 'über.txt'),
          '--- a/needle\n+++ needle\n@@ needle @@\ndiff --git needle\n',
        );
      },
    );
    expect(flat(await search({ text: 'needle' }))).toEqual([
      '-n/über.txt new 1:6-12',
      '-n/über.txt new 2:4-10',
      '-n/über.txt new 3:3-9',
      '-n/über.txt new 4:11-17',
      'a poem.txt new 10:2-8',
      'a poem.txt new 10:12-18',
      'crlf.txt new 1:0-6',
      'gone.txt old 1:4-10',
      'new-name.txt old 31:0-6',
      'new-name.txt new 31:0-6',
    ]);
    expect(flat(await search({ text: 'needle', caseSensitive: true, wholeWord: true }))).toContain(
      'a poem.txt new 10:2-8',
    );
    expect(flat(await search({ text: '^line (7|14)$', regex: true }))).toEqual(['a poem.txt new 7:0-6']);
    expect(flat(await search({ text: 'needle$', regex: true }))).toContain('crlf.txt new 1:0-6');
  });

  it('says when there is more, and leaves out what has changed since it was shown', async () => {
    const { app, id, path, changes, search } = await session({}, (root) => {
      writeFileSync(join(root, 'many.txt'), 'same same\n'.repeat(600));
      writeFileSync(join(root, 'other.txt'), 'same\n');
    });
    const found = await search({ text: 'same' }, { limit: 101 });
    expect(flat(found)).toHaveLength(101);
    expect(found.more).toBe(true);
    writeFileSync(join(path, 'many.txt'), 'the same again\n');
    await app.host.changes.refresh(id);
    const later = await search({ text: 'same' }, { changes });
    expect(flat(later)).toEqual(['other.txt new 1:0-4']);
  });

  it('refuses an expression that is none or never ends, and goes on searching', async () => {
    const { search } = await session({}, (root) => {
      writeFileSync(join(root, 'evil.txt'), `${'a'.repeat(5_000)}!\n`);
    });
    await expect(search({ text: 'a(', regex: true })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(search({ text: '^(a+)+$', regex: true })).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('too long'),
    });
    const [older, newer] = [search({ text: '^(a+)+$', regex: true }), search({ text: '!' })];
    await expect(older).rejects.toMatchObject({ code: 'git.cancelled' });
    expect(flat(await newer)).toEqual(['evil.txt new 1:5000-5001']);
  });
});
