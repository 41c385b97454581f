import { expect, test } from './support/coppice';
import { scribe, writeAgentsFile } from './support/custom-agents';
import { CoppiceWindow } from './support/window';

test('a prompt for a second agent asks before it is sent, and then waits, runs beside or only reads', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('write notes.txt: mine\nslow 600');
  await expect(window.transcript).toContainText('Line 1 of 600.');
  await expect(window.file('notes.txt')).toBeVisible();
  await window.pickAgent('Scribe');

  await window.composer.fill('write notes.txt A note.');
  await window.composer.press('Enter');
  const asked = page.getByRole('group', { name: /^Built-in agent is at work and has changes in notes\.txt/ });
  await expect(asked).toBeVisible();
  await expect(asked.getByRole('button', { name: 'Wait' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(window.composer).toBeFocused();
  await expect(window.composer).toHaveValue('write notes.txt A note.');

  await page.keyboard.press('Enter');
  await window.composer.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const waiting = page.getByRole('list', { name: 'Waiting prompts' }).getByRole('listitem');
  await expect(waiting).toHaveText([/write notes\.txt A note\./]);

  await waiting.getByRole('button', { name: /^Withdraw/ }).click();
  await window.composer.fill('write refused.txt No.');
  await window.composer.press('Enter');
  await asked
    .or(page.getByRole('group', { name: /^Built-in agent is at work/ }))
    .getByRole('button', { name: 'Read only' })
    .click();
  await expect(window.transcript).toContainText('Read only: Scribe has no such mode');

  await window.composer.fill('write beside.txt A note.');
  await window.composer.press('Enter');
  const again = page.getByRole('group', { name: /^Built-in agent is at work/ });
  await again.getByLabel('Do not ask again in this session').check();
  await again.getByRole('button', { name: 'Let Scribe work' }).click();
  await expect(window.transcript).toContainText('Runs beside Built-in agent');
  await expect(
    window.file('beside.txt').getByRole('row', { name: /^added line 1: A note\., by Scribe/ }),
  ).toBeVisible();

  await window.send('write more.txt More.');
  await expect(window.file('more.txt')).toBeVisible();
  await expect(page.getByText('Built-in agent is working')).toBeVisible();
});

test('a prompt that was asked about is sent when the others are done meanwhile, and refusals are told', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('slow 40');
  await expect(window.transcript).toContainText('Line 1 of 40.');
  await window.pickAgent('Scribe');
  await window.composer.fill('write refused.txt No.');
  await window.composer.press('Enter');
  const asked = page.getByRole('group', { name: /^Built-in agent is at work/ });
  await asked.getByRole('button', { name: 'Read only' }).click();
  await expect(window.transcript).toContainText('Refused in a read-only turn: to write refused.txt');
  await window.composer.fill('write later.txt Later.');
  await window.composer.press('Enter');
  await expect(asked.getByRole('button', { name: 'Wait' })).toBeFocused();
  await expect(window.file('later.txt')).toBeVisible();
  await expect(asked).toHaveCount(0);
  await expect(window.composer).toHaveValue('');
});
