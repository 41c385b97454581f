import { expect, git, test } from './support/coppice';
import { deaf, scribe, writeAgentsFile } from './support/custom-agents';
import { CoppiceWindow } from './support/window';

test('a model is chosen in the settings with the mouse', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { name: 'Drop a git repository here' })).toBeVisible();
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('tab', { name: 'Model' }).click();
  await settings.getByRole('combobox').first().click();
  await page.getByRole('option', { name: 'Anthropic' }).click();
  await expect(settings.getByRole('combobox').first()).toContainText('Anthropic');
});

test('sending a prompt leads to it, wherever the reader was', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('markdown');
  await window.waitForTurnEnd();
  await window.prompt('markdown');
  await window.waitForTurnEnd();
  await window.transcript.hover();
  await window.page.mouse.wheel(0, -4000);
  await expect(window.page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  await window.send('write seen.txt: yes');
  await expect(window.transcript.getByText('Wrote seen.txt.')).toBeInViewport();
});

test('the card of a prompt is whole to its right edge while an agent works', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [deaf] });
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  const { page } = window;
  await window.startSession('markdown');
  await window.waitForTurnEnd();
  await window.pickAgent('Deaf');
  await window.prompt('go');
  await expect(window.transcript.getByText('Working for ever')).toBeVisible();
  const card = window.transcript.locator('[data-entry="prompt"]').last().locator('> *').first();
  const { x, y, width, height } = (await card.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { y: Math.round(y + height / 2), width: 1, height: 1 };
  const pixel = (at: number) => page.screenshot({ clip: { ...middle, x: Math.round(at) } });
  expect((await pixel(x + width - 1)).equals(await pixel(x))).toBe(true);
  expect((await pixel(x + width - 3)).equals(await pixel(x + 3))).toBe(true);
});

test('an agent with nothing to set has no button for it after a restart', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const first = await launch({ paths: [repository] });
  const before = new CoppiceWindow(first.page);
  await before.startSession('write a.txt yes', 'Scribe');
  await before.waitForTurnEnd();
  await first.quit();
  const { page } = await launch();
  const window = new CoppiceWindow(page);
  await window.session('write a.txt yes').click();
  await expect(page.getByRole('combobox', { name: 'Agent', exact: true })).toContainText('Scribe');
  await expect(page.getByRole('button', { name: 'Mode' })).toHaveCount(0);
});

test('in a low window the timeline has its whole height', async ({ launch, repository }) => {
  const { app, page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('write a.txt: 0');
  await window.waitForTurnEnd();
  for (let turn = 1; turn < 7; turn += 1) {
    await window.prompt(`write a.txt: ${turn}`);
    await window.waitForTurnEnd();
  }
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
  await window.changes.getByRole('button', { name: 'Timeline' }).click();
  const entries = page.getByRole('dialog', { name: 'Timeline' }).getByRole('button', { name: /· turn / });
  await expect(entries.nth(5)).toBeInViewport({ ratio: 1 });
});

test('the file the keys decide on is the one that is marked in the list', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('write a.txt: 1\nwrite b.txt: 2\nwrite c.txt: 3');
  await window.waitForTurnEnd();
  const { page } = window;
  await window.file('c.txt').waitFor();
  await page.keyboard.press('F6');
  const marked = page.locator('[data-list-item][aria-current="true"]');
  await marked.first().focus();
  await page.keyboard.press('n');
  await expect(marked).toContainText('a.txt');
  await page.keyboard.press('n');
  await expect(marked).toContainText('b.txt');
  await page.keyboard.press('a');
  await expect(window.file('b.txt')).toHaveCount(0);
  const accepted = git(repository, 'for-each-ref', '--format=%(refname)', 'refs/coppice/sessions/*/accepted');
  expect(git(repository, 'diff', '--name-only', 'main', accepted.trim())).toBe('b.txt\n');
});

test('a right click on a session renames, finishes and archives it, and the list then leads to what is archived', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  await window.session('help').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename session' }).click();
  await page.getByRole('textbox', { name: 'Session title' }).fill('Ask around');
  await page.keyboard.press('Enter');
  await window.newSession('list');
  await window.waitForTurnEnd();
  await window.session('Ask around').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Finish session…' }).click();
  await expect(page.getByRole('dialog', { name: 'Finish “Ask around”' })).toBeVisible();
  await page.keyboard.press('Escape');
  await window.session('list').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive session' }).click();
  await window.session('Ask around').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive session' }).click();
  await expect(window.sessions).not.toContainText('No sessions yet');
  await window.sessions.getByRole('treeitem', { name: '2 archived, none open' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore Ask around' }).click();
  await expect(page.getByRole('heading', { name: 'Ask around', level: 1 })).toBeVisible();
});
