import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { submodulesNotSeen } from '../../../src/main/git/checkpoints/submodules-not-seen';
import { pinForEveryCommand } from '../../../src/main/git/git-environment';
import { discardWorktree, trashOf } from '../../../src/main/git/worktrees/discard-worktree';
import { passLfsPointers } from '../../../src/main/git/worktrees/lfs';
import { restoreWorktree } from '../../../src/main/git/worktrees/restore-worktree';
import { gitSandbox } from './git-sandbox';
import { builtin, SessionFixture } from './session-fixture';

const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;
const LFS_CONFIG = `[user]
\tname = Ada Lovelace
\temail = ada@example.com
[filter "lfs"]
\tclean = git-lfs clean -- %f
\tsmudge = git-lfs smudge -- %f
\tprocess = git-lfs filter-process
\trequired = true
`;
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

it.skipIf(hasLfs)('keeps pointers as they are where git-lfs is configured but not installed', async () => {
  const sandbox = gitSandbox({ globalConfig: LFS_CONFIG });
  sandbox.write('big.psd', POINTER);
  sandbox.write('.gitattributes', '*.psd filter=lfs diff=lfs merge=lfs -text\n');
  const bare = ['process=', 'clean=', 'required=false'].flatMap((setting) => ['-c', `filter.lfs.${setting}`]);
  sandbox.git([...bare, 'add', '--all']);
  sandbox.git([...bare, 'commit', '-qm', 'a pointer']);
  await expect(SessionFixture.open(sandbox)).rejects.toMatchObject({
    detail: expect.stringContaining('git-lfs'),
  });
  onTestFinished(() => pinForEveryCommand({ 'filter.lfs.required': 'false' }));
  expect(await passLfsPointers(sandbox.home)).toBe(true);
  const fixture = await SessionFixture.open(sandbox);
  expect(readFileSync(fixture.file('big.psd'), 'utf8')).toBe(POINTER);
  expect(await fixture.changes()).toEqual([]);
  fixture.write('big.psd', `${POINTER}changed\n`);
  expect((await fixture.changes()).map(({ path }) => path)).toEqual(['big.psd']);
});

it('looks for submodules in the worktree only, whatever .gitmodules says', async () => {
  const sandbox = gitSandbox();
  mkdirSync(join(sandbox.repository, '../outside'));
  const paths = ['../outside', '/', 'a/../../outside', 'missing', '.', 'real/'];
  const sections = paths.map((path, index) => `[submodule "s${index}"]\n\tpath = "${path}"\n`);
  sandbox.write('.gitmodules', sections.join(''));
  mkdirSync(join(sandbox.repository, 'real'));
  expect(await submodulesNotSeen(sandbox.repository)).toEqual([{ path: 'real', reason: 'empty-submodule' }]);
  sandbox.write('.gitmodules', '[submodule');
  expect(await submodulesNotSeen(sandbox.repository)).toEqual([]);
});

it('works beside submodules and nested repositories, says what it leaves out, and can be put away and removed', async () => {
  const library = gitSandbox({ name: 'library' });
  library.write('lib.txt', 'lib\n');
  library.commitAll('lib');
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'a\n');
  sandbox.git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.repository, 'lib']);
  sandbox.commitAll('with a submodule');
  const fixture = await SessionFixture.open(sandbox);
  // A new worktree has nothing in them.
  const empty = await fixture.chain.take({ author: builtin });
  expect(empty.skipped).toEqual([{ path: 'lib', reason: 'empty-submodule' }]);
  sandbox.git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init'], fixture.root);
  mkdirSync(fixture.file('nested'));
  sandbox.git(['init', '--quiet'], fixture.file('nested'));
  fixture.write('nested/inner.txt', 'inner\n');
  fixture.write('mine.txt', 'mine\n');
  const taken = await fixture.chain.take({ author: builtin });
  expect(taken.skipped).toEqual([
    { path: 'lib', reason: 'submodule' },
    { path: 'nested', reason: 'nested-repository' },
  ]);
  expect((await fixture.changes()).map(({ path }) => path)).toEqual(['mine.txt']);
  const { repository } = sandbox;
  const { path: worktree, branch } = fixture.worktree;
  rmSync(worktree, { recursive: true });
  await restoreWorktree({ repository, worktree, branch, sessionId: 's1' });
  expect((await fixture.changes()).map(({ path }) => path)).toEqual(['mine.txt']);
  await discardWorktree({ repository, sessionId: 's1', worktree: fixture.worktree });
  expect(existsSync(worktree)).toBe(false);
  expect(existsSync(join(trashOf(worktree), 'mine.txt'))).toBe(true);
  expect(sandbox.git(['for-each-ref', 'refs/coppice', 'refs/heads/coppice'])).toBe('');
});
