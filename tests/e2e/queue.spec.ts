import { expect, test } from './support/coppice';
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
  await expect(window.page.locator('ol [tabindex="0"]')).toHaveCount(4);
});
