import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteSessionRefs, readSessionRefs } from '../../../src/main/git/session-refs';
import { addWorktree } from '../../../src/main/git/worktrees/add-worktree';
import { diagnoseWorktree } from '../../../src/main/git/worktrees/diagnose-worktree';
import { listKeptSessions } from '../../../src/main/git/worktrees/found-sessions';
import { restoreWorktree } from '../../../src/main/git/worktrees/restore-worktree';
import { gitSandbox, makeExecutable, snapshot, userState } from './git-sandbox';
import { hostileConfig } from './hostile-config';
import { builtin, SessionFixture, user } from './session-fixture';

function withFiles(options: { name?: string; files?: number } = {}) {
  const sandbox = gitSandbox(options);
  for (let at = 0; at < (options.files ?? 3); at++) sandbox.write(`dir ${at % 7}/file ${at}.txt`, `${at}\n`);
  sandbox.commitAll('base');
  return sandbox;
}

describe('adding a worktree', () => {
  it('leaves the checkout, index, HEAD and configuration of the user byte for byte alone', async () => {
    const sandbox = withFiles({ name: 'mein Köfferchen 箱' });
    sandbox.write('staged.txt', 'staged\n');
    sandbox.git(['add', 'staged.txt']);
    sandbox.write('dir 0/file 0.txt', 'edited\n');
    const { ran } = hostileConfig(sandbox);
    const before = userState(sandbox);
    const parentFolder = join(sandbox.home, 'Sitzungen für ✓');
    const worktree = await addWorktree({
      repository: sandbox.repository,
      parentFolder,
      title: 'Größe: prüfen!',
    });
    expect(worktree).toEqual({
      path: join(parentFolder, 'grosse-prufen'),
      branch: 'coppice/grosse-prufen',
      baseCommit: sandbox.git(['rev-parse', 'main']),
      baseRef: 'main',
    });
    expect(existsSync(ran)).toBe(false);
    expect(Object.keys(snapshot(worktree.path))).not.toContain('staged.txt');
    expect(sandbox.git(['-c', 'core.fsmonitor=false', 'status', '--porcelain', '-uall'], worktree.path)).toBe(
      '',
    );
    expect(userState(sandbox)).toEqual(before);
    rmSync(join(sandbox.home, '.gitconfig'));
    sandbox.git(['fsck', '--strict']);
  });

  it('finds free names beside taken branches, folders and namespaces', async () => {
    const sandbox = withFiles();
    const { repository, worktrees: parentFolder, git } = sandbox;
    const add = async (title: string) => (await addWorktree({ repository, parentFolder, title })).branch;
    expect(await add('Fix it')).toBe('coppice/fix-it');
    expect(await add('fix IT')).toBe('coppice/fix-it-2');
    git(['branch', 'coppice/Deep']);
    expect(await add('deep')).toBe('coppice/deep-2');
    git(['branch', 'coppice/wide/inner']);
    expect(await add('wide')).toBe('coppice/wide-2');
    mkdirSync(join(parentFolder, 'folder'));
    expect(await add('Folder')).toBe('coppice/folder-2');
    const other = withFiles({ name: 'other' });
    other.git(['branch', 'Coppice']);
    const made = await addWorktree({
      repository: other.repository,
      parentFolder: other.worktrees,
      title: '!?',
    });
    expect(made.branch).toBe('coppice-2/session');
  });

  it('starts from any base and says which', async () => {
    const sandbox = withFiles();
    const { repository, worktrees: parentFolder, git } = sandbox;
    const first = git(['rev-parse', 'HEAD']);
    git(['checkout', '-q', '-b', 'feature/x']);
    sandbox.write('more.txt', 'more\n');
    const second = sandbox.commitAll('more');
    const add = (title: string, baseRef?: string) =>
      addWorktree({ repository, parentFolder, title, ...(baseRef && { baseRef }) });
    expect(await add('a')).toMatchObject({ baseCommit: second, baseRef: 'feature/x' });
    expect(await add('b', 'main')).toMatchObject({ baseCommit: first, baseRef: 'main' });
    git(['checkout', '-q', '--detach', 'main']);
    expect(await add('c')).toMatchObject({ baseCommit: first, baseRef: first });
    await expect(add('d', '--force')).rejects.toMatchObject({ code: 'not-found' });
    const empty = gitSandbox({ name: 'empty' });
    await expect(
      addWorktree({ repository: empty.repository, parentFolder: empty.worktrees, title: 'x' }),
    ).rejects.toMatchObject({ code: 'git.no-commits' });
  });

  it('is refused with the words of git where its configuration cannot be used', async () => {
    const sandbox = gitSandbox();
    sandbox.write('a.txt', 'one\n');
    sandbox.commitAll('base');
    sandbox.git(['config', 'push.default', 'mirror']);
    const { repository, worktrees } = sandbox;
    await expect(addWorktree({ repository, parentFolder: worktrees, title: 'x' })).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('push.default'),
    });
  });

  it('refuses to put worktrees into the repository', async () => {
    const { repository } = withFiles();
    const parentFolder = join(repository, 'sessions');
    await expect(addWorktree({ repository, parentFolder, title: 'x' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('tells progress, and leaves nothing behind when it is called off', async () => {
    const sandbox = withFiles({ files: 2_000 });
    const { repository, worktrees: parentFolder, git } = sandbox;
    const seen: number[] = [];
    await addWorktree({
      repository,
      parentFolder,
      title: 'whole',
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen.at(-1)).toBe(1);
    const abort = new AbortController();
    const called = addWorktree({
      repository,
      parentFolder,
      title: 'half',
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(called).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(parentFolder)).toEqual(['whole']);
    expect(git(['branch', '--list', 'coppice/*', '--format=%(refname:short)'])).toBe('coppice/whole');
    expect(git(['worktree', 'list', '--porcelain']).match(/^worktree /gm)).toHaveLength(2);
  });

  it('makes several at once', async () => {
    const { repository, worktrees: parentFolder } = withFiles();
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => addWorktree({ repository, parentFolder, title: 'Same' })),
    );
    expect(made.map(({ branch }) => branch).sort()).toEqual([
      'coppice/same',
      'coppice/same-2',
      'coppice/same-3',
      'coppice/same-4',
    ]);
  });
});

describe('the life of a worktree', () => {
  it('survives prune and gc by others, and comes back with everything the last checkpoint had', async () => {
    const sandbox = withFiles();
    const fixture = await SessionFixture.open(sandbox);
    fixture.write('dir 0/file 0.txt', 'edited\n');
    fixture.write('new/untracked.txt', 'new\n');
    fixture.write('tool.sh', 'echo\n');
    makeExecutable(fixture.file('tool.sh'));
    rmSync(fixture.file('dir 1/file 1.txt'));
    sandbox.git(['commit', '--quiet', '--message', 'Edit', '--', 'dir 0/file 0.txt'], fixture.root);
    const files = snapshot(fixture.root);
    const pending = await fixture.changes();
    const { repository } = sandbox;
    const { path: worktree, branch } = fixture.worktree;
    const diagnose = () => diagnoseWorktree({ repository, worktree: fixture.worktree, sessionId: 's1' });
    renameSync(worktree, `${worktree}-unplugged`);
    sandbox.git(['worktree', 'prune', '--expire=now']);
    expect(await diagnose()).toEqual({ kind: 'worktree-missing', path: worktree });
    renameSync(`${worktree}-unplugged`, worktree);
    expect(await diagnose()).toBeNull();
    const accepted = sandbox.git(['rev-parse', branch]);

    rmSync(worktree, { recursive: true });
    sandbox.git(['worktree', 'unlock', worktree]);
    sandbox.git(['worktree', 'prune', '--expire=now']);
    sandbox.git(['branch', '-D', branch]);
    sandbox.git(['reflog', 'expire', '--expire=now', '--all']);
    sandbox.git(['gc', '--quiet', '--prune=now']);
    await restoreWorktree({ repository, worktree, branch, sessionId: 's1' });
    expect(snapshot(worktree)).toEqual(files);
    expect(await diagnose()).toBeNull();
    expect(sandbox.git(['rev-parse', branch])).toBe(accepted);
    expect(sandbox.git(['status', '--porcelain', '-uall'], worktree).split('\n').sort()).toEqual([
      ' D "dir 1/file 1.txt"',
      '?? new/untracked.txt',
      '?? tool.sh',
    ]);
    expect(await fixture.changes()).toEqual(pending);
    expect((await fixture.chain.take({ author: user })).changedFromPrevious).toBe(false);
  });

  it('keeps what it started from when the base branch is rewritten and collected', async () => {
    const sandbox = withFiles();
    const fixture = await SessionFixture.open(sandbox);
    fixture.write('kept.txt', 'kept\n');
    sandbox.git(['commit', '--amend', '--quiet', '-m', 'another base']);
    sandbox.git(['update-ref', '-d', `refs/heads/${fixture.worktree.branch}`]);
    sandbox.git(['reflog', 'expire', '--expire=now', '--all']);
    sandbox.git(['gc', '--quiet', '--prune=now']);
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['kept.txt']);
  });

  it('comes back after its folder was deleted by hand', async () => {
    const sandbox = withFiles();
    const fixture = await SessionFixture.open(sandbox);
    fixture.write('kept.txt', 'kept\n');
    await fixture.chain.take({ author: builtin });
    rmSync(fixture.root, { recursive: true });
    await expect(fixture.chain.take({ author: builtin })).rejects.toMatchObject({ code: 'worktree.missing' });
    const { path: worktree, branch } = fixture.worktree;
    await restoreWorktree({ repository: sandbox.repository, worktree, branch, sessionId: 's1' });
    expect(existsSync(fixture.file('kept.txt'))).toBe(true);
  });

  it('lists and lets go of what sessions keep alive', async () => {
    const sandbox = withFiles();
    await SessionFixture.open(sandbox, { sessionId: 'one' });
    const { worktree } = await SessionFixture.open(sandbox, { sessionId: 'two' });
    const { repository } = sandbox;
    const kept = async () => (await listKeptSessions(repository)).map(({ id }) => id);
    expect(await kept()).toEqual(['one', 'two']);
    expect(await readSessionRefs(repository, 'two')).toEqual({
      base: worktree.baseCommit,
      accepted: worktree.baseCommit,
      committed: worktree.baseCommit,
      chain: worktree.baseCommit,
    });
    await deleteSessionRefs(repository, 'two');
    expect(await kept()).toEqual(['one']);
  });
});
