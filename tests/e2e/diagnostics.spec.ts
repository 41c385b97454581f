import AxeBuilder from '@axe-core/playwright';
import { type Coppice, expect, test } from './support/coppice';
import { CoppiceWindow } from './support/window';

test.skip(process.platform === 'win32', 'processes cannot be listed there');

async function runSleep({ page }: Coppice, repository: string): Promise<CoppiceWindow> {
  const window = new CoppiceWindow(page);
  await window.openRepository(repository);
  await window.startSession('run sleep 1000');
  await window.answerPermission('Allow once');
  return window;
}

test('the processes dialog lists an agent’s command under its session', async ({ launch, repository }) => {
  const coppice = await launch();
  const { page } = coppice;
  await runSleep(coppice, repository);
  await page.getByRole('button', { name: '1 agent alive' }).click();
  const dialog = page.getByRole('dialog', { name: 'Processes' });
  const sleep = dialog.getByRole('row').filter({ has: page.getByText('sleep 1000', { exact: true }) });
  await expect(sleep).toHaveCount(1);
  await expect(dialog.getByRole('row', { name: /Built-in agent/ })).toContainText(/\d processes/);
  await expect(dialog.getByRole('row', { name: /Coppice itself/ })).toContainText(/MB/);
  // From the second look on the CPU used is known.
  await expect(sleep).toContainText('0.0%');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  const folder = process.env.COPPICE_E2E_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/processes.png` });
  await dialog.getByRole('button', { name: 'Open session run sleep 1000' }).click();
  await expect(dialog).toHaveCount(0);
});

test('diagnostics are copied without a word of the prompt', async ({ launch, repository, scratch }) => {
  const coppice = await launch();
  await runSleep(coppice, repository);
  await coppice.page.keyboard.press('Control+k');
  await coppice.page.keyboard.type('copy diagnostics');
  await coppice.page.keyboard.press('Enter');
  await expect(coppice.page.getByText('Diagnostics copied').first()).toBeVisible();
  const text = await coppice.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/^ {2}SQLite: 3\./m);
  expect(text).toMatch(/^ {2}turns: 1$/m);
  expect(text).toMatch(/: working, 0 queued; builtin running$/m);
  expect(text).toMatch(/^ {2}builtin \(builtin\): ready/m);
  expect(text).toContain(`Data folder: ${scratch}/data`);
  expect(text).not.toContain('sleep');
});
