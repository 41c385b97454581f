import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, git, test } from './support/coppice';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

const long = Array.from({ length: 2_000 }, (_, at) => `line ${at + 1}\n`).join('');

test('text is found in all differences, also far away and in closed files, and the reader is led to it', async ({
  launch,
  repository,
}) => {
  writeFileSync(join(repository, 'package-lock.json'), '{}\n');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'A lock file');
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  writeFileSync(join(path, 'a.txt'), long.replace('line 1500\n', 'a Needle in line 1500, a needle\n'));
  writeFileSync(join(path, 'package-lock.json'), '{ "needle": 1 }\n');
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  const header = window.file('a.txt').getByRole('button', { name: /^a\.txt, added/ });
  await header.focus();

  await page.keyboard.press('Control+f');
  const bar = window.changes.getByRole('search', { name: 'Find in changes' });
  const field = bar.getByRole('textbox');
  await expect(field).toBeFocused();
  await page.keyboard.type('needle');
  await expect(bar.getByRole('status')).toHaveText('1 of 3');
  await expect(window.file('a.txt').getByRole('row', { name: /a Needle/ })).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('3 of 3');
  await expect(window.file('package-lock.json').getByRole('row', { name: /needle/ })).toBeInViewport();
  await page.keyboard.press('Shift+Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 3');
  await bar.getByRole('button', { name: 'Match case' }).click();
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await bar.getByRole('button', { name: 'Use a regular expression' }).click();
  await field.fill('line 1(');
  await expect(bar.getByRole('alert')).toContainText('Not a regular expression: Unterminated group');
  await field.fill('line 1[45]00$|Needle');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await field.press('Enter');
  await page.screenshot({ path: test.info().outputPath('find.png') });

  await field.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(window.file('a.txt').getByRole('row', { name: /a Needle/ })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('find in changes');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
});

test('a match far to the right is scrolled to sideways', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  const far = (text: string) => `${'word '.repeat(120)}${text} ${'word '.repeat(60)}\n`;
  writeFileSync(join(path, 'wide.txt'), `near pearl\n${far('a pearl')}`);
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  await window
    .file('wide.txt')
    .getByRole('button', { name: /^wide\.txt, added/ })
    .focus();
  await page.keyboard.press('w');
  const bar = window.changes.getByRole('group', { name: 'Scroll long lines sideways' });
  await expect(bar).toBeVisible();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('pearl');
  const match = window.file('wide.txt').locator('[data-current-match]');
  await expect(match).toBeInViewport();
  await expect.poll(() => bar.evaluate(({ scrollLeft }) => scrollLeft)).toBe(0);
  await page.keyboard.press('Enter');
  await expect(window.changes.getByRole('search').getByRole('status')).toHaveText('2 of 2');
  await expect.poll(() => bar.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(1_000);
  await expect(match).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect.poll(() => bar.evaluate(({ scrollLeft }) => scrollLeft)).toBe(0);
});
