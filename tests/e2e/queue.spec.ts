import { expect, test } from './support/coppice';
import { deaf, writeAgentsFile } from './support/custom-agents';
import { CoppiceWindow } from './support/window';

test('waiting prompts are moved with buttons and keys, and wait while the queue is paused', async ({
  launch,
  repository,
}) => {
  const first = await launch({ paths: [repository] });
  const window = new CoppiceWindow(first.page);
  await window.startSession('slow 500');
  await expect(window.transcript).toContainText('Line 1 of 500.');
  for (const name of ['one', 'two', 'three']) await window.send(`append log.txt: ${name}`);
  const list = window.page.getByRole('list', { name: 'Waiting prompts' });
  const items = list.getByRole('listitem');
  await expect(items).toHaveCount(3);

  await items.nth(2).focus();
  await window.page.keyboard.press('Alt+ArrowUp');
  await expect(items).toHaveText([/one/, /three/, /two/]);
  await expect(items.nth(1)).toBeFocused();
  await window.page.keyboard.press('Alt+ArrowUp');
  await expect(items).toHaveText([/three/, /one/, /two/]);
  await expect(items.nth(0)).toBeFocused();
  await expect(window.page.getByText('Moved to place 1 of 3')).toBeAttached();
  await window.page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await items.nth(1).getByRole('button', { name: 'Move down: append log.txt: one' }).click();
  await expect(items).toHaveText([/three/, /two/, /one/]);

  await window.page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(window.page.getByText('You paused the queue')).toBeVisible();
  await window.stop();
  await expect(items).toHaveCount(3);
  await first.quit();

  const second = await launch();
  const after = new CoppiceWindow(second.page);
  await after.session('slow 500').click();
  await expect(after.page.getByText('You paused the queue')).toBeVisible();
  await expect(after.page.getByRole('list', { name: 'Waiting prompts' }).getByRole('listitem')).toHaveText([
    /three/,
    /two/,
    /one/,
  ]);
  await after.page.getByRole('button', { name: 'Go on' }).click();
  await expect(after.file('log.txt')).toBeVisible();
  await expect(after.page.getByRole('list', { name: 'Waiting prompts' })).toHaveCount(0);
  await after.waitForTurnEnd();
  await expect(after.file('log.txt').getByRole('row')).toContainText([/three/, /two/, /one/]);
});

test('a queue of fifty prompts scrolls and is one stop for the Tab key', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('slow 500');
  await expect(window.transcript).toContainText('Line 1 of 500.');
  for (let number = 1; number <= 50; number++) await window.send(`help ${number}`);
  const items = window.page.getByRole('list', { name: 'Waiting prompts' }).getByRole('listitem');
  await expect(items).toHaveCount(50);
  await items.first().focus();
  for (let step = 0; step < 49; step++) await window.page.keyboard.press('ArrowDown');
  await expect(items.last()).toBeFocused();
  await expect(items.last()).toBeInViewport();
  // The item and its four buttons.
  await expect(window.page.locator('ol [tabindex="0"]')).toHaveCount(5);
});

test('a silent turn says so, and one that does not stop is ended at once', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [deaf] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('work', 'Deaf');
  await expect(window.transcript).toContainText('Working for ever');
  await window.send('work again');
  const now = Date.now();
  await page.clock.setFixedTime(now + 75_000);
  await expect(page.getByText(/^No activity for 7\d s$/)).toBeVisible();

  const endNow = page.getByRole('button', { name: 'End now' });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stopping' })).toBeVisible();
  await expect(endNow).toHaveCount(0);
  await page.clock.setFixedTime(now + 81_000);
  await endNow.click();
  await expect(window.transcript.locator('[data-entry="turn-end"]')).toContainText('Cancelled');
  await expect(window.transcript.getByText('Working for ever')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
});
