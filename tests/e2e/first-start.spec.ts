import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkoutState } from './support/checkout-state';
import { type Coppice, dropOnWindow, expect, git, makeRepository, test } from './support/coppice';
import { acceptedFile, sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('the first start sets up the data folder and invites to drop a repository; a folder that is none becomes one only when the user agrees', async ({
  launch,
  scratch,
}) => {
  const { page } = await launch();
  const invitation = page.getByRole('heading', { name: 'Drop a git repository here' });
  await expect(invitation).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open…' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^New session/ })).toBeDisabled();
  for (const name of ['coppice.db', 'worktrees', 'agent-state', 'logs/coppice.log']) {
    expect(existsSync(join(scratch, 'data', name)), name).toBe(true);
  }

  const bare = join(scratch, 'central.git');
  mkdirSync(bare);
  git(bare, 'init', '--quiet', '--bare');
  await dropOnWindow(page, [bare]);
  await expect(new CoppiceWindow(page).notifications).toContainText('central.git is a bare repository');
  await expect(invitation).toBeVisible();

  const folder = join(scratch, 'plain');
  mkdirSync(folder);
  writeFileSync(join(folder, 'poem.txt'), 'Roses\n');
  const question = page.getByRole('alertdialog', { name: 'This folder is not a git repository' });
  await dropOnWindow(page, [folder]);
  await expect(question).toContainText('git init');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  expect(existsSync(join(folder, '.git'))).toBe(false);
  await dropOnWindow(page, [folder]);
  await question.getByRole('button', { name: 'Make it a repository' }).click();
  await expect(page.getByRole('heading', { name: 'New session in plain' })).toBeVisible();
  expect(git(folder, 'log', '--format=%an %s')).toBe('Ada Tester Initial commit\n');
  expect(git(folder, 'show', 'HEAD:poem.txt')).toBe('Roses\n');
});

test('a dropped repository gets a session in a worktree of its own, and stays as it was', async ({
  launch,
  repository,
  scratch,
}) => {
  writeFileSync(join(repository, 'README.md'), 'Work in progress\n');
  writeFileSync(join(repository, 'untracked.txt'), 'Not added yet\n');
  const before = checkoutState(repository);
  const window = new CoppiceWindow((await launch()).page);
  await window.openRepository(repository);
  await window.startSession('write notes.md: hello');
  await window.waitForTurnEnd();
  await expect(window.file('notes.md')).toBeVisible();
  // Dropped once more, it asks what else is to be done.
  await dropOnWindow(window.page, [repository]);
  await expect(window.newPrompt).toBeVisible();

  const { path, branch } = sessionWorktree(repository);
  expect(branch).toMatch(/^coppice\/write-notes/);
  expect(path.startsWith(join(scratch, 'data', 'worktrees'))).toBe(true);
  expect(existsSync(join(path, 'notes.md'))).toBe(true);
  expect(existsSync(join(path, 'untracked.txt'))).toBe(false);
  expect(checkoutState(repository)).toEqual(before);
});

test('a folder on the command line opens, and a second start hands its own to the window that is open', async ({
  launch,
  repository,
  scratch,
}) => {
  const first = await launch({ paths: [repository] });
  await expect(first.page.getByRole('heading', { name: 'New session in sample' })).toBeVisible();
  const second = startAgain(first, scratch, join(makeRepository(join(scratch, 'other')), 'src'));
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await expect(first.page.getByRole('heading', { name: 'New session in other' })).toBeVisible();
  expect(first.app.windows()).toHaveLength(1);
});

test('spaces, quotes and letters of any script in a path are fine', async ({ launch, scratch }) => {
  const repository = makeRepository(join(scratch, "Ünï côdé 日本語 'quoted' repo"));
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await expect(window.newPrompt).toBeVisible();
  await window.startSession('write "grüße 世界.md": hallo');
  await window.waitForTurnEnd();
  await window.accept('grüße 世界.md');
  expect(acceptedFile(repository, 'grüße 世界.md')).toBe('hallo\n');
});

/** Starts Coppice once more on the same data folder, as a file manager or a terminal would. */
function startAgain({ app }: Coppice, scratch: string, path: string) {
  const root = resolve(import.meta.dirname, '../..');
  const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawn(app.process().spawnfile, [...noSandbox, root, path], {
    env: { ...process.env, COPPICE_HOME: join(scratch, 'data') },
    stdio: 'ignore',
  });
}
