import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GitSandbox, gitSandbox, makeExecutable, makeSymlink, snapshot, userState } from './git-sandbox';
import { byPath, SessionFixture } from './session-fixture';

async function session(prepare?: (sandbox: GitSandbox) => void) {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\ntwo\nthree\n');
  sandbox.write('b.txt', 'bee\n');
  sandbox.write('dir/c.txt', 'sea\n');
  prepare?.(sandbox);
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

const paths = (changes: readonly { path: string }[]) => changes.map(({ path }) => path);

describe('accepting', () => {
  it('commits exactly the chosen files on the session branch and leaves the rest pending', async () => {
    const fixture = await session();
    const before = userState(fixture.sandbox);
    fixture.write('a.txt', 'one\n2\nthree\n');
    fixture.write('b.txt', 'changed\n');
    fixture.write('new/deep.txt', 'new\n');
    const changes = await fixture.changes();
    const { commit } = await fixture.accept([byPath(changes, 'a.txt'), byPath(changes, 'new/deep.txt')], {
      coauthors: ['Builtin <builtin@agents.localhost>', 'Other <o@x>\nEvil: trailer'],
    });
    expect(fixture.git('rev-parse', fixture.worktree.branch)).toBe(commit);
    expect(
      fixture.git('show', '--name-only', '--format=%an %cn%n%b', 'HEAD').split('\n').filter(Boolean),
    ).toEqual([
      'Ada Lovelace Ada Lovelace',
      'Co-authored-by: Builtin <builtin@agents.localhost>',
      'Co-authored-by: Other <o@x> Evil: trailer',
      'a.txt',
      'new/deep.txt',
    ]);
    expect(fixture.git('status', '--porcelain')).toBe(' M b.txt');
    expect(paths(await fixture.changes())).toEqual(['b.txt']);
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it('says that the branch is gone, and how to bring it back', async () => {
    const fixture = await session();
    fixture.write('b.txt', 'changed\n');
    const changes = await fixture.changes();
    fixture.git('update-ref', '-d', `refs/heads/${fixture.worktree.branch}`);
    await expect(fixture.accept(changes)).rejects.toMatchObject({
      message: expect.stringContaining('is gone'),
      hint: expect.stringContaining('git branch'),
    });
  });

  it('takes both paths of a rename, and modes, links, binaries and deletions', async () => {
    const fixture = await session((sandbox) => sandbox.write('run.sh', 'echo\n'));
    renameSync(fixture.file('a.txt'), fixture.file('moved "here"\n.txt'));
    makeExecutable(fixture.file('run.sh'));
    makeSymlink('b.txt', fixture.file('link'));
    fixture.write('data.bin', Buffer.from([0, 255, 0]));
    rmSync(fixture.file('dir'), { recursive: true });
    const changes = await fixture.changes();
    expect(changes).toHaveLength(5);
    await fixture.accept(changes);
    expect(fixture.git('status', '--porcelain')).toBe('');
    expect(await fixture.changes()).toEqual([]);
    expect(
      fixture
        .git('ls-tree', '-r', '-z', 'HEAD')
        .split('\0')
        .map((line) => line.replace(/ blob .*\t/, ' ')),
    ).toEqual([
      '100644 b.txt',
      '100644 data.bin',
      '120000 link',
      '100644 moved "here"\n.txt',
      '100755 run.sh',
      '',
    ]);
  });

  it('refuses all when one file is not what was shown', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    fixture.write('b.txt', 'changed\n');
    const shown = await fixture.changes();
    fixture.write('b.txt', 'changed again\n');
    await fixture.changes();
    const refs = fixture.git('for-each-ref');
    await expect(fixture.accept(shown)).rejects.toMatchObject({ code: 'change.stale' });
    await expect(fixture.reject(shown)).rejects.toMatchObject({ code: 'change.stale' });
    expect(fixture.git('for-each-ref')).toBe(refs);
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('changed\n');
  });

  it('makes no commit of what the agent committed itself', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'by the agent\n');
    const own = fixture.sandbox.commitAll('agent commit', fixture.root);
    const changes = await fixture.changes();
    expect(paths(changes)).toEqual(['a.txt']);
    expect(await fixture.accept(changes)).toEqual({ commit: null });
    expect(fixture.git('rev-parse', 'HEAD')).toBe(own);
    expect(await fixture.changes()).toEqual([]);
  });

  it('adds to commits the agent made and to what it staged', async () => {
    const fixture = await session();
    fixture.write('b.txt', 'by the agent\n');
    fixture.sandbox.commitAll('agent commit', fixture.root);
    fixture.write('a.txt', 'staged\n');
    fixture.write('staged.txt', 'staged\n');
    fixture.git('add', '-A');
    const changes = await fixture.changes();
    await fixture.accept([byPath(changes, 'a.txt')]);
    expect(fixture.git('show', '--name-only', '--format=', 'HEAD')).toBe('a.txt');
    expect(fixture.git('status', '--porcelain')).toBe('A  staged.txt');
    expect(paths(await fixture.changes())).toEqual(['b.txt', 'staged.txt']);
  });

  it('needs an identity, and the session branch checked out', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const changes = await fixture.changes();
    const config = join(fixture.sandbox.home, '.gitconfig');
    const identity = readFileSync(config);
    writeFileSync(config, '');
    const error = await fixture.accept(changes).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'git.identity-missing' });
    expect(error.hint).toMatch(/git config --global user\.name .* git config --global user\.email/);
    writeFileSync(config, identity);
    fixture.git('switch', '-q', '--create', 'elsewhere');
    await expect(fixture.accept(changes)).rejects.toMatchObject({
      message: expect.stringContaining('elsewhere'),
    });
    fixture.git('switch', '-q', fixture.worktree.branch);
    await fixture.accept(changes);
    expect(fixture.git('status', '--porcelain')).toBe('');
  });

  it('does nothing while somebody else holds the lock of the index, and leaves no lock behind', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const changes = await fixture.changes();
    const lock = join(fixture.git('rev-parse', '--absolute-git-dir'), 'index.lock');
    const refs = fixture.git('for-each-ref');
    writeFileSync(lock, '');
    await expect(fixture.accept(changes)).rejects.toMatchObject({
      code: 'git.busy',
      message: expect.stringContaining(lock),
    });
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'git.busy' });
    expect(fixture.git('for-each-ref')).toBe(refs);
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('changed\n');
    rmSync(lock);
    fixture.write('a.txt', 'newer\n');
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'change.stale' });
    expect(existsSync(lock)).toBe(false);
    await fixture.accept(await fixture.changes());
    expect(fixture.git('status', '--porcelain')).toBe('');
  });

  it('wants both halves of a file that became a folder', async () => {
    const fixture = await session();
    rmSync(fixture.file('b.txt'));
    fixture.write('b.txt/inner.txt', 'inner\n');
    const changes = await fixture.changes();
    await expect(fixture.accept([byPath(changes, 'b.txt/inner.txt')])).rejects.toMatchObject({
      code: 'input.invalid',
    });
    await expect(fixture.reject([byPath(changes, 'b.txt')])).rejects.toMatchObject({ code: 'input.invalid' });
    await fixture.accept(changes);
    expect(fixture.git('status', '--porcelain')).toBe('');
  });
});

describe('rejecting', () => {
  it('restores exactly the chosen files and nothing else', async () => {
    const fixture = await session((sandbox) => {
      sandbox.write('run.sh', 'echo\n');
      sandbox.write('data.bin', Buffer.from([0, 255, 13, 10]));
      sandbox.write('.gitattributes', '*.win text eol=crlf\n');
      sandbox.write('file.win', 'one\r\ntwo\r\n');
      makeSymlink('b.txt', join(sandbox.repository, 'link'));
    });
    const base = snapshot(fixture.root);
    fixture.write('a.txt', 'one\n2\nthree\n');
    renameSync(fixture.file('dir/c.txt'), fixture.file('moved.txt'));
    rmSync(fixture.file('dir'), { recursive: true });
    fixture.write('new/deep/er.txt', 'new\n');
    makeExecutable(fixture.file('run.sh'));
    fixture.write('data.bin', 'text now');
    fixture.write('file.win', 'one\r\nthree\r\n');
    makeSymlink('/etc/passwd', fixture.file('link'));
    fixture.write('b.txt', 'stays\n');
    fixture.write('ignored.log', 'stays\n');
    fixture.write('.git-not', 'stays\n');
    const before = userState(fixture.sandbox);
    const changes = await fixture.changes();
    const kept = ['b.txt', 'ignored.log', '.git-not'];
    const others = Object.entries(snapshot(fixture.root)).filter(([path]) => kept.includes(path));
    await fixture.reject(changes.filter(({ path }) => !kept.includes(path)));
    expect(snapshot(fixture.root)).toEqual({ ...base, ...Object.fromEntries(others) });
    expect(readFileSync(fixture.file('file.win'), 'utf8')).toBe('one\r\ntwo\r\n');
    expect(readlinkSync(fixture.file('link'))).toBe('b.txt');
    expect(existsSync(fixture.file('new'))).toBe(false);
    expect(paths(await fixture.changes()).sort()).toEqual(kept.sort());
    expect(userState(fixture.sandbox)).toEqual(before);
    expect(fixture.git('status', '--porcelain').split('\n').sort()).toEqual([
      ' M b.txt',
      '?? .git-not',
      '?? ignored.log',
    ]);
  });

  it('goes back to what was accepted, not to the base', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'accepted\n');
    await fixture.accept(await fixture.changes());
    fixture.write('a.txt', 'rejected\n');
    await fixture.reject(await fixture.changes());
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('accepted\n');
  });

  it('refuses when a file changed after the checkpoint, but not when it was only touched', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'shown\n');
    fixture.write('b.txt', 'shown\n');
    const changes = await fixture.changes();
    utimesSync(fixture.file('b.txt'), 1, 1);
    fixture.write('a.txt', 'newer than shown\n');
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'change.stale' });
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('newer than shown\n');
    expect(readFileSync(fixture.file('b.txt'), 'utf8')).toBe('shown\n');
    await fixture.reject([byPath(changes, 'b.txt')]);
    expect(readFileSync(fixture.file('b.txt'), 'utf8')).toBe('bee\n');
  });

  it('never writes through a symlink that took the place of a folder', async () => {
    const fixture = await session();
    const outside = join(fixture.sandbox.home, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'c.txt'), 'not yours\n');
    rmSync(fixture.file('dir'), { recursive: true });
    makeSymlink(outside, fixture.file('dir'));
    await fixture.reject(await fixture.changes());
    expect(readFileSync(join(outside, 'c.txt'), 'utf8')).toBe('not yours\n');
    expect(lstatSync(fixture.file('dir')).isDirectory()).toBe(true);
    expect(readFileSync(fixture.file('dir/c.txt'), 'utf8')).toBe('sea\n');
    expect(await fixture.changes()).toEqual([]);

    fixture.write('dir/c.txt', 'changed\n');
    const shown = await fixture.changes();
    renameSync(fixture.file('dir'), fixture.file('dir.away'));
    makeSymlink(outside, fixture.file('dir'));
    await expect(fixture.reject(shown)).rejects.toMatchObject({ code: 'change.stale' });
    expect(readdirSync(outside)).toEqual(['c.txt']);
    expect(readFileSync(join(outside, 'c.txt'), 'utf8')).toBe('not yours\n');
  });

  it('unstages what is rejected, and keeps other things staged', async () => {
    const fixture = await session();
    fixture.write('new.txt', 'new\n');
    fixture.write('other.txt', 'other\n');
    fixture.git('add', '-A');
    await fixture.reject([byPath(await fixture.changes(), 'new.txt')]);
    expect(fixture.git('status', '--porcelain')).toBe('A  other.txt');
  });

  it('keeps a file that is ignored and in the way', async () => {
    const fixture = await session((sandbox) => sandbox.write('.gitignore', 'x.log\n'));
    rmSync(fixture.file('dir'), { recursive: true });
    fixture.write('dir/x.log', 'private\n');
    await fixture.reject(await fixture.changes());
    expect(readFileSync(fixture.file('dir/x.log'), 'utf8')).toBe('private\n');
  });
});
