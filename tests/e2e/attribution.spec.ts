import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, test } from './support/coppice';
import { scribe, writeAgentsFile } from './support/custom-agents';
import { acceptedFile, sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('each changed line says whose it is, and a turn can be looked at alone', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  const readme = window.file('README.md');
  await expect(readme).toBeVisible();
  const { path } = sessionWorktree(repository);
  const file = join(path, 'README.md');

  // By hand, in another program, while the window stays in sight.
  writeFileSync(file, readFileSync(file, 'utf8').replace('# Sample', '# My sample'));
  await expect(readme.getByRole('row', { name: 'added line 1: # My sample, by You' })).toBeVisible();
  await expect(
    readme.getByRole('row', { name: 'added line 3: A quiet sample., by Built-in agent · turn 1' }),
  ).toBeVisible();

  // In full where one points at the numbers of a line, or where the keyboard is.
  const mine = readme.getByRole('row', { name: 'added line 1: # My sample, by You' });
  await expect(mine.getByText('You', { exact: true })).toHaveCount(0);
  await mine.locator('[data-gutter]').hover();
  await expect(mine.getByText('You', { exact: true })).toBeVisible();
  await readme.getByRole('button', { name: /^README\.md, modified/ }).focus();
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await expect(mine).toBeFocused();
  await readme.getByText('colorful').hover();
  await expect(mine.getByText('You', { exact: true })).toBeVisible();

  // With a filter only the lines that do not step back are decided on.
  await window.changes.getByRole('button', { name: /^You/ }).click();
  await window.changes.getByRole('button', { name: 'Accept their lines' }).click();
  await expect(mine).toHaveCount(0);
  expect(acceptedFile(repository, 'README.md')).toBe('# My sample\n\nA colorful sample.\nSecond line.\n');
  await window.changes.getByRole('button', { name: 'Clear the filter' }).click();

  await window.pickAgent('Scribe');
  await window.prompt('write notes.txt A note.');
  await window.waitForTurnEnd();
  await expect(
    window.file('notes.txt').getByRole('row', { name: 'added line 1: A note., by Scribe · turn 2' }),
  ).toBeVisible();

  await window.transcript.getByRole('button', { name: 'Show its changes' }).first().click();
  await expect(window.file('notes.txt')).toHaveCount(0);
  await window.changes.getByRole('button', { name: 'Turn 1' }).click();
  await expect(window.file('notes.txt')).toBeVisible();
});

test('who wrote a line stands after its text, and over its end only where there is no room', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  const long = `const long = '${'long '.repeat(60)}';`;
  const { path } = sessionWorktree(repository);
  writeFileSync(join(path, 'README.md'), `# My sample\n\nA quiet sample.\nSecond line.\n${long}\n`);
  const readme = window.file('README.md');
  const row = (text: string) => readme.getByRole('row', { name: text });
  await expect(row('added line 5')).toBeVisible();
  const header = readme.getByRole('button', { name: /^README\.md, modified/ });
  await window.changes.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Wrap long lines' }).click();
  await page.keyboard.press('Escape');

  for (const layout of ['unified', 'split']) {
    await header.focus();
    if (layout === 'split') await page.keyboard.press('u');
    const short = row('added line 1: # My sample');
    await short.locator('[data-gutter]').last().hover();
    const pointedAt = await ends(short);
    expect(pointedAt.card.left).toBeGreaterThan(pointedAt.text.right);
    expect(pointedAt.card.left).toBeLessThan(pointedAt.text.right + 40);

    await header.focus();
    for (let step = 0; step < 5; step += 1) {
      if (await short.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('ArrowDown');
    }
    await expect(short).toBeFocused();
    const walkedTo = await ends(short);
    expect(walkedTo.card.left).toBeGreaterThan(walkedTo.text.right);

    await row('added line 5').locator('[data-gutter]').last().hover();
    const pinned = await ends(row('added line 5'));
    expect(pinned.text.right).toBeGreaterThan(pinned.row.right);
    expect(pinned.card.right).toBeLessThanOrEqual(pinned.row.right);
    expect(pinned.card.right).toBeGreaterThan(pinned.row.right - 20);
  }
});

/** Where a row, the text of its last side and the card that says who wrote that stand, in pixels. */
function ends(row: Locator) {
  return row.evaluate((element) => {
    const code = [...element.querySelectorAll('[data-gutter] + *')].at(-1);
    const text = document.createRange();
    text.selectNodeContents(code?.firstElementChild as Element);
    const card = [...element.querySelectorAll('[data-credit-tag]')].at(-1)?.firstElementChild;
    if (!card) throw new Error('no card');
    const between = ({ left, right }: DOMRect) => ({ left, right });
    return {
      row: between(element.getBoundingClientRect()),
      text: between(text.getBoundingClientRect()),
      card: between(card.getBoundingClientRect()),
    };
  });
}
