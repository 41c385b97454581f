import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutState } from './support/checkout-state';
import { expect, git, test } from './support/coppice';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

const QUIET = 'replace "colorful" with "quiet" in README.md';

test('what was accepted is committed, merged into the checkout when asked, put back and pushed', async ({
  launch,
  repository,
  scratch,
}) => {
  const remote = join(scratch, 'remote.git');
  git(scratch, 'init', '--quiet', '--bare', remote);
  git(repository, 'remote', 'add', 'origin', remote);
  const before = checkoutState(repository);
  const main = git(repository, 'rev-parse', 'main').trim();
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await window.accept('README.md');
  const { page } = window;
  const { branch } = sessionWorktree(repository);

  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Finish/ });
  const commit = dialog.getByRole('region', { name: 'Commit' });
  await expect(commit.getByRole('textbox', { name: 'Message' })).toHaveValue(
    /^Replace "colorful" with "quiet" in README\.md\n\nCo-authored-by: Built-in agent <builtin@agents\.localhost>\n$/,
  );
  await commit.getByRole('textbox', { name: 'Message' }).fill('Calm the README\n');
  await commit.getByRole('button', { name: 'Commit 1 file' }).click();
  await expect(commit).toContainText('Committed as');
  expect(git(repository, 'log', '--format=%s', `main..${branch}`)).toBe('Calm the README\n');

  const into = dialog.getByRole('region', { name: 'Bring into another branch' });
  const merge = into.getByRole('button', { name: 'Merge into main' });
  await expect(into).toContainText('Adds a merge commit to main (1 commit, 1 file).');
  await expect(merge).toBeDisabled();
  expect(checkoutState(repository)).toEqual(before);
  const back = () => page.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
  writeFileSync(join(repository, 'src/paint.ts'), "export const color = 'by hand';\n");
  await back();
  await expect(into).toContainText('has changes of its own (src/paint.ts). Commit or stash them first.');
  git(repository, 'checkout', '--', 'src/paint.ts');
  await back();
  await into.getByRole('switch', { name: 'Update my checkout too' }).click();
  await merge.click();
  await expect(into).toContainText('main is at');
  await expect(into).toContainText('main already has everything in this session.');
  expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('A quiet sample.');
  expect(git(repository, 'status', '--porcelain')).toBe('');
  await into.getByRole('button', { name: `Put main back to ${main.slice(0, 8)}` }).click();
  await expect(into).toContainText('main is where it was.');
  expect(git(repository, 'rev-parse', 'main').trim()).toBe(main);
  expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('A colorful sample.');

  const push = dialog.getByRole('region', { name: 'Push' });
  await push.getByRole('button', { name: 'Push to origin' }).click();
  await expect(push).toContainText('origin has the branch.');
  expect(git(remote, 'for-each-ref', '--format=%(refname)')).toBe(`refs/heads/${branch}\n`);
});

test('a commit that hangs in a hook shows while the dialog is closed, and is cancelled there', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await window.accept('README.md');
  writeFileSync(join(repository, '.git/hooks/pre-commit'), '#!/bin/sh\nexec sleep 1000\n', { mode: 0o755 });
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Finish/ });
  await dialog.getByRole('button', { name: 'Commit 1 file' }).click();
  await dialog.getByRole('button', { name: 'Trust this repository and commit' }).click();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.keyboard.press('Escape');
  const underWay = page.getByRole('button', { name: 'Committing…' });
  await expect(underWay).toBeVisible();
  await window.send('help');
  await expect(page.getByText('Built-in agent waits for what is under way in Finish')).toBeVisible();
  await page.reload();
  await underWay.click();
  await expect(dialog.getByRole('button', { name: 'Commit 1 file' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Finish', exact: true })).toBeVisible();
  await window.waitForTurnEnd();
  expect(git(sessionWorktree(repository).path, 'log', '--format=%s').trim()).toBe('Initial commit');
});

test('how a step went comes into sight in a low window', async ({ launch, repository, scratch }) => {
  git(repository, 'remote', 'add', 'origin', join(scratch, 'nowhere.git'));
  const { page, app } = await launch({ paths: [repository] });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
  const window = new CoppiceWindow(page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  const push = page.getByRole('dialog', { name: /^Finish/ }).getByRole('region', { name: 'Push' });
  await push.getByRole('button', { name: 'Push to origin' }).click();
  await expect(push.getByRole('alert')).toBeInViewport({ ratio: 1 });
});

test('how a step went is said also where its dialog was closed meanwhile', async ({
  launch,
  repository,
  scratch,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await window.accept('README.md');
  const goOn = join(scratch, 'go-on');
  execFileSync('mkfifo', [goOn]);
  const hook = `#!/bin/sh\ncat '${goOn}'\necho 'no such day' >&2\nexit 1\n`;
  writeFileSync(join(repository, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Finish/ });
  await dialog.getByRole('button', { name: 'Commit 1 file' }).click();
  await dialog.getByRole('button', { name: 'Trust this repository and commit' }).click();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  writeFileSync(goOn, '');
  await expect(window.notifications).toContainText('pre-commit');
});

test('conflicts are named before anything moves, and an agent resolves them', async ({
  launch,
  repository,
}) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession(QUIET);
  await window.waitForTurnEnd();
  await window.accept('README.md');
  writeFileSync(join(repository, 'README.md'), '# Sample\n\nA loud sample.\nSecond line.\n');
  git(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
  const { page } = window;
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill('finish');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Finish/ });
  await dialog.getByRole('button', { name: 'Commit 1 file' }).click();
  await expect(dialog).toContainText('Committed as');
  await expect(dialog).toContainText('1 file conflicts with main:');
  await dialog.getByRole('button', { name: 'Let Built-in agent resolve' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(window.file('README.md')).toContainText('<<<<<<<');
  await expect(window.file('README.md').getByText('conflict', { exact: true })).toBeVisible();
  // Accepted as it is, it is still to be decided on.
  await window.accept('README.md');
  await page.getByRole('button', { name: 'Merge under way' }).click();
  await expect(dialog).toContainText('README.md was accepted with conflict markers');
  await expect(dialog).not.toContainText('All conflicts are decided.');
  await expect(dialog.getByRole('button', { name: 'Complete the merge' })).toBeDisabled();
  await page.keyboard.press('Escape');
  const { path } = sessionWorktree(repository);
  writeFileSync(join(path, 'README.md'), '# Sample\n\nA quiet but firm sample.\nSecond line.\n');
  await window.changes.getByRole('button', { name: /^Refresh/ }).click();
  await expect(window.file('README.md')).toContainText('quiet but firm');
  await window.accept('README.md');
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await expect(dialog).toContainText('All conflicts are decided.');
  await dialog.getByRole('button', { name: 'Complete the merge' }).click();
  await expect(dialog).toContainText('Committed as');
  expect(git(path, 'log', '-1', '--format=%P').trim().split(' ')).toHaveLength(2);
});
