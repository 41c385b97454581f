import type { Locator } from '@playwright/test';
import { expect, test } from './support/coppice';
import { CoppiceWindow } from './support/window';

test('the whole job is done without a mouse', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  const { keyboard } = page;
  await expect(window.newPrompt).toBeFocused();
  await keyboard.type('write notes.md: hello');
  await keyboard.press('Enter');
  await window.waitForTurnEnd();

  await keyboard.press('Control+n');
  await expect(window.newPrompt).toBeFocused();
  await keyboard.type('write notes.md: by hand');
  await keyboard.press('Shift+Enter');
  await keyboard.type('run touch made.txt');
  await keyboard.press('Enter');
  await expect(window.permission).toBeVisible();
  await runFromPalette(window, 'open question');
  await expect(window.permission).toBeFocused();
  await keyboard.press('1');
  await window.waitForTurnEnd();
  await expect(window.file('made.txt')).toBeVisible();

  await focusPanel(window, window.changes);
  await keyboard.press('n');
  await expect(window.file('made.txt').getByRole('button', { name: /^made\.txt, added/ })).toBeFocused();
  await keyboard.press('n');
  await expect(window.file('notes.md').getByRole('button', { name: /^notes\.md, added/ })).toBeFocused();
  await keyboard.press('p');
  await keyboard.press('r');
  await expect(window.file('made.txt')).toHaveCount(0);
  await expect(window.file('notes.md').getByRole('button', { name: /^notes\.md, added/ })).toBeFocused();
  await keyboard.press('a');
  await expect(window.changes).toContainText('Everything is decided');
  await expect(window.acceptedBar).toContainText('(1 file)');
  await keyboard.press('Control+z');
  await expect(window.file('notes.md')).toBeVisible();
  await expect(window.acceptedBar).toHaveCount(0);

  await keyboard.press('Control+l');
  await expect(window.composer).toBeFocused();
  await keyboard.type('slow 100');
  await keyboard.press('Enter');
  await expect(window.page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await keyboard.press('Control+.');
  await window.waitForTurnEnd('Cancelled');
});

test('the palette finds an action by its words and runs it', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await expect(window.newPrompt).toBeFocused();
  await runFromPalette(window, 'appearance dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox');
  await search.fill('nothing is called like this');
  await expect(page.getByRole('dialog')).toContainText('Nothing matches');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(window.newPrompt).toBeFocused();
});

test('the palette finds the list of all shortcuts, which names those of every part', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await expect(window.newPrompt).toBeFocused();
  await runFromPalette(window, 'shortcut');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('New session');
  await expect(list).toContainText('Accept or reject the selection, else the hunk, else the file');
  await page.keyboard.press('Escape');
  await runFromPalette(window, 'keyboard');
  await expect(list).toBeVisible();
});

test('a shortcut pressed right after Escape in the settings is heard', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+n');
  await expect(window.newPrompt).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.type('list');
  await expect(window.newPrompt).toHaveValue('list');
});

test('the sidebar is a tree that arrow keys walk', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  await window.newSession('list');
  await window.waitForTurnEnd();
  await focusPanel(window, window.sessions);
  await expect(window.session('list')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(window.session('help')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'help', level: 1 })).toBeVisible();
  await expect(window.composer).toBeFocused();
  await focusPanel(window, window.sessions);
  await page.keyboard.press('Home');
  await expect(window.sessions.getByRole('treeitem', { name: 'sample' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(window.session('help')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(window.session('help')).toBeVisible();
});

async function runFromPalette({ page }: CoppiceWindow, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
}

/** Goes from panel to panel with F6 until the focus is in this part of the window. */
async function focusPanel({ page }: CoppiceWindow, part: Locator): Promise<void> {
  const isThere = () => part.evaluate((element) => element.contains(document.activeElement));
  for (let presses = 0; presses < 6 && !(await isThere()); presses++) await page.keyboard.press('F6');
  expect(await isThere(), 'F6 comes to this part of the window').toBe(true);
}

test('the palette decides on all changes, undoes and commits, each only while it can be done', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('write a.txt: one\nwrite b.txt: two');
  await window.waitForTurnEnd();
  await expect(window.file('b.txt')).toBeVisible();
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const offered = async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette.getByRole('option', { name: 'Decisions' })).toBeVisible();
    const names = ['Accept all', 'Reject all', 'Undo the last decision', 'Commit…'];
    const found = names.map(async (name) =>
      (await palette.getByRole('option', { name }).count()) > 0 ? [name] : [],
    );
    const all = (await Promise.all(found)).flat();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
    return all;
  };
  await expect.poll(offered).toEqual(['Accept all', 'Reject all']);
  await window.runAction('Accept all');
  await expect(window.acceptedBar).toContainText('(2 files)');
  await expect.poll(offered).toEqual(['Undo the last decision', 'Commit…']);
  await window.runAction('Undo the last decision');
  await expect(window.file('a.txt')).toBeVisible();
  await window.runAction('Reject all');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reject' }).click();
  await expect(window.file('a.txt')).toHaveCount(0);
  await window.runAction('Decisions');
  const listed = page.getByRole('dialog', { name: 'Decisions' });
  await listed.getByRole('button', { name: /^Undo: Rejected/ }).press('Enter');
  await expect(window.file('a.txt')).toBeVisible();
  await page.keyboard.press('Escape');
  await window.runAction('Accept all');
  await expect(window.acceptedBar).toContainText('(2 files)');
  await window.runAction('Commit…');
  const dialog = page.getByRole('dialog', { name: /^Finish/ });
  await dialog.getByRole('button', { name: 'Commit 2 files' }).click();
  await expect(dialog).toContainText('Committed as');
  await page.keyboard.press('Escape');
  // Rejecting was undone, and accepting is committed.
  await expect.poll(offered).toEqual([]);
});
