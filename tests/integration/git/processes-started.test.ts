import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { ListedChange } from '../../../src/main/git/changes/list-changes';
import { readDiff } from '../../../src/main/git/changes/read-diff';
import { acceptSelection } from '../../../src/main/git/decisions/decide';
import { startGitHere } from '../../../src/main/git/git-process';
import { startGitsWith } from '../../../src/main/git/run-git';
import { DiffsTogether } from '../../../src/main/services/changes/diffs-together';
import type { ChangePart } from '../../../src/shared/domain/change';
import { gitSandbox } from './git-sandbox';
import { byPath, SessionFixture } from './session-fixture';

/** The git commands that are started from now on. */
function noteCommands(): string[] {
  const commands: string[] = [];
  startGitsWith((command, listener) => {
    // Settings come first.
    const first = command.args.findIndex((arg, at) => !arg.startsWith('-') && command.args[at - 1] !== '-c');
    commands.push(command.args[first] ?? '');
    return startGitHere(command, listener);
  });
  onTestFinished(() => startGitsWith(startGitHere));
  return commands;
}

it('a diff and a decision on a hunk start no git that is not needed', async () => {
  const sandbox = gitSandbox();
  sandbox.write('src/deep/file', 'one\ntwo\nthree\n');
  sandbox.commitAll('Base');
  const fixture = await SessionFixture.open(sandbox);
  fixture.write('src/deep/file', 'ONE\ntwo\nTHREE\n');
  const changes = await fixture.changes();
  const { accepted = '', committed, chain: checkpoint = '' } = await fixture.chain.refs();
  const [change] = changes;
  if (!change) throw new Error('Nothing is pending');

  const commands = noteCommands();
  await readDiff(fixture.root, change);
  expect(commands.splice(0)).toEqual(['diff']);

  await acceptSelection({
    worktree: fixture.root,
    sessionId: fixture.sessionId,
    chosen: [{ ...change, part: { old: [[1, 1]], new: [[1, 1]] } }],
    pending: { accepted, committed, checkpoint, changes },
  });
  const forTheText = ['diff', 'cat-file', 'hash-object'];
  expect(commands).toEqual([...forTheText, 'cat-file', 'mktree', 'commit-tree', 'update-ref']);
});

it('a decision on parts of many files starts no more git than one on parts of a few', async () => {
  const sandbox = gitSandbox();
  const before = (index: number) => `one ${index}\ntwo\nthree\nfour\nfive\n`;
  for (let index = 0; index < 40; index++) sandbox.write(`file ${index}`, before(index));
  sandbox.commitAll('Base');
  const fixture = await SessionFixture.open(sandbox);
  const after = (index: number) => before(index).replace('two', 'TWO').replace('five', 'FIVE');
  for (let index = 0; index < 40; index++) fixture.write(`file ${index}`, after(index));
  const part = { old: [[2, 2]], new: [[2, 2]] } satisfies ChangePart;
  const changes = (await fixture.changes()).map((change) => ({ ...change, part }));
  const commands = noteCommands();
  await fixture.reject(changes.slice(0, 4));
  const forFew = commands.splice(0);
  await fixture.reject(changes.slice(4));
  expect(commands).toEqual(forFew);
  for (let index = 0; index < 40; index++) {
    expect(readFileSync(fixture.file(`file ${index}`), 'utf8')).toBe(before(index).replace('five', 'FIVE'));
  }
});

it('many diffs that are asked for at once take three processes, and each is told as if it were alone', async () => {
  const sandbox = gitSandbox();
  const numbers = (name: string) => Array.from({ length: 30 }, (_, at) => `${name} ${at}\n`).join('');
  for (let index = 0; index < 40; index++) sandbox.write(`file ${index}`, numbers(`line of ${index}`));
  sandbox.commitAll('Base');
  const fixture = await SessionFixture.open(sandbox);
  for (let index = 0; index < 40; index++) {
    fixture.write(`file ${index}`, numbers(`line of ${index}`).replaceAll('7\n', 'seven\n'));
  }
  // What git would say at the head of a patch, in a text.
  fixture.write('file 3', 'diff --git a/x b/x\nindex 1..2\n@@ -1 +1 @@\n');
  const changes = await fixture.changes();
  const alone = await Promise.all(changes.map((change) => readDiff(fixture.root, change, 1)));
  const moved = { ...changes[5], newOid: changes[6]?.newOid } as (typeof changes)[number];

  const commands = noteCommands();
  const together = new DiffsTogether();
  const read = (change: ListedChange) => together.read(fixture.root, fixture.sessionId, change, 1);
  expect(await Promise.all(changes.map(read))).toEqual(alone);
  expect(commands.splice(0)).toEqual(['diff', 'for-each-ref', 'diff-tree']);
  // One that is not there as it was shown is read from its blobs, and holds up nobody.
  const [, diff] = await Promise.all([
    read(changes[0] as ListedChange),
    read(moved),
    read(changes[1] as ListedChange),
  ]);
  expect(diff).toEqual(await readDiff(fixture.root, moved, 1));
});

it('a file whose name is no text does not have everything compared when its diff is asked for with others', async () => {
  const sandbox = gitSandbox();
  sandbox.write('kept', 'kept\n');
  sandbox.commitAll('Base');
  const fixture = await SessionFixture.open(sandbox);
  for (const name of ['a', 'b']) fixture.write(name, `${name}\n`);
  writeFileSync(Buffer.concat([Buffer.from(`${fixture.root}/`), Buffer.from([0x6c, 0xe9])]), 'latin\n');
  const changes = await fixture.changes();
  const [a, b, odd] = ['a', 'b', 'l\ufffd'].map((path) => byPath(changes, path)) as [
    ListedChange,
    ListedChange,
    ListedChange,
  ];
  const alone = await Promise.all([a, odd, b].map((change) => readDiff(fixture.root, change, 3)));
  const commands = noteCommands();
  const together = new DiffsTogether();
  const read = (change: ListedChange) => together.read(fixture.root, fixture.sessionId, change, 3);
  expect(await Promise.all([a, odd, b].map(read))).toEqual(alone);
  expect(commands).toEqual(['diff', 'diff', 'diff']);
});

it('a decision on parts of many files that git converts starts no more git than one on parts of a few', async () => {
  const sandbox = gitSandbox();
  sandbox.git(['config', 'filter.caps.clean', 'tr A-Z a-z']);
  sandbox.git(['config', 'filter.caps.smudge', 'tr a-z A-Z']);
  sandbox.write('.gitattributes', '*.txt text eol=crlf\n*.caps filter=caps\n');
  const names = Array.from({ length: 50 }, (_, index) => `file ${index}.${index % 5 === 0 ? 'caps' : 'txt'}`);
  for (const name of names) sandbox.write(name, 'one\ntwo\nthree\nfour\nfive\n');
  sandbox.commitAll('Base');
  const fixture = await SessionFixture.open(sandbox);
  const read = (name: string) => readFileSync(fixture.file(name), 'utf8');
  for (const name of names) fixture.write(name, read(name).replace(/two/i, 'zwei').replace(/five/i, 'fuenf'));
  // A line end of the user's own, which stays.
  for (const name of names) fixture.write(name, read(name).replace('three\r\n', 'three\n'));
  const edited = names.map(read);
  const part = { old: [[2, 2]], new: [[2, 2]] } satisfies ChangePart;
  const changes = (await fixture.changes()).map((change) => ({ ...change, part }));
  const commands = noteCommands();
  await fixture.reject(changes.slice(0, 4));
  const forFew = commands.splice(0);
  await fixture.reject(changes.slice(4));
  expect(commands).toEqual(forFew);
  expect(names.map(read)).toEqual(
    edited.map((text, index) => text.replace('zwei', index % 5 === 0 ? 'TWO' : 'two')),
  );
});
