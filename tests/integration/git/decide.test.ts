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
import { countChanges } from '../../../src/main/git/changes/count-changes';
import { sessionRef } from '../../../src/main/git/session-refs';
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
  it('moves exactly the chosen files, and leaves branch, index and everything of the user alone', async () => {
    const fixture = await session();
    const before = userState(fixture.sandbox);
    fixture.write('a.txt', 'one\n2\nthree\n');
    fixture.write('b.txt', 'changed\n');
    fixture.write('new/deep.txt', 'new\n');
    fixture.git('add', 'b.txt');
    const changes = await fixture.changes();
    const own = ['index', 'HEAD'].map((name) => readFileSync(join(gitDir(fixture), name)));
    const tip = fixture.git('rev-parse', 'HEAD');
    await fixture.accept([byPath(changes, 'a.txt'), byPath(changes, 'new/deep.txt')]);
    expect(String(await fixture.accepted('a.txt'))).toBe('one\n2\nthree\n');
    expect(String(await fixture.accepted('b.txt'))).toBe('bee\n');
    expect(paths(await fixture.changes())).toEqual(['b.txt']);
    expect(fixture.git('rev-parse', 'HEAD', fixture.worktree.branch)).toBe(`${tip}\n${tip}`);
    expect(['index', 'HEAD'].map((name) => readFileSync(join(gitDir(fixture), name)))).toEqual(own);
    expect(fixture.git('status', '--porcelain')).toBe(' M a.txt\nM  b.txt\n?? new/');
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
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
    expect(await fixture.changes()).toEqual([]);
    const { accepted = '' } = await fixture.chain.refs();
    expect(
      fixture
        .git('ls-tree', '-r', '-z', accepted)
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

  it('refuses a file that was made executable since it was shown, or is no more', async () => {
    const fixture = await session((sandbox) => sandbox.write('run.sh', 'echo\n'));
    fixture.write('run.sh', 'rm -r\n');
    const shown = await fixture.changes();
    makeExecutable(fixture.file('run.sh'));
    const [executable] = await fixture.changes();
    expect(executable).toMatchObject({ newOid: shown[0]?.newOid, newMode: '100755' });
    await expect(fixture.accept(shown)).rejects.toMatchObject({ code: 'change.stale' });
    await expect(fixture.reject(shown)).rejects.toMatchObject({ code: 'change.stale' });
    await fixture.accept(await fixture.changes());
    expect(await fixture.changes()).toEqual([]);
  });

  it('has what the agent committed itself decided on all the same', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'by the agent\n');
    const own = fixture.sandbox.commitAll('agent commit', fixture.root);
    const changes = await fixture.changes();
    expect(paths(changes)).toEqual(['a.txt']);
    await fixture.accept(changes);
    expect(fixture.git('rev-parse', 'HEAD')).toBe(own);
    expect(await fixture.changes()).toEqual([]);
  });

  it('knows what is accepted and not yet committed, also in a session from when accepting committed', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'first\n');
    await fixture.accept(await fixture.changes());
    const { base, accepted = '', committed = '' } = await fixture.chain.refs();
    expect(committed).toBe(base);
    expect(await countChanges(fixture.root, committed, accepted)).toEqual({
      files: 1,
      insertions: 1,
      deletions: 3,
    });
    fixture.git('update-ref', '-d', sessionRef(fixture.sessionId, 'committed'));
    fixture.write('b.txt', 'second\n');
    await fixture.accept(await fixture.changes());
    const later = await fixture.chain.refs();
    expect(later.committed).toBe(accepted);
    expect(await countChanges(fixture.root, accepted, later.accepted ?? '')).toMatchObject({ files: 1 });
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
    expect(await fixture.changes()).toEqual([]);
  });
});

function gitDir(fixture: SessionFixture): string {
  return fixture.git('rev-parse', '--absolute-git-dir');
}

describe('rejecting', () => {
  it('names a file that has grown too large to be kept, and does not overwrite it', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const changes = await fixture.changes();
    fixture.write('a.txt', Buffer.alloc(50_000_001, 'x'));
    await expect(fixture.reject(changes)).rejects.toMatchObject({
      code: 'change.conflict',
      message: expect.stringContaining('a.txt has grown beyond 50 MB'),
    });
    expect(lstatSync(fixture.file('a.txt')).size).toBe(50_000_001);
  });

  it('does nothing while somebody else holds the lock of the index, and leaves no lock behind', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const changes = await fixture.changes();
    const lock = join(gitDir(fixture), 'index.lock');
    const refs = fixture.git('for-each-ref');
    writeFileSync(lock, '');
    await expect(fixture.reject(changes)).rejects.toMatchObject({
      code: 'git.busy',
      message: expect.stringContaining(lock),
    });
    expect(fixture.git('for-each-ref')).toBe(refs);
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('changed\n');
    rmSync(lock);
    fixture.write('a.txt', 'newer\n');
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'change.stale' });
    expect(fixture.git('for-each-ref')).toBe(refs);
    expect(existsSync(lock)).toBe(false);
  });

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

  it('puts back what was written before a filter failed', async () => {
    const fixture = await session((sandbox) => {
      sandbox.write('.gitattributes', '*.txt filter=picky\n');
      sandbox.git(['config', 'filter.picky.clean', 'cat']);
      sandbox.git([
        'config',
        'filter.picky.smudge',
        `sh -c 'text=$(cat); test "$text" != bee && echo "$text"'`,
      ]);
    });
    fixture.git('config', 'filter.picky.required', 'true');
    for (const path of ['a.txt', 'b.txt', 'dir/c.txt', 'new.txt']) fixture.write(path, 'changed\n');
    const changes = await fixture.changes();
    const before = snapshot(fixture.root);
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'git.failed' });
    expect(snapshot(fixture.root)).toEqual(before);
    expect(paths(await fixture.changes())).toEqual(paths(changes));
    await fixture.reject(changes.filter(({ path }) => path !== 'b.txt'));
    expect(paths(await fixture.changes())).toEqual(['b.txt']);
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
