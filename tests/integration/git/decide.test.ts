import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gitSandbox, snapshot, userState } from './git-sandbox';
import { byPath, SessionFixture } from './session-fixture';

async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\ntwo\nthree\n');
  sandbox.write('b.txt', 'bee\n');
  sandbox.write('dir/c.txt', 'sea\n');
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

describe('accepting', () => {
  it('commits exactly the chosen files on the session branch and leaves the rest pending', async () => {
    const fixture = await session();
    const before = userState(fixture.sandbox);
    fixture.write('a.txt', 'one\n2\nthree\n');
    fixture.write('b.txt', 'changed\n');
    fixture.write('new/deep.txt', 'new\n');
    const changes = await fixture.changes();
    expect(changes.map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'new/deep.txt']);
    const { commit } = await fixture.accept([byPath(changes, 'a.txt'), byPath(changes, 'new/deep.txt')], {
      coauthors: ['Builtin <builtin@agents.localhost>'],
    });
    expect(fixture.git('rev-parse', fixture.worktree.branch)).toBe(commit);
    expect(
      fixture.git('show', '--name-only', '--format=%an%n%b', 'HEAD').split('\n').filter(Boolean),
    ).toEqual([
      'Ada Lovelace',
      'Co-authored-by: Builtin <builtin@agents.localhost>',
      'a.txt',
      'new/deep.txt',
    ]);
    expect(fixture.git('status', '--porcelain')).toBe(' M b.txt');
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['b.txt']);
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });
});

describe('rejecting', () => {
  it('restores exactly the chosen files', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'one\n2\nthree\n');
    rmSync(fixture.file('dir/c.txt'));
    fixture.write('new/deep.txt', 'new\n');
    fixture.write('b.txt', 'changed\n');
    const changes = await fixture.changes();
    await fixture.reject(changes.filter(({ path }) => path !== 'b.txt'));
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(existsSync(fixture.file('dir/c.txt'))).toBe(true);
    expect(existsSync(fixture.file('new'))).toBe(false);
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['b.txt']);
    expect(Object.keys(snapshot(fixture.root))).toEqual(['a.txt', 'b.txt', 'dir/c.txt']);
  });
});
