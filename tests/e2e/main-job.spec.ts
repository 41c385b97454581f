import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutState } from './support/checkout-state';
import { expect, git, test } from './support/coppice';
import { acceptedFile, sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

const QUIET = 'replace "colorful" with "quiet" in README.md';

test('what an agent changed is shown with its mark, and accepted without a commit', async ({
  launch,
  repository,
}) => {
  const before = checkoutState(repository);
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  const file = window.file('README.md');
  await expect(file.getByRole('img', { name: 'Built-in agent · turn 1' })).toBeVisible();
  await expect(file.getByRole('row', { name: 'removed line 3: A colorful sample.' })).toBeVisible();
  await expect(file.getByRole('row', { name: 'added line 3: A quiet sample.' })).toBeVisible();

  await window.accept('README.md');
  await expect(window.changes).toContainText('Everything is decided');
  await expect(window.acceptedBar).toContainText('(1 file)');
  const { branch } = sessionWorktree(repository);
  expect(git(repository, 'rev-list', '--count', `main..${branch}`).trim()).toBe('0');
  expect(acceptedFile(repository, 'README.md')).toBe('# Sample\n\nA quiet sample.\nSecond line.\n');
  expect(checkoutState(repository)).toEqual(before);
});

test('a rejected change is undone byte for byte, and a rejected new file is gone', async ({
  launch,
  repository,
}) => {
  const original = 'no newline at the end,\r\nand two kinds of line endings: colorful\n\ttail';
  writeFileSync(join(repository, 'odd.txt'), original);
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'Add an odd file');
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('replace "colorful" with "quiet" in odd.txt then write new.txt: hello');
  await window.waitForTurnEnd();
  const { path, branch } = sessionWorktree(repository);
  expect(readFileSync(join(path, 'odd.txt'), 'utf8')).toContain('quiet');

  await window.reject('odd.txt');
  await window.reject('new.txt');
  expect(readFileSync(join(path, 'odd.txt'), 'utf8')).toBe(original);
  expect(existsSync(join(path, 'new.txt'))).toBe(false);
  expect(git(repository, 'rev-parse', branch)).toBe(git(repository, 'rev-parse', 'main'));
  expect(git(path, 'status', '--porcelain')).toBe('');
});

test('a command runs only after it was allowed', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('run touch made.txt');
  await expect(window.permission).toContainText('touch made.txt');
  await expect(window.session('touch made.txt').getByRole('img', { name: 'Needs you' })).toBeVisible();
  const { path } = sessionWorktree(repository);
  expect(existsSync(join(path, 'made.txt'))).toBe(false);
  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await expect(window.file('made.txt')).toBeVisible();
  await expect(window.transcript).toContainText('Allow once, by you');

  await window.prompt('run touch never.txt');
  await expect(window.permission).toBeVisible();
  const call = window.transcript.locator('[data-entry="tool"]').last();
  await expect(call).toContainText('Waiting for you');
  await window.page.keyboard.press('Control+Shift+Y');
  await expect(window.permission).toBeFocused();
  await window.page.keyboard.press('3');
  await window.waitForTurnEnd();
  await expect(window.composer).toBeFocused();
  await expect(window.transcript).toContainText('Reject, by you');
  await expect(call).toContainText('Rejected');
  expect(existsSync(join(path, 'never.txt'))).toBe(false);
});

test('text is readable while it streams', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('slow 20');
  await expect(window.transcript).toContainText('Line 3 of 20.');
  await expect(window.transcript).not.toContainText('Line 20 of 20.');
  await expect(window.page.getByText('Built-in agent is working')).toBeVisible();
  await window.waitForTurnEnd();
  await expect(window.transcript).toContainText('Line 20 of 20.');
  await expect(window.page.getByText('Built-in agent is working')).toHaveCount(0);
});

test('a running turn is stopped, and the next prompt works', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('slow 100');
  await expect(window.transcript).toContainText('Line 2 of 100.');
  await window.stop();
  await window.prompt('write after.txt: still here');
  await window.waitForTurnEnd();
  await expect(window.file('after.txt')).toBeVisible();
});

test('prompts wait for each other in order, and one that waits can be taken back', async ({
  launch,
  repository,
}) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('slow 30');
  await expect(window.transcript).toContainText('Line 1 of 30.');
  const waiting = window.page.getByRole('list', { name: 'Waiting prompts' }).getByRole('listitem');
  await window.send('append log.txt: first');
  await window.send('append log.txt: unwanted');
  await window.send('append log.txt: second');
  await expect(waiting).toHaveCount(3);
  await waiting
    .filter({ hasText: 'unwanted' })
    .getByRole('button', { name: /^Withdraw/ })
    .click();
  await window.page.getByRole('button', { name: 'Put it into the composer' }).click();
  await expect(window.composer).toHaveValue('append log.txt: unwanted');
  await expect(waiting).toHaveCount(2);

  await expect(waiting).toHaveCount(0);
  const { path } = sessionWorktree(repository);
  await expect(window.transcript).toContainText('append log.txt: second');
  await window.waitForTurnEnd();
  expect(readFileSync(join(path, 'log.txt'), 'utf8')).toBe('first\nsecond\n');
  await expect(window.composer).toHaveValue('append log.txt: unwanted');
});

test('a file edited after it was shown is not accepted unseen', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await expect(window.file('README.md').getByRole('row', { name: /A quiet sample/ })).toBeVisible();
  const { path } = sessionWorktree(repository);
  appendFileSync(join(path, 'README.md'), 'Written by hand.\n');
  await window.file('README.md').getByRole('button', { name: 'Accept README.md' }).click();
  await expect(window.notifications).toContainText('README.md changed since you saw it.');
  expect(acceptedFile(repository, 'README.md')).toBe('# Sample\n\nA colorful sample.\nSecond line.\n');

  const file = window.file('README.md');
  await expect(file.getByRole('row', { name: /Written by hand/ })).toBeVisible();
  await window.accept('README.md');
  expect(acceptedFile(repository, 'README.md')).toContain('quiet sample.\nSecond line.\nWritten by hand.\n');
});

test('names with spaces, quotes and line breaks are accepted like others', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  const names = [
    'two words.txt',
    'a "quoted" name.txt',
    "it's.txt",
    'line\nbreak.txt',
    '-dash.txt',
    'tab\there.txt',
  ];
  for (const name of names) writeFileSync(join(path, name), `${JSON.stringify(name)}\n`);
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  await expect(window.changes.getByRole('heading', { name: '6 files' })).toBeVisible();
  await window.accept('two words.txt');
  await window.changes.getByRole('button', { name: 'Accept all' }).click();
  await expect(window.changes).toContainText('Everything is decided');
  for (const name of names) {
    expect(acceptedFile(repository, name)).toBe(`${JSON.stringify(name)}\n`);
  }
});
