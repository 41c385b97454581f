import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedChange } from '../../../src/main/git/changes/list-changes';
import { readDiff } from '../../../src/main/git/changes/read-diff';
import type { ChangePart } from '../../../src/shared/domain/change';
import { type GitSandbox, gitSandbox, makeExecutable, makeSymlink, userState } from './git-sandbox';
import { hostileConfig } from './hostile-config';
import { byPath, SessionFixture } from './session-fixture';

const numbers = (count: number, end = '\n') =>
  Array.from({ length: count }, (_, at) => `line ${at + 1}${end}`).join('');

async function session(prepare: (sandbox: GitSandbox) => void) {
  const sandbox = gitSandbox();
  prepare(sandbox);
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

const text = (fixture: SessionFixture, path: string) => readFileSync(fixture.file(path), 'latin1');

/** A hunk of a change, counted from 0, as the window chooses it. */
async function hunk(fixture: SessionFixture, change: ListedChange, index: number) {
  const diff = await readDiff(fixture.root, change);
  const found = diff.kind === 'text' ? diff.hunks[index] : undefined;
  if (!found) throw new Error(`${change.path} has no hunk ${index}`);
  const part: ChangePart = {
    old: [[found.oldStart, found.oldStart + found.oldLines]],
    new: [[found.newStart, found.newStart + found.newLines]],
  };
  return { ...change, part };
}

const edited = (end = '\n') =>
  numbers(40, end)
    .replace('line 3\r\n', 'drei\r\n')
    .replace('line 3\n', 'drei\n')
    .replace(`line 33${end}`, '');

describe('one hunk of a file', () => {
  it('is accepted without the other, and the other comes up alone', async () => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', numbers(40)));
    fixture.write('a.txt', edited());
    const shown = byPath(await fixture.changes(), 'a.txt');
    await fixture.accept([await hunk(fixture, shown, 0)]);
    expect(String(await fixture.accepted('a.txt'))).toBe(numbers(40).replace('line 3\n', 'drei\n'));
    expect(text(fixture, 'a.txt')).toBe(edited());
    const rest = byPath(await fixture.changes(), 'a.txt');
    expect(rest).toMatchObject({ insertions: 0, deletions: 1 });
    await expect(fixture.accept([await hunk(fixture, shown, 1)])).rejects.toMatchObject({
      code: 'change.stale',
    });
    await fixture.accept([rest]);
    expect(await fixture.changes()).toEqual([]);
  });

  it('is rejected without the other', async () => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', numbers(40)));
    fixture.write('a.txt', edited());
    const before = userState(fixture.sandbox);
    const shown = byPath(await fixture.changes(), 'a.txt');
    await fixture.reject([await hunk(fixture, shown, 1)]);
    expect(text(fixture, 'a.txt')).toBe(numbers(40).replace('line 3\n', 'drei\n'));
    expect(byPath(await fixture.changes(), 'a.txt')).toMatchObject({ insertions: 1, deletions: 1 });
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it.each([
    ['CRLF', numbers(40, '\r\n'), edited('\r\n')],
    ['no newline at the end', `${numbers(40)}end`, `${edited()}END`],
    ['latin-1', `${numbers(40)}\xe9\xff\n`, `${edited()}\xe9\xfe\n`],
    [
      'mixed line ends',
      numbers(40).replace(/(line \d*5)\n/g, '$1\r\n'),
      edited().replace(/(line \d*5)\n/g, '$1\r\n'),
    ],
  ])('keeps all other bytes of a file with %s', async (_what, before, after) => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', Buffer.from(before, 'latin1')));
    fixture.write('a.txt', Buffer.from(after, 'latin1'));
    const shown = byPath(await fixture.changes(), 'a.txt');
    await fixture.accept([await hunk(fixture, shown, 0)]);
    const third = /line 3\r?\n/.exec(before)?.[0] ?? '';
    const expected = before.replace(third, third.replace('line 3', 'drei'));
    expect((await fixture.accepted('a.txt'))?.toString('latin1')).toBe(expected);
    const rest = byPath(await fixture.changes(), 'a.txt');
    await fixture.reject([await hunk(fixture, rest, 0)]);
    expect(text(fixture, 'a.txt').includes('line 33')).toBe(true);
    await fixture.reject(await fixture.changes());
    expect(text(fixture, 'a.txt')).toBe(expected);
  });

  it('of a file with converted line ends leaves those of all other lines as they are', async () => {
    const fixture = await session((sandbox) => {
      sandbox.write('.gitattributes', '*.txt text eol=crlf\n');
      sandbox.write('a.txt', numbers(40));
    });
    // Written with line ends of its own, as some agents do.
    const mixed = edited('\r\n').replace('line 7\r\n', 'line 7\n');
    fixture.write('a.txt', mixed);
    const shown = byPath(await fixture.changes(), 'a.txt');
    await fixture.reject([await hunk(fixture, shown, 1)]);
    expect(text(fixture, 'a.txt')).toBe(mixed.replace('line 32\r\n', 'line 32\r\nline 33\r\n'));
    await fixture.accept(await fixture.changes());
    expect(String(await fixture.accepted('a.txt'))).toBe(numbers(40).replace('line 3\n', 'drei\n'));
  });

  it('goes through the filter of its file', async () => {
    const fixture = await session((sandbox) => {
      sandbox.git(['config', 'filter.caps.clean', 'tr A-Z a-z']);
      sandbox.git(['config', 'filter.caps.smudge', 'tr a-z A-Z']);
      sandbox.write('.gitattributes', '*.caps filter=caps\n');
      sandbox.write('a.caps', numbers(40));
    });
    expect(text(fixture, 'a.caps')).toContain('LINE 33\n');
    fixture.write('a.caps', edited().toUpperCase().replace('LINE 7\n', 'line 7\n'));
    const shown = byPath(await fixture.changes(), 'a.caps');
    await fixture.reject([await hunk(fixture, shown, 1)]);
    expect(text(fixture, 'a.caps')).toBe(
      numbers(40).replace('line 3\n', 'drei\n').toUpperCase().replace('LINE 7\n', 'line 7\n'),
    );
  });

  it('is as git checks it out where the filter of its file keeps no line in its place', async () => {
    const fixture = await session((sandbox) => {
      sandbox.git(['config', 'filter.turned.clean', 'sort -n']);
      sandbox.git(['config', 'filter.turned.smudge', 'sort -nr']);
      sandbox.write('.gitattributes', '*.turned filter=turned\n');
      sandbox.write('a.turned', '1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 g\n8 h\n9 i\n');
    });
    expect(text(fixture, 'a.turned')).toMatch(/^9 i\n/);
    fixture.write('a.turned', text(fixture, 'a.turned').replace('2 b', '2 B').replace('9 i\n', ''));
    const shown = byPath(await fixture.changes(), 'a.turned');
    await fixture.reject([{ ...shown, part: { old: [[2, 2]], new: [[2, 2]] } }]);
    expect(text(fixture, 'a.turned')).toBe('8 h\n7 g\n6 f\n5 e\n4 d\n3 c\n2 b\n1 a\n');
    expect(byPath(await fixture.changes(), 'a.turned')).toMatchObject({ insertions: 0, deletions: 1 });
  });
});

describe('lines', () => {
  it('of a replacement are decided on one by one, its halves too', async () => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', 'a\nb\nc\n'));
    fixture.write('a.txt', 'A\nB\nC\n');
    const shown = byPath(await fixture.changes(), 'a.txt');
    await fixture.accept([{ ...shown, part: { old: [[2, 2]], new: [[2, 2]] } }]);
    expect(String(await fixture.accepted('a.txt'))).toBe('a\nB\nc\n');
    const rest = byPath(await fixture.changes(), 'a.txt');
    await fixture.accept([{ ...rest, part: { old: [[1, 1]], new: [] } }]);
    expect(String(await fixture.accepted('a.txt'))).toBe('B\nc\n');
    await fixture.accept(await fixture.changes());
    expect(String(await fixture.accepted('a.txt'))).toBe('A\nB\nC\n');
  });

  it('of a new file, and of a deleted one', async () => {
    const fixture = await session((sandbox) => sandbox.write('gone.txt', 'one\ntwo\nthree\n'));
    fixture.write('new.txt', 'uno\ndue\ntre\n');
    rmSync(fixture.file('gone.txt'));
    let changes = await fixture.changes();
    await fixture.accept([{ ...byPath(changes, 'new.txt'), part: { old: [], new: [[1, 2]] } }]);
    expect(String(await fixture.accepted('new.txt'))).toBe('uno\ndue\n');
    changes = await fixture.changes();
    await fixture.reject([{ ...byPath(changes, 'gone.txt'), part: { old: [[2, 2]], new: [] } }]);
    expect(text(fixture, 'gone.txt')).toBe('two\n');
    changes = await fixture.changes();
    await fixture.reject([{ ...byPath(changes, 'new.txt'), part: { old: [], new: [[3, 3]] } }]);
    expect(text(fixture, 'new.txt')).toBe('uno\ndue\n');
  });

  it('that are all of a new or a deleted file are the file', async () => {
    const fixture = await session((sandbox) => sandbox.write('gone.txt', 'one\n'));
    fixture.write('new.txt', 'uno\n');
    rmSync(fixture.file('gone.txt'));
    const [gone, added] = (await fixture.changes()).sort((a, b) => a.path.localeCompare(b.path));
    if (!gone || !added) throw new Error('two files are pending');
    await fixture.accept([{ ...gone, part: { old: [[1, 1]], new: [] } }]);
    expect(await fixture.accepted('gone.txt')).toBeNull();
    await fixture.reject([{ ...added, part: { old: [], new: [[1, 1]] } }]);
    expect(existsSync(fixture.file('new.txt'))).toBe(false);
    expect(await fixture.changes()).toEqual([]);
  });

  it('that did not change are nothing to decide on', async () => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', numbers(9)));
    fixture.write('a.txt', numbers(9).replace('line 9\n', ''));
    const shown = byPath(await fixture.changes(), 'a.txt');
    const part = { old: [[1, 3]], new: [[1, 3]] } as ChangePart;
    await expect(fixture.accept([{ ...shown, part }])).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('a.txt'),
    });
  });
});

describe('a part of a file', () => {
  it.each(['accept', 'reject'] as const)('%sed, leaves exactly what it says is left', async (decide) => {
    const fixture = await session((sandbox) => {
      for (const name of ['a.txt', 'old.txt', 'gone.txt', 'run.sh']) {
        sandbox.write(name, numbers(40).replaceAll('line', name));
      }
    });
    const edit = (name: string) => {
      const lines = text(fixture, name).replace(/ 3\n/, ' drei\n').replace(/ 33\n/, ' dreiunddreißig\n');
      fixture.write(name, lines);
    };
    edit('a.txt');
    renameSync(fixture.file('old.txt'), fixture.file('new.txt'));
    edit('new.txt');
    rmSync(fixture.file('gone.txt'));
    edit('run.sh');
    makeExecutable(fixture.file('run.sh'));
    fixture.write('made.txt', 'uno\ndue\n');
    const changes = await fixture.changes();
    const line = { old: [], new: [[1, 1]] } as ChangePart;
    const { rest } = await fixture[decide]([
      await hunk(fixture, byPath(changes, 'a.txt'), 0),
      await hunk(fixture, byPath(changes, 'new.txt'), 1),
      { ...byPath(changes, 'gone.txt'), part: { old: [[2, 3]], new: [] } },
      { ...byPath(changes, 'run.sh'), part: { old: [], new: [], mode: true } },
      { ...byPath(changes, 'made.txt'), part: line },
    ]);
    const listed = (await fixture.changes()).map(({ path, oldOid, newOid, oldMode, newMode }) => ({
      ...{ path, oldOid, newOid, oldMode, newMode },
    }));
    expect(rest.length).toBe(5);
    expect(listed).toEqual(expect.arrayContaining(rest));

    const made = byPath(await fixture.changes(), 'made.txt');
    const last = { old: [], new: [[1, 2]] } as ChangePart;
    expect((await fixture[decide]([{ ...made, part: last }])).rest).toEqual([]);
    expect((await fixture[decide]([byPath(await fixture.changes(), 'a.txt')])).rest).toEqual([]);
  });

  it('does not take the mode along, and the mode not the lines', async () => {
    const fixture = await session((sandbox) => sandbox.write('run.sh', numbers(40)));
    fixture.write('run.sh', edited());
    makeExecutable(fixture.file('run.sh'));
    let shown = byPath(await fixture.changes(), 'run.sh');
    await fixture.accept([await hunk(fixture, shown, 0)]);
    shown = byPath(await fixture.changes(), 'run.sh');
    expect(shown).toMatchObject({ oldMode: '100644', newMode: '100755', deletions: 1, insertions: 0 });
    await fixture.reject([await hunk(fixture, shown, 0)]);
    expect(lstatSync(fixture.file('run.sh')).mode & 0o100).toBe(0o100);
    shown = byPath(await fixture.changes(), 'run.sh');
    expect(shown).toMatchObject({ oldMode: '100644', newMode: '100755', deletions: 0 });
    fixture.write('run.sh', `${text(fixture, 'run.sh')}more\n`);
    shown = byPath(await fixture.changes(), 'run.sh');
    await fixture.reject([{ ...shown, part: { old: [], new: [], mode: true } }]);
    expect(lstatSync(fixture.file('run.sh')).mode & 0o100).toBe(0);
    expect(text(fixture, 'run.sh').endsWith('more\n')).toBe(true);
    chmodSync(fixture.file('run.sh'), 0o755);
    shown = byPath(await fixture.changes(), 'run.sh');
    await fixture.accept([{ ...shown, part: { old: [], new: [], mode: true } }]);
    expect(byPath(await fixture.changes(), 'run.sh')).toMatchObject({ oldMode: '100755', insertions: 1 });
  });

  it('is accepted at the new name of a renamed file, and rejected without the rename', async () => {
    const fixture = await session((sandbox) => sandbox.write('old.txt', numbers(40)));
    renameSync(fixture.file('old.txt'), fixture.file('new.txt'));
    fixture.write('new.txt', edited());
    let shown = byPath(await fixture.changes(), 'new.txt');
    expect(shown.status).toBe('renamed');
    await fixture.reject([await hunk(fixture, shown, 1)]);
    shown = byPath(await fixture.changes(), 'new.txt');
    expect(shown.status).toBe('renamed');
    fixture.write('new.txt', edited());
    shown = byPath(await fixture.changes(), 'new.txt');
    await fixture.accept([await hunk(fixture, shown, 0)]);
    expect(await fixture.accepted('old.txt')).toBeNull();
    expect(String(await fixture.accepted('new.txt'))).toBe(numbers(40).replace('line 3\n', 'drei\n'));
    shown = byPath(await fixture.changes(), 'new.txt');
    expect(shown.status).toBe('modified');
    await fixture.reject([await hunk(fixture, shown, 0)]);
    expect(await fixture.changes()).toEqual([]);
  });

  it('is refused for links, binaries and what changed its kind, and then nothing else is decided either', async () => {
    const fixture = await session((sandbox) => {
      sandbox.write('a.txt', numbers(9));
      sandbox.write('data.bin', Buffer.from([0, 1]));
      sandbox.write('kind', 'text\n');
      makeSymlink('a.txt', join(sandbox.repository, 'link'));
    });
    fixture.write('a.txt', 'changed\n');
    fixture.write('data.bin', Buffer.from([0, 2]));
    makeSymlink('elsewhere', fixture.file('link'));
    makeSymlink('a.txt', fixture.file('kind'));
    const changes = await fixture.changes();
    const refs = fixture.git('for-each-ref');
    for (const path of ['data.bin', 'link', 'kind']) {
      const part = { old: [[1, 1]], new: [[1, 1]] } as ChangePart;
      const chosen = [byPath(changes, 'a.txt'), { ...byPath(changes, path), part }];
      for (const decide of ['accept', 'reject'] as const) {
        await expect(fixture[decide](chosen)).rejects.toMatchObject({
          code: 'input.invalid',
          message: expect.stringContaining(`${path} can only be decided on as a whole`),
        });
      }
    }
    expect(fixture.git('for-each-ref')).toBe(refs);
    expect(text(fixture, 'a.txt')).toBe('changed\n');
  });

  it('is decided on under a name that is not UTF-8 and a hostile configuration, which runs nothing', async () => {
    const fixture = await session((sandbox) => sandbox.write('a "b"\n.txt', numbers(40)));
    const name = Buffer.concat([Buffer.from(`${fixture.root}/l`), Buffer.from([0xe9])]);
    fixture.write('a "b"\n.txt', edited());
    writeFileSync(name, numbers(3));
    const { ran } = hostileConfig(fixture.sandbox);
    let changes = await fixture.changes();
    const odd = byPath(changes, 'l\ufffd');
    await fixture.accept([
      { ...odd, part: { old: [], new: [[2, 3]] } },
      await hunk(fixture, byPath(changes, 'a "b"\n.txt'), 0),
    ]);
    changes = await fixture.changes();
    await fixture.reject([
      byPath(changes, 'l\ufffd'),
      await hunk(fixture, byPath(changes, 'a "b"\n.txt'), 0),
    ]);
    expect(readFileSync(name, 'utf8')).toBe('line 2\nline 3\n');
    expect(text(fixture, 'a "b"\n.txt')).toBe(numbers(40).replace('line 3\n', 'drei\n'));
    expect(existsSync(ran)).toBe(false);
    expect(await fixture.changes()).toEqual([]);
  });

  it('is refused when the file changed since, also between the checkpoint and the decision', async () => {
    const fixture = await session((sandbox) => sandbox.write('a.txt', numbers(40)));
    fixture.write('a.txt', edited());
    const shown = byPath(await fixture.changes(), 'a.txt');
    const chosen = await hunk(fixture, shown, 0);
    fixture.write('a.txt', `${edited()}newer\n`);
    await expect(fixture.reject([chosen])).rejects.toMatchObject({ code: 'change.stale' });
    expect(text(fixture, 'a.txt')).toBe(`${edited()}newer\n`);
  });
});
