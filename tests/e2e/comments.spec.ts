import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/coppice';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('comments on an agent’s lines go back to it by keyboard, and are resolved when it changes them', async ({
  launch,
  repository,
}) => {
  const { page, app } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  const readme = window.file('README.md');
  await expect(readme.getByRole('row', { name: /quiet/ })).toBeVisible();
  const bar = window.changes.getByRole('region', { name: 'Comments' });

  // From the bar of the file to its change, and a comment on it.
  await readme.locator('[data-row="-1"]').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  const box = readme.getByRole('textbox', { name: 'Comment on line 3' });
  await expect(box).toBeFocused();
  await page.keyboard.type('replace "quiet" with "calm" in README.md');

  // Half written it stays, also while the file is closed.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('o');
  await expect(box).toHaveCount(0);
  await page.keyboard.press('o');
  await expect(box).toHaveValue('replace "quiet" with "calm" in README.md');

  // And while somebody else writes in the file: the letters stay letters.
  await box.focus();
  const file = join(sessionWorktree(repository).path, 'README.md');
  writeFileSync(file, `A line of mine.\n${readFileSync(file, 'utf8')}`);
  await app.evaluate(({ app: electron, BrowserWindow }) =>
    electron.emit('browser-window-focus', {}, BrowserWindow.getAllWindows()[0]),
  );
  await expect(readme.getByRole('row', { name: 'added line 1: A line of mine.' })).toBeVisible();
  await expect(box).toBeFocused();
  await page.keyboard.type('\nlist');
  await expect(box).toHaveValue('replace "quiet" with "calm" in README.md\nlist');
  await page.keyboard.press('Control+Enter');
  const comment = readme.getByRole('article', { name: 'Comment on line 4, open' });
  await expect(comment).toContainText('for Built-in agent');
  await expect(window.session('replace').getByRole('img', { name: '1 comment to send' })).toBeVisible();

  await expect(bar.getByRole('button', { name: 'Send to Built-in agent' })).toBeVisible();
  await page.keyboard.press('Shift+C');
  await window.waitForTurnEnd();
  await expect(window.transcript).toContainText('1 review commentREADME.mdline 4');
  await expect(readme.getByRole('row', { name: 'added line 4: A calm sample.' })).toBeVisible();
  await expect(bar).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('Show comments');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Resolved' })).toContainText('Resolved: its lines changed');
});

test('a comment that is being written is there after a reload and a restart', async ({
  launch,
  repository,
}) => {
  const first = await launch({ paths: [repository] });
  const window = new CoppiceWindow(first.page);
  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  const boxOf = (shown: CoppiceWindow) =>
    shown.file('README.md').getByRole('textbox', { name: 'Comment on line 3' });
  await expect(window.file('README.md').getByRole('row', { name: /quiet/ })).toBeVisible();
  await window.file('README.md').locator('[data-row="-1"]').focus();
  await first.page.keyboard.press('j');
  await first.page.keyboard.press('c');
  await expect(boxOf(window)).toBeFocused();
  await first.page.keyboard.type('Why not');

  await first.page.reload();
  await expect(boxOf(window)).toHaveValue('Why not');
  await boxOf(window).focus();
  await first.page.keyboard.press('End');
  await first.page.keyboard.type(' calm?');
  await first.quit();

  const again = new CoppiceWindow((await launch()).page);
  await expect(boxOf(again)).toHaveValue('Why not calm?');
  await boxOf(again).press('Control+Enter');
  await expect(again.file('README.md').getByRole('article', { name: /^Comment on line 3/ })).toBeVisible();
  await again.page.reload();
  await expect(again.file('README.md').getByRole('article', { name: /^Comment on line 3/ })).toBeVisible();
  await expect(boxOf(again)).toHaveCount(0);
});
