import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringIn } from '../../../src/main/git/finish/bring-in';
import { bringingIn } from '../../../src/main/git/finish/bringing-in';
import { commitAccepted } from '../../../src/main/git/finish/commit-accepted';
import { tipOf } from '../../../src/main/git/finish/preview-integration';
import { pushBranch } from '../../../src/main/git/finish/push-branch';
import { stopBringingIn } from '../../../src/main/git/finish/stop-bringing-in';
import { locateWorktree } from '../../../src/main/git/locate-worktree';
import { integrate, preflight, putBack } from '../../../src/main/services/finish/integrate';
import type { Strategy } from '../../../src/shared/domain/finish';
import type { SessionId } from '../../../src/shared/domain/ids';
import { acceptPaths } from './accept-paths';
import { type GitSandbox, gitSandbox, makeExecutable, snapshot, userState } from './git-sandbox';
import { SessionFixture, unnoted } from './session-fixture';

async function session(sandbox: GitSandbox = gitSandbox()) {
  sandbox.write('a.txt', 'one\ntwo\nthree\n');
  sandbox.write('b.txt', 'bee\n');
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

async function commitInSession(fixture: SessionFixture, path: string, content: string, message = 'Work') {
  fixture.write(path, content);
  await acceptPaths(fixture, path);
  const { worktree, sessionId } = fixture;
  await commitAccepted({
    worktree: worktree.path,
    branch: worktree.branch,
    sessionId,
    message: `${message}\n`,
    asUser: process.env,
    hooks: true,
    sign: true,
  });
}

function look(fixture: SessionFixture, strategy: Strategy, target = 'main') {
  const { worktree, sessionId } = fixture;
  const integrating = { worktree, sessionId: sessionId as SessionId, strategy, target };
  return preflight(integrating, { pending: 0, message: 'Squashed\n' });
}

async function bring(fixture: SessionFixture, strategy: Strategy, target = 'main', updateCheckout = false) {
  const { branchTip, targetTip, message } = await look(fixture, strategy, target);
  const { worktree, sessionId } = fixture;
  await fixture.chain.take({ author: { kind: 'user' } });
  return integrate({
    worktree,
    sessionId: sessionId as SessionId,
    strategy,
    target,
    branchTip,
    targetTip,
    message,
    updateCheckout,
    sign: true,
    asUser: process.env,
    ...unnoted,
  });
}

function putting({ worktree, sessionId }: SessionFixture) {
  return { worktree, sessionId: sessionId as SessionId, ...unnoted };
}

async function keptOf(fixture: SessionFixture): Promise<string[]> {
  const { accepted = '' } = await fixture.chain.refs();
  return fixture.git('rev-list', accepted).split('\n');
}

describe('a look ahead', () => {
  it('names what conflicts and how, and moves nothing', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'a.txt', 'one\nOURS\nthree\n', 'Say ours');
    fixture.sandbox.write('a.txt', 'one\nTHEIRS\nthree\n');
    fixture.sandbox.commitAll('theirs');
    const before = userState(fixture.sandbox);
    const refs = fixture.sandbox.git(['for-each-ref']);
    const files = snapshot(fixture.root);
    for (const strategy of ['merge', 'squash'] as const) {
      expect(await look(fixture, strategy)).toMatchObject({
        ahead: 1,
        behind: 1,
        outcome: { kind: 'conflicts', conflicts: [{ path: 'a.txt', kind: 'contents' }] },
        checkout: { path: fixture.sandbox.repository, state: { kind: 'clean' } },
      });
    }
    expect((await look(fixture, 'rebase')).outcome).toMatchObject({ kind: 'conflicts', at: 'Say ours' });
    expect((await look(fixture, 'fast-forward')).outcome).toEqual({ kind: 'diverged' });
    expect(userState(fixture.sandbox)).toEqual(before);
    expect(fixture.sandbox.git(['for-each-ref'])).toBe(refs);
    expect(snapshot(fixture.root)).toEqual(files);
  });

  it('counts what is not committed, and says where the target is checked out and changed', async () => {
    const fixture = await session();
    fixture.write('b.txt', 'accepted\n');
    await acceptPaths(fixture, 'b.txt');
    fixture.sandbox.write('b.txt', 'being edited\n');
    expect(await look(fixture, 'merge')).toMatchObject({
      uncommitted: 1,
      outcome: { kind: 'up-to-date' },
      checkout: { state: { kind: 'dirty', files: ['b.txt'] } },
    });
  });
});

describe('integrating', () => {
  it('moves a branch nobody has checked out, without touching any checkout, and takes it back', async () => {
    const fixture = await session();
    fixture.sandbox.git(['branch', 'release']);
    const before = userState(fixture.sandbox);
    const start = fixture.sandbox.git(['rev-parse', 'release']);
    await commitInSession(fixture, 'b.txt', 'session\n');
    for (const strategy of ['merge', 'squash', 'rebase', 'fast-forward'] as const) {
      const done = await bring(fixture, strategy, 'release');
      expect(fixture.sandbox.git(['show', 'release:b.txt'])).toBe('session');
      const parents = fixture.sandbox.git(['log', '-1', '--format=%P', 'release']).split(' ');
      expect(parents).toHaveLength(strategy === 'merge' ? 2 : 1);
      await putBack(done, putting(fixture));
      expect(fixture.sandbox.git(['rev-parse', 'release'])).toBe(start);
    }
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it('changes the checkout of the user only when asked, and never a changed one', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'b.txt', 'session\n');
    const before = userState(fixture.sandbox);
    await expect(bring(fixture, 'merge')).rejects.toMatchObject({ code: 'git.checked-out' });
    expect(userState(fixture.sandbox)).toEqual(before);

    fixture.sandbox.write('a.txt', 'mine\n');
    const dirty = userState(fixture.sandbox);
    await expect(bring(fixture, 'merge', 'main', true)).rejects.toMatchObject({
      code: 'git.checked-out',
      message: expect.stringContaining('a.txt is changed'),
    });
    expect(userState(fixture.sandbox)).toEqual(dirty);

    fixture.sandbox.git(['checkout', '--quiet', 'a.txt']);
    fixture.sandbox.write('untracked.txt', 'mine\n');
    const done = await bring(fixture, 'merge', 'main', true);
    expect(done.checkout).toBe(fixture.sandbox.repository);
    expect(readFileSync(join(fixture.sandbox.repository, 'b.txt'), 'utf8')).toBe('session\n');
    expect(fixture.sandbox.git(['status', '--porcelain'])).toBe('?? untracked.txt');

    await putBack(done, putting(fixture));
    expect(readFileSync(join(fixture.sandbox.repository, 'b.txt'), 'utf8')).toBe('bee\n');
    expect(fixture.sandbox.git(['rev-parse', 'main'])).toBe(done.before);
  });

  it('moves the target also where the user always squashes what they merge into it', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'a.txt', 'one\nTWO\nthree\n');
    fixture.sandbox.git(['config', 'branch.main.mergeOptions', '--squash']);
    const { after } = await bring(fixture, 'fast-forward', 'main', true);
    expect(await tipOf(fixture.root, 'main')).toBe(after);
    expect(fixture.sandbox.git(['status', '--porcelain'])).toBe('');
  });

  it('refuses to overwrite an untracked file of the user', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'new.txt', 'session\n');
    fixture.sandbox.write('new.txt', 'mine\n');
    const before = userState(fixture.sandbox);
    await expect(bring(fixture, 'merge', 'main', true)).rejects.toMatchObject({ code: 'change.conflict' });
    expect(userState(fixture.sandbox)).toEqual(before);
  });

  it('has nothing to squash a second time', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'a.txt', 'one\nTWO\nthree\n');
    fixture.sandbox.git(['branch', 'release']);
    await bring(fixture, 'squash', 'release');
    expect((await look(fixture, 'squash', 'release')).outcome).toEqual({ kind: 'up-to-date' });
    await expect(bring(fixture, 'squash', 'release')).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('makes no empty commit on a target that has everything already', async () => {
    const fixture = await session();
    const before = fixture.sandbox.git(['rev-parse', 'main']);
    for (const strategy of ['merge', 'squash', 'rebase', 'fast-forward'] as const) {
      await expect(bring(fixture, strategy, 'main', true)).rejects.toMatchObject({
        message: expect.stringContaining('has everything'),
      });
    }
    expect(fixture.sandbox.git(['rev-parse', 'main'])).toBe(before);
  });

  it('rebases nothing that stands where it belongs, so that its commits stay the same', async () => {
    const fixture = await session();
    fixture.sandbox.git(['branch', 'release']);
    await commitInSession(fixture, 'a.txt', 'one\nTWO\nthree\n');
    const committed = await tipOf(fixture.root, fixture.worktree.branch);
    const { after } = await bring(fixture, 'rebase', 'release');
    expect(after).toBe(committed);
    expect(await tipOf(fixture.root, 'release')).toBe(committed);
  });

  it('says so where the target has no commit in common with the session', async () => {
    const fixture = await session();
    const orphan = fixture.sandbox.git(['commit-tree', 'HEAD^{tree}', '-m', 'orphan']);
    fixture.sandbox.git(['branch', 'elsewhere', orphan]);
    await commitInSession(fixture, 'a.txt', 'one\nTWO\nthree\n');
    await expect(look(fixture, 'rebase', 'elsewhere')).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('no commit in common'),
    });
  });

  it('keeps commits that were empty from the start, as git does, also where the target has one', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'b.txt', 'session\n');
    fixture.git('commit', '--quiet', '--allow-empty', '--message', 'Run the checks again');
    fixture.sandbox.git(['commit', '--quiet', '--allow-empty', '--message', 'Run them here too']);
    fixture.sandbox.git(['branch', 'release']);
    await bring(fixture, 'rebase', 'release');
    expect(fixture.git('log', '--format=%s')).toBe('Run the checks again\nWork\nRun them here too\nbase');
  });

  it('rebases the session with its files, and refuses while something is undecided there', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'b.txt', 'session\n');
    fixture.sandbox.write('c.txt', 'from main\n');
    fixture.sandbox.commitAll('main goes on');
    fixture.sandbox.git(['branch', 'release']);
    fixture.write('pending.txt', 'undecided\n');
    await expect(bring(fixture, 'rebase', 'release')).rejects.toMatchObject({ code: 'git.busy' });
    const changes = await fixture.changes();
    await fixture.reject(changes);
    const { accepted: decidedOn } = await fixture.chain.refs();
    const done = await bring(fixture, 'rebase', 'release');
    expect(fixture.git('log', '--format=%s')).toBe('Work\nmain goes on\nbase');
    expect(fixture.git('rev-parse', 'HEAD')).toBe(done.after);
    expect(readFileSync(fixture.file('c.txt'), 'utf8')).toBe('from main\n');
    expect(await fixture.changes()).toEqual([]);
    // Undoing what was decided before needs the commits it was decided on.
    expect(await keptOf(fixture)).toContain(decidedOn);

    await putBack(done, putting(fixture));
    expect(fixture.git('log', '--format=%s')).toBe('Work\nbase');
    expect(existsSync(fixture.file('c.txt'))).toBe(false);
    expect(await fixture.changes()).toEqual([]);
  });

  it('moves the session back when its target could not move after it was rebased', async () => {
    const fixture = await session();
    await commitInSession(fixture, 'b.txt', 'session\n');
    fixture.sandbox.write('c.txt', 'from main\n');
    fixture.sandbox.commitAll('main goes on');
    fixture.sandbox.write('c.txt', 'changed by hand\n');
    await expect(bring(fixture, 'rebase', 'main', true)).rejects.toMatchObject({ code: 'git.checked-out' });
    expect(fixture.git('log', '--format=%s')).toBe('Work\nbase');
    expect(existsSync(fixture.file('c.txt'))).toBe(false);
    expect(await fixture.changes()).toEqual([]);
  });
});

describe('bringing the target into the session', () => {
  async function conflicting() {
    const fixture = await session();
    await commitInSession(fixture, 'a.txt', 'one\nOURS\nthree\n');
    fixture.sandbox.write('a.txt', 'one\nTHEIRS\nthree\n');
    fixture.sandbox.write('c.txt', 'from main\n');
    fixture.sandbox.commitAll('theirs');
    await fixture.chain.take({ author: { kind: 'user' } });
    return { fixture, start: () => bringMain(fixture) };
  }

  async function bringMain({ worktree, sessionId }: SessionFixture): Promise<string[]> {
    return bringIn({
      worktree: worktree.path,
      sessionId,
      branch: worktree.branch,
      theirs: await tipOf(worktree.path, 'main'),
      message: 'Merge main',
    });
  }

  const commitMerge = ({ worktree, sessionId }: SessionFixture) =>
    commitAccepted({
      worktree: worktree.path,
      branch: worktree.branch,
      sessionId,
      message: 'Merge main\n',
      asUser: process.env,
      hooks: true,
      sign: true,
    });

  it('leaves only the conflicts to review, and commits a merge when they are accepted', async () => {
    const { fixture, start } = await conflicting();
    expect(await start()).toEqual(['a.txt']);
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toContain('<<<<<<<');
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['a.txt']);
    const { sessionId } = fixture;
    const commit = () => commitMerge(fixture);
    await expect(commit()).rejects.toMatchObject({ code: 'git.conflicts' });
    await acceptPaths(fixture, 'a.txt');
    fixture.git('config', 'grep.patternType', 'fixed');
    fixture.git('config', 'color.grep', 'always');
    await expect(commit()).rejects.toMatchObject({
      code: 'git.conflicts',
      message: expect.stringMatching(/^a\.txt still has conflict markers/),
    });
    fixture.write('a.txt', 'one\nBOTH\nthree\n');
    await acceptPaths(fixture, 'a.txt');
    await commit();
    expect(fixture.git('log', '-1', '--format=%P').split(' ')).toHaveLength(2);
    expect(fixture.git('show', 'HEAD:a.txt')).toBe('one\nBOTH\nthree');
    expect(fixture.git('show', 'HEAD:c.txt')).toBe('from main');
    expect(fixture.git('status', '--porcelain')).toBe('');
    expect(await bringingIn(await locateWorktree(fixture.root), sessionId)).toBeUndefined();
    expect((await look(fixture, 'fast-forward')).outcome).toMatchObject({ kind: 'ready' });
  });

  it('shows their side where there can be no markers, to be accepted or rejected', async () => {
    const sandbox = gitSandbox();
    for (const name of ['one.bin', 'other.bin']) sandbox.write(name, `base\0`);
    sandbox.write('gone.txt', 'base\n');
    const fixture = await session(sandbox);
    for (const name of ['one.bin', 'other.bin']) await commitInSession(fixture, name, `ours\0`);
    await commitInSession(fixture, 'gone.txt', 'ours\n');
    for (const name of ['one.bin', 'other.bin']) sandbox.write(name, `theirs\0`);
    rmSync(join(sandbox.repository, 'gone.txt'));
    sandbox.commitAll('theirs');
    await fixture.chain.take({ author: { kind: 'user' } });
    await bringMain(fixture);
    expect((await fixture.changes()).map(({ path, status }) => [path, status])).toEqual([
      ['gone.txt', 'deleted'],
      ['one.bin', 'modified'],
      ['other.bin', 'modified'],
    ]);
    await expect(commitMerge(fixture)).rejects.toMatchObject({ code: 'git.conflicts' });
    await acceptPaths(fixture, 'gone.txt', 'one.bin');
    await fixture.reject(await fixture.changes());
    await commitMerge(fixture);
    expect(fixture.git('log', '-1', '--format=%P').split(' ')).toHaveLength(2);
    expect(fixture.git('show', 'HEAD:one.bin', 'HEAD:other.bin')).toBe('theirs\0ours\0');
    expect(fixture.git('ls-tree', '--name-only', 'HEAD', 'gone.txt')).toBe('');
    expect(fixture.git('status', '--porcelain')).toBe('');
  });

  it('is not completed without what it brings, when somebody else began it', async () => {
    const { fixture } = await conflicting();
    spawnSync('git', ['merge', '--no-commit', '--no-ff', 'main'], { cwd: fixture.root });
    fixture.write('a.txt', 'one\nBOTH\nthree\n');
    await acceptPaths(fixture, 'a.txt');
    await expect(commitMerge(fixture)).rejects.toMatchObject({
      code: 'git.conflicts',
      message: expect.stringContaining('c.txt'),
    });
    await acceptPaths(fixture, 'c.txt');
    await commitMerge(fixture);
    expect(fixture.git('show', 'HEAD:c.txt')).toBe('from main');
  });

  it('can be given up, and everything is as before', async () => {
    const { fixture, start } = await conflicting();
    const files = snapshot(fixture.root);
    const refs = await fixture.chain.refs();
    await start();
    fixture.write('a.txt', 'half done\n');
    fixture.write('stray.txt', 'made on the way\n');
    await fixture.chain.take({ author: { kind: 'user' } });
    const { accepted: decidedOn } = await fixture.chain.refs();
    fixture.write('stray.txt', 'changed since\n');
    const stop = () => stopBringingIn(fixture.root, fixture.sessionId);
    await expect(stop()).rejects.toMatchObject({ code: 'change.stale' });
    expect((await fixture.chain.refs()).accepted).toBe(decidedOn);
    expect(fixture.git('rev-parse', '--verify', 'MERGE_HEAD')).toMatch(/^[0-9a-f]+$/);
    fixture.write('stray.txt', 'made on the way\n');
    await stop();
    expect(snapshot(fixture.root)).toEqual(files);
    expect(fixture.git('status', '--porcelain')).toBe('');
    const { accepted, committed } = await fixture.chain.refs();
    expect(committed).toBe(refs.committed);
    expect(fixture.git('diff', '--name-only', `${accepted}`, `${committed}`)).toBe('');
    expect(await keptOf(fixture)).toContain(decidedOn);
    expect(await fixture.changes()).toEqual([]);
  });
});

describe('pushing', () => {
  it('sends the branch of the session and nothing else', async () => {
    const fixture = await session();
    const { home, repository } = fixture.sandbox;
    const remote = join(home, 'remote.git');
    fixture.sandbox.git(['init', '--quiet', '--bare', remote]);
    fixture.sandbox.git(['remote', 'add', 'origin', remote]);
    fixture.sandbox.git(['tag', '-am', 'one', 'v1']);
    fixture.sandbox.git(['config', 'push.followTags', 'true']);
    await commitInSession(fixture, 'b.txt', 'session\n');
    const config = readFileSync(join(repository, '.git/config'), 'utf8');
    const push = () =>
      pushBranch({
        root: fixture.root,
        remote: 'origin',
        branch: fixture.worktree.branch,
        asUser: process.env,
        hooks: true,
      });
    expect(await push()).toEqual({ pushed: true });
    expect(await push()).toEqual({ pushed: false });
    expect(fixture.sandbox.git(['for-each-ref', '--format=%(refname)'], remote)).toBe(
      `refs/heads/${fixture.worktree.branch}`,
    );
    expect(readFileSync(join(repository, '.git/config'), 'utf8')).toBe(config);

    // What the user pushes by hand sends nothing of ours, short of a mirror.
    const dry = (...args: string[]) => fixture.sandbox.git(['push', '--dry-run', '--porcelain', ...args]);
    expect(dry('--all', 'origin')).not.toContain('refs/coppice');
    expect(dry('--follow-tags', 'origin', 'main')).not.toContain('refs/coppice');
    expect(dry('--mirror', 'origin')).toContain('refs/coppice');

    const tip = fixture.git('commit-tree', 'HEAD^{tree}', '-m', 'foreign');
    fixture.git('push', '--quiet', '--force', 'origin', `${tip}:refs/heads/${fixture.worktree.branch}`);
    await expect(push()).rejects.toMatchObject({
      code: 'git.push-refused',
      message: expect.stringContaining('has commits'),
    });
    fixture.sandbox.git(['remote', 'set-url', 'origin', join(home, 'nowhere')]);
    await expect(push()).rejects.toMatchObject({ code: 'git.push-refused' });
  });

  it.each([
    ['Connection refused to the database', 'git.hook-failed'],
    ['[rejected] by lint', 'git.hook-failed'],
  ])('tells a hook that prints “%s” from what git says itself', async (said, code) => {
    const fixture = await session();
    const { home, repository } = fixture.sandbox;
    fixture.sandbox.git(['init', '--quiet', '--bare', join(home, 'remote.git')]);
    fixture.sandbox.git(['remote', 'add', 'origin', join(home, 'remote.git')]);
    fixture.sandbox.write('.git/hooks/pre-push', `#!/bin/sh\necho "${said}" >&2\nexit 1\n`);
    makeExecutable(join(repository, '.git/hooks/pre-push'));
    const { branch } = fixture.worktree;
    const push = pushBranch({
      root: fixture.root,
      remote: 'origin',
      branch,
      asUser: process.env,
      hooks: true,
    });
    await expect(push).rejects.toMatchObject({ code });
  });
});
