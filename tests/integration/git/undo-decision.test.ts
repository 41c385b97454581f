import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sessionRef } from '../../../src/main/git/session-refs';
import { gitSandbox, snapshot, userState } from './git-sandbox';
import { byPath, SessionFixture } from './session-fixture';

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join('');

async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', numbers(40));
  sandbox.write('gone.txt', 'gone\n');
  sandbox.write('data.bin', Buffer.from([0, 1]));
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

const text = (fixture: SessionFixture, path: string) => readFileSync(fixture.file(path), 'utf8');

describe('undoing', () => {
  it('a rejection brings everything back byte for byte: files, deletions, binaries', async () => {
    const fixture = await session();
    fixture.write('a.txt', numbers(40).replace('line 3\n', 'drei\r\n'));
    fixture.write('new/file.txt', 'new');
    fixture.write('data.bin', Buffer.from([0, 2]));
    rmSync(fixture.file('gone.txt'));
    const files = snapshot(fixture.root);
    const before = userState(fixture.sandbox);
    const rejected = await fixture.reject(await fixture.changes());
    expect(await fixture.changes()).toEqual([]);
    await fixture.undo('worktree', rejected);
    expect(snapshot(fixture.root)).toEqual(files);
    expect(await fixture.changes()).toHaveLength(4);
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it('a rejection keeps what was edited elsewhere in the file since', async () => {
    const fixture = await session();
    fixture.write('a.txt', numbers(40).replace('line 3\n', 'drei\n'));
    const rejected = await fixture.reject(await fixture.changes());
    fixture.write('a.txt', numbers(40).replace('line 33\n', ''));
    await fixture.undo('worktree', rejected);
    expect(text(fixture, 'a.txt')).toBe(numbers(40).replace('line 3\n', 'drei\n').replace('line 33\n', ''));
  });

  it('a rejection is refused as a whole when the same place was edited since', async () => {
    const fixture = await session();
    fixture.write('a.txt', numbers(40).replace('line 3\n', 'drei\n'));
    fixture.write('new.txt', 'new\n');
    const rejected = await fixture.reject(await fixture.changes());
    fixture.write('a.txt', numbers(40).replace('line 3\n', 'trois\n'));
    await expect(fixture.undo('worktree', rejected)).rejects.toMatchObject({
      code: 'change.conflict',
      message: expect.stringContaining('a.txt'),
    });
    expect(text(fixture, 'a.txt')).toContain('trois');
    expect(existsSync(fixture.file('new.txt'))).toBe(false);
  });

  it('an acceptance in between takes only that one back', async () => {
    const fixture = await session();
    fixture.write('a.txt', numbers(40).replace('line 3\n', 'drei\n'));
    const first = await fixture.accept(await fixture.changes());
    fixture.write('a.txt', text(fixture, 'a.txt').replace('line 33\n', ''));
    await fixture.accept(await fixture.changes());
    await fixture.undo('accepted', first);
    expect(String(await fixture.accepted('a.txt'))).toBe(numbers(40).replace('line 33\n', ''));
    expect(byPath(await fixture.changes(), 'a.txt')).toMatchObject({ insertions: 1, deletions: 1 });
  });

  it('an undo does it again', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'short\n');
    const accepted = await fixture.accept(await fixture.changes());
    const undone = await fixture.undo('accepted', accepted);
    expect(String(await fixture.accepted('a.txt'))).toBe(numbers(40));
    if (!undone) throw new Error('something was undone');
    await fixture.undo('accepted', undone);
    expect(String(await fixture.accepted('a.txt'))).toBe('short\n');
    expect(await fixture.undo('accepted', undone)).toBeNull();
  });

  it('an acceptance is refused once it has been committed', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'short\n');
    const accepted = await fixture.accept(await fixture.changes());
    fixture.git('update-ref', sessionRef(fixture.sessionId, 'committed'), accepted.after);
    await expect(fixture.undo('accepted', accepted)).rejects.toMatchObject({
      code: 'change.conflict',
      message: expect.stringContaining('committed'),
    });
    expect(String(await fixture.accepted('a.txt'))).toBe('short\n');
  });
});
