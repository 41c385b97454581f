import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeStaleLock } from '../../../src/main/git/index-lock';
import { locateLinkedWorktree } from '../../../src/main/git/locate-worktree';
import { clearHalfMade } from '../../../src/main/git/worktrees/add-worktree';
import { diagnoseWorktree } from '../../../src/main/git/worktrees/diagnose-worktree';
import {
  adoptMovedWorktree,
  bringBackBranch,
  isRepositoryOf,
  moveAside,
  relinkWorktrees,
  switchBack,
} from '../../../src/main/git/worktrees/repair-worktree';
import { gitSandbox } from './git-sandbox';
import { builtin, SessionFixture } from './session-fixture';

async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'a\n');
  sandbox.commitAll('base');
  const fixture = await SessionFixture.open(sandbox);
  const { repository, git } = sandbox;
  const diagnose = (worktree = fixture.worktree, at = repository) =>
    diagnoseWorktree({ repository: at, worktree, sessionId: 's1' });
  await diagnose();
  return { sandbox, fixture, repository, git, diagnose, root: fixture.root, worktree: fixture.worktree };
}

describe('a worktree that was moved', () => {
  it('is found where git moved it, and used there', async () => {
    const { git, root, diagnose, repository, worktree } = await session();
    const to = `${root}-elsewhere`;
    git(['worktree', 'unlock', root]);
    git(['worktree', 'move', root, to]);
    expect(await diagnose()).toEqual({ kind: 'worktree-moved', path: root, to });
    const moved = await adoptMovedWorktree(repository, worktree, to);
    expect(moved).toEqual({ ...worktree, path: to });
    expect(await diagnose(moved)).toBeNull();
    git(['worktree', 'prune', '--expire=now']);
  });

  it('is tied to its repository again where the user says it is, and nothing else is', async () => {
    const { root, diagnose, repository, worktree, fixture, git, sandbox } = await session();
    fixture.write('work.txt', 'work\n');
    const other = await SessionFixture.open(sandbox, { title: 'Other', sessionId: 's2' });
    const to = join(sandbox.home, 'by hand');
    renameSync(root, to);
    expect(await diagnose()).toEqual({ kind: 'worktree-missing', path: root });
    for (const wrong of [other.root, repository, sandbox.home, join(sandbox.home, 'nowhere')]) {
      await expect(adoptMovedWorktree(repository, worktree, wrong)).rejects.toMatchObject({
        code: 'input.invalid',
      });
    }
    const moved = await adoptMovedWorktree(repository, worktree, to);
    expect(await diagnose(moved)).toBeNull();
    expect(git(['status', '--porcelain'], to)).toBe('?? work.txt');
    expect(git(['worktree', 'list', '--porcelain'])).toContain('locked In use by a Coppice session');
  });

  it('works again after its repository was moved, also when both were', async () => {
    const { root, diagnose, repository, worktree, sandbox, fixture } = await session();
    const second = await SessionFixture.open(sandbox, { title: 'Second', sessionId: 's2' });
    const at = join(sandbox.home, 'new place');
    renameSync(repository, at);
    renameSync(second.root, `${second.root}-too`);
    expect(await diagnose()).toEqual({ kind: 'repository-missing', path: repository });
    const known = { sessionIds: ['s1'], commits: [worktree.baseCommit] };
    expect(await isRepositoryOf(at, known)).toBe(true);
    await relinkWorktrees(at);
    expect(await diagnose(worktree, at)).toBeNull();
    fixture.write('more.txt', 'more\n');
    expect((await fixture.chain.take({ author: builtin })).changedFromPrevious).toBe(true);
    const moved = await adoptMovedWorktree(at, second.worktree, `${second.root}-too`);
    expect(await diagnoseWorktree({ repository: at, worktree: moved, sessionId: 's2' })).toBeNull();
    expect(existsSync(root)).toBe(true);
  });

  it('is not taken for that of another repository', async () => {
    const { worktree } = await session();
    const other = gitSandbox({ name: 'other' });
    other.write('b.txt', 'b\n');
    other.commitAll('another root');
    const known = { sessionIds: ['s1'], commits: [worktree.baseCommit] };
    expect(await isRepositoryOf(other.repository, known)).toBe(false);
  });
});

describe('a worktree that lost its ties', () => {
  it('is linked again when its .git was deleted, with its files untouched', async () => {
    const { root, diagnose, repository, fixture } = await session();
    fixture.write('work.txt', 'work\n');
    rmSync(join(root, '.git'));
    expect(await diagnose()).toEqual({ kind: 'worktree-unlinked', path: root });
    await relinkWorktrees(repository);
    expect(await diagnose()).toBeNull();
    expect(readFileSync(fixture.file('work.txt'), 'utf8')).toBe('work\n');
  });

  it('is not touched when something else lies in its place', async () => {
    const { root, diagnose, git } = await session();
    renameSync(root, `${root}-away`);
    mkdirSync(root);
    git(['init', '--quiet'], root);
    expect(await diagnose()).toEqual({ kind: 'worktree-replaced', path: root });
    expect(await moveAside(root)).toBe(`${root}.aside`);
    mkdirSync(root);
    expect(await moveAside(root)).toBe(`${root}.aside-2`);
    expect(existsSync(join(`${root}.aside`, '.git'))).toBe(true);
    expect(await diagnose()).toMatchObject({ kind: 'worktree-missing' });
  });
});

describe('a branch', () => {
  it('comes back at its last commit after it was deleted and collected', async () => {
    const { git, root, diagnose, repository, worktree, sandbox } = await session();
    sandbox.write('b.txt', 'b\n', root);
    const tip = sandbox.commitAll('work', root);
    expect(await diagnose()).toBeNull();
    git(['update-ref', '-d', `refs/heads/${worktree.branch}`]);
    git(['reflog', 'expire', '--expire=now', '--all']);
    git(['gc', '--quiet', '--prune=now']);
    expect(await diagnose()).toEqual({ kind: 'branch-missing', branch: worktree.branch, tip });
    await bringBackBranch(repository, worktree.branch, tip);
    expect(await diagnose()).toBeNull();
    expect(git(['status', '--porcelain'], root)).toBe('');
    await expect(bringBackBranch(repository, worktree.branch, tip)).rejects.toMatchObject({
      code: 'git.failed',
    });
  });

  it('is checked out again when another one is, unless that would lose something', async () => {
    const { git, root, diagnose, worktree, sandbox } = await session();
    git(['switch', '--quiet', '--create', 'elsewhere'], root);
    expect(await diagnose()).toEqual({
      ...{ kind: 'branch-elsewhere', branch: worktree.branch, current: 'elsewhere' },
    });
    sandbox.write('a.txt', 'committed elsewhere\n', root);
    sandbox.commitAll('elsewhere', root);
    sandbox.write('a.txt', 'not committed\n', root);
    await expect(switchBack(worktree)).rejects.toMatchObject({ code: 'git.failed' });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('not committed\n');
    sandbox.write('a.txt', 'committed elsewhere\n', root);
    await switchBack(worktree);
    expect(await diagnose()).toBeNull();
    git(['checkout', '--quiet', '--detach'], root);
    expect(await diagnose()).toMatchObject({ kind: 'branch-elsewhere', current: null });
  });
});

describe('a lock of the index', () => {
  it('is said when it is old, and taken away when no git works there', async () => {
    const { root, diagnose } = await session();
    const location = await locateLinkedWorktree(root);
    const lock = join(location.gitDir, 'index.lock');
    writeFileSync(lock, '');
    expect(await diagnose()).toBeNull();
    const old = Date.now() / 1000 - 3600;
    utimesSync(lock, old, old);
    expect(await diagnose()).toEqual({ kind: 'index-locked', lock });
    await removeStaleLock(location);
    expect(await diagnose()).toBeNull();
  });
});

describe('a worktree that was half made when Coppice was killed', () => {
  it('is taken away whole, but never one that was finished', async () => {
    const { root, worktree, repository, git, fixture } = await session();
    fixture.write('work.txt', 'work\n');
    await clearHalfMade(repository, worktree);
    expect(existsSync(fixture.file('work.txt'))).toBe(true);
    const half = { ...worktree, path: `${root}-half`, branch: 'coppice/half' };
    git(['worktree', 'add', '--no-checkout', '--lock', '-b', half.branch, half.path, half.baseCommit]);
    writeFileSync(join(half.path, 'a.txt'), 'ha');
    await clearHalfMade(repository, half);
    expect(existsSync(half.path)).toBe(false);
    expect(git(['branch', '--list', half.branch])).toBe('');
    expect(git(['worktree', 'list', '--porcelain'])).not.toContain('half');
    // Killed before git made anything, or between branch and folder.
    git(['branch', half.branch, half.baseCommit]);
    await clearHalfMade(repository, half);
    expect(git(['branch', '--list', half.branch])).toBe('');
    // Somebody else's folder stays.
    mkdirSync(half.path);
    await clearHalfMade(repository, half);
    expect(existsSync(half.path)).toBe(true);
  });
});
