import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/coppice';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('a deleted session comes back by undo, waits in the bin, and goes for good when asked twice', async ({
  launch,
  repository,
}) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  const { page } = window;
  await window.startSession('write kept.txt: yes');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  const remove = async () => {
    await page.getByRole('button', { name: 'Session actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete session' }).click();
    await expect(window.session('write kept.txt')).toHaveCount(0);
  };
  await remove();
  await window.notifications.getByRole('button', { name: 'Undo' }).click();
  await expect(window.session('write kept.txt')).toBeVisible();
  await expect(window.file('kept.txt')).toBeVisible();
  await remove();
  expect(existsSync(join(path, 'kept.txt'))).toBe(true);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Bin');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Archive and bin' });
  await expect(dialog.getByRole('listitem')).toContainText(/write kept\.txt.*removed for good on .*KB/s);
  await dialog.getByRole('button', { name: 'Empty bin…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete 1 session forever?' });
  await question.getByRole('button', { name: 'Delete forever' }).click();
  await expect(dialog.getByText('The bin is empty')).toBeVisible();
  await expect.poll(() => existsSync(path)).toBe(false);
});

test('a worktree that was deleted on disk is said, and made again with its work for the prompt that waits', async ({
  launch,
  repository,
}) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('write kept.txt: yes');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  rmSync(path, { recursive: true });
  await window.send('write more.txt: yes');
  const banner = window.page.getByRole('region', { name: 'Trouble with this session' });
  await expect(banner).toContainText('is gone');
  await expect(window.session('write kept.txt')).toContainText('Worktree gone');
  await banner.getByRole('button', { name: 'Make it again' }).click();
  await expect(window.transcript.getByText('Wrote more.txt.')).toBeVisible();
  await expect(banner).toHaveCount(0);
  expect(readFileSync(join(path, 'kept.txt'), 'utf8')).toBe('yes\n');
});
