import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ListedChange } from '../../../src/main/git/changes/list-changes';
import { readDiff } from '../../../src/main/git/changes/read-diff';
import { DiffsTogether } from '../../../src/main/services/changes/diffs-together';
import type { FileDiff } from '../../../src/shared/domain/change';
import { gitSandbox, makeExecutable, makeSymlink } from './git-sandbox';
import { hostileConfig } from './hostile-config';
import { byPath, SessionFixture } from './session-fixture';

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join('');

/** A diff as text, the way people write them down. */
function drawn(diff: FileDiff): string[] {
  if (diff.kind !== 'text') throw new Error(`${diff.kind} is not text`);
  const sign = { context: ' ', insert: '+', delete: '-' };
  return diff.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines.map((line) => `${sign[line.type]}${line.text}${line.noNewline ? '⏎' : ''}`),
  ]);
}

async function editedSession() {
  const sandbox = gitSandbox();
  sandbox.write('text.txt', numbers(40));
  sandbox.write('old-name.txt', numbers(30));
  sandbox.write('gone.txt', 'gone\n');
  sandbox.write('script.sh', '#!/bin/sh\n');
  sandbox.write('image.bin', Buffer.from([1, 0, 2, 0]));
  sandbox.write('becomes-link', 'text\n');
  sandbox.write('.gitattributes', '*.txt -diff\n');
  makeSymlink('text.txt', `${sandbox.repository}/link`);
  sandbox.commitAll('base');
  const fixture = await SessionFixture.open(sandbox);
  fixture.write('text.txt', numbers(40).replace('line 3\n', 'drei\n').replace('line 33\n', ''));
  renameSync(fixture.file('old-name.txt'), fixture.file('new name "é"\n.txt'));
  rmSync(fixture.file('gone.txt'));
  makeExecutable(fixture.file('script.sh'));
  fixture.write('image.bin', Buffer.from([1, 0, 2, 0, 3]));
  makeSymlink('elsewhere', fixture.file('becomes-link'));
  makeSymlink('other.txt', fixture.file('link'));
  fixture.write('untracked/new.txt', 'a\nb');
  return fixture;
}

const expected = {
  'becomes-link': { status: 'type-changed', symlink: true, oldMode: '100644', newMode: '120000' },
  'gone.txt': { status: 'deleted', newMode: '000000', newOid: '0'.repeat(40), deletions: 1 },
  'image.bin': { status: 'modified', binary: true, insertions: 0, deletions: 0 },
  link: { status: 'modified', symlink: true },
  'new name "é"\n.txt': { status: 'renamed', oldPath: 'old-name.txt', insertions: 0, deletions: 0 },
  'script.sh': { status: 'modified', oldMode: '100644', newMode: '100755', insertions: 0, deletions: 0 },
  'text.txt': { status: 'modified', insertions: 1, deletions: 2, binary: false },
  'untracked/new.txt': { status: 'added', oldOid: '0'.repeat(40), insertions: 2 },
};

describe('listing changes', () => {
  it('knows every kind of change', async () => {
    const fixture = await editedSession();
    const changes = await fixture.changes();
    expect(changes.map(({ path }) => path).sort()).toEqual(Object.keys(expected).sort());
    expect(Object.fromEntries(changes.map((change) => [change.path, change]))).toMatchObject(expected);
  });

  it('lists and shows the same under a hostile configuration, running nothing of it', async () => {
    const fixture = await editedSession();
    const plain = await fixture.changes();
    const diffs = await Promise.all(plain.map((change) => readDiff(fixture.root, change)));
    const { ran } = hostileConfig(fixture.sandbox);
    fixture.write('later.txt', 'later\n');
    const hostile = await fixture.changes();
    expect(hostile.filter(({ path }) => path !== 'later.txt')).toEqual(plain);
    expect(await Promise.all(plain.map((change) => readDiff(fixture.root, change)))).toEqual(diffs);
    const together = new DiffsTogether();
    const read = (change: ListedChange) => together.read(fixture.root, fixture.sessionId, change, 3);
    expect(await Promise.all(plain.map(read))).toEqual(diffs);
    await fixture.accept([byPath(hostile, 'later.txt'), byPath(hostile, 'gone.txt')]);
    await fixture.reject([byPath(hostile, 'text.txt')]);
    expect(existsSync(ran)).toBe(false);
  });

  it('keeps names that are not UTF-8 exact, from listing to decision', async () => {
    const fixture = await editedSession();
    const name = Buffer.from([0x6c, 0xe9, 0x2e, 0x74]);
    const file = Buffer.concat([Buffer.from(`${fixture.root}/`), name]);
    writeFileSync(file, 'latin\n');
    const odd = byPath(await fixture.changes(), 'l\ufffd.t');
    expect(odd.pathBytes).toBe(name.toString('base64'));
    await fixture.accept([odd]);
    writeFileSync(file, 'again\n');
    const again = byPath(await fixture.changes(), 'l\ufffd.t');
    expect(again).toMatchObject({ status: 'modified', oldOid: odd.newOid });
    await fixture.reject([again]);
    expect(readFileSync(file, 'utf8')).toBe('latin\n');
  });

  it('shows the new commit of a submodule', async () => {
    const sandbox = gitSandbox();
    const library = gitSandbox({ name: 'library' });
    library.write('lib.txt', 'one\n');
    library.commitAll('library');
    sandbox.git([
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      library.repository,
      'lib',
    ]);
    sandbox.commitAll('with a submodule');
    const fixture = await SessionFixture.open(sandbox);
    fixture.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    fixture.write('lib/lib.txt', 'two\n');
    expect(await fixture.changes()).toEqual([]);
    const commit = sandbox.commitAll('newer', fixture.file('lib'));
    const changes = await fixture.changes();
    expect(changes).toMatchObject([{ path: 'lib', submodule: true, newMode: '160000', newOid: commit }]);
    const change = byPath(changes, 'lib');
    expect(await readDiff(fixture.root, change)).toMatchObject({ kind: 'submodule', newCommit: commit });
    await expect(fixture.reject(changes)).rejects.toMatchObject({ code: 'input.invalid' });
    await fixture.accept(changes);
    expect(await fixture.changes()).toEqual([]);
  });
});

describe('reading diffs', () => {
  async function diffOf(before: string | Buffer | null, after: string | Buffer | null, context?: number) {
    const sandbox = gitSandbox();
    sandbox.write('keep', '');
    if (before !== null) sandbox.write('file', before);
    sandbox.commitAll('base');
    const fixture = await SessionFixture.open(sandbox);
    if (after === null) rmSync(fixture.file('file'));
    else fixture.write('file', after);
    return readDiff(fixture.root, byPath(await fixture.changes(), 'file'), context);
  }

  it('reads hunks with numbers, sections and the asked context', async () => {
    const changed = numbers(40).replace('line 3\n', 'drei\n').replace('line 33\n', '');
    const diff = await diffOf(numbers(40), changed, 1);
    expect(drawn(diff)).toEqual([
      '@@ -2,3 +2,3 @@',
      ' line 2',
      '-line 3',
      '+drei',
      ' line 4',
      '@@ -32,3 +32,2 @@',
      ' line 32',
      '-line 33',
      ' line 34',
    ]);
    expect(
      diff.kind === 'text' && diff.hunks[1]?.lines.map(({ oldLine, newLine }) => [oldLine, newLine]),
    ).toEqual([
      [32, 32],
      [33, undefined],
      [34, 33],
    ]);
  });

  it('reads added, deleted and emptied files and missing final newlines', async () => {
    expect(drawn(await diffOf(null, 'a\nb'))).toEqual(['@@ -0,0 +1,2 @@', '+a', '+b⏎']);
    expect(drawn(await diffOf('a\nb', null))).toEqual(['@@ -1,2 +0,0 @@', '-a', '-b⏎']);
    expect(drawn(await diffOf('a\n', 'a'))).toEqual(['@@ -1,1 +1,1 @@', '-a', '+a⏎']);
    expect(drawn(await diffOf('a\n', ''))).toEqual(['@@ -1,1 +0,0 @@', '-a']);
    expect(drawn(await diffOf(null, ''))).toEqual([]);
  });

  it('takes lines that look like patch syntax for what they are', async () => {
    const diff = await diffOf('-- a\n@@ x\n', '++ b\n\\ odd\nBinary files differ\n@@ -1 +1 @@\n');
    expect(drawn(diff)).toEqual([
      '@@ -1,2 +1,4 @@',
      '--- a',
      '-@@ x',
      '+++ b',
      '+\\ odd',
      '+Binary files differ',
      '+@@ -1 +1 @@',
    ]);
  });

  it('tells line ends apart', async () => {
    expect(await diffOf('a\r\nb\r\n', 'a\r\nc\r\n')).toMatchObject({ eol: 'crlf' });
    expect(await diffOf('a\nb\n', 'a\r\nb\r\n')).toMatchObject({ eol: 'mixed' });
    expect(drawn(await diffOf('a\r\n', 'b\r\n'))).toEqual(['@@ -1,1 +1,1 @@', '-a\r', '+b\r']);
  });

  it('shows bytes that are not UTF-8 as text, and binary files by size', async () => {
    expect(drawn(await diffOf('caf\n', Buffer.from('caf\xe9\n', 'latin1')))).toContain('+caf\ufffd');
    expect(await diffOf(Buffer.from([0, 1]), Buffer.from([0, 1, 2]))).toEqual({
      kind: 'binary',
      oldSize: 2,
      newSize: 3,
    });
    expect(await diffOf(null, Buffer.from([0]))).toEqual({ kind: 'binary', oldSize: null, newSize: 1 });
  });

  it('caps what is too large or too long', async () => {
    const line = `${'x'.repeat(99)}\n`;
    expect(await diffOf('small\n', line.repeat(60_000))).toEqual({ kind: 'too-large', bytes: 6_000_000 });
    expect(await diffOf(Buffer.alloc(6_000_000), Buffer.alloc(6_000_001))).toMatchObject({ kind: 'binary' });
    const many = await diffOf(null, 'x\n'.repeat(60_000));
    expect(many.kind === 'text' && [many.truncated, many.hunks[0]?.lines.length]).toEqual([true, 50_000]);
    const long = await diffOf(null, 'y'.repeat(20_000));
    expect(long).toMatchObject({ truncated: true });
  });

  it('shows symlink targets, and a mode change without hunks', async () => {
    const fixture = await editedSession();
    const changes = await fixture.changes();
    const diff = (path: string) => readDiff(fixture.root, byPath(changes, path));
    expect(await diff('link')).toEqual({ kind: 'symlink', oldTarget: 'text.txt', newTarget: 'other.txt' });
    expect(await diff('script.sh')).toMatchObject({ kind: 'text', hunks: [] });
    expect(drawn(await diff('becomes-link'))).toEqual(['@@ -1,1 +1,1 @@', '-text', '+elsewhere⏎']);
    expect(await diff('new name "é"\n.txt')).toMatchObject({ kind: 'text', hunks: [] });
  });
});
