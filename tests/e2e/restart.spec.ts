import { once } from 'node:events';
import type { Bridge } from '../../src/shared/ipc/bridge';
import { expect, test } from './support/coppice';
import { retells, writeAgentsFile } from './support/custom-agents';
import { answerIfAsked } from './support/desktop-dialog';
import { CoppiceWindow } from './support/window';

test('what was being written, and where, is there after a SIGKILL', async ({ launch, repository }) => {
  const first = await launch({ paths: [repository] });
  const before = new CoppiceWindow(first.page);
  await before.startSession('help');
  await before.waitForTurnEnd();
  await before.newSession('write a.md: second');
  await before.waitForTurnEnd();
  await before.session('help').click();
  await before.composer.fill('half a prompt');
  // Kept once the typing pauses; the window says nothing of it, so the store is asked through it.
  const kept = () =>
    first.page.evaluate(async () => {
      const { coppice } = window as unknown as { coppice: Bridge };
      const snapshot = await coppice.call('app.snapshot', {});
      const sessions = snapshot.ok ? snapshot.value.sessions : [];
      const opened = await Promise.all(
        sessions.map(({ id }) => coppice.call('session.open', { sessionId: id })),
      );
      return opened.map((one) => (one.ok ? one.value.draft.text : ''));
    });
  await expect.poll(kept).toContain('half a prompt');
  const gone = once(first.app.process(), 'exit');
  process.kill(first.pid, 'SIGKILL');
  await gone;

  const after = new CoppiceWindow((await launch()).page);
  await expect(after.page.getByRole('heading', { level: 1, name: 'help' })).toBeVisible();
  await expect(after.composer).toHaveValue('half a prompt');
});

test('a quit asks while agents are at work, and an interrupted turn is continued or dismissed once', async ({
  launch,
  repository,
}) => {
  const first = await launch({ paths: [repository] });
  const before = new CoppiceWindow(first.page);
  await before.startSession('slow 500');
  await expect(before.transcript).toContainText('Line 1 of 500.');
  await first.app.evaluate(({ app }) => app.quit());
  // Escape is Cancel: everything goes on.
  await expect.poll(() => answerIfAsked(first.pid, 'Quit Coppice', 'Escape')).toBe(true);
  await expect(first.page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await first.quit();

  const second = await launch();
  const after = new CoppiceWindow(second.page);
  await after.waitForTurnEnd('Interrupted');
  await after.transcript.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(after.transcript).toContainText('Continue where you were interrupted.');
  await expect(after.page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await after.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await after.waitForTurnEnd('Cancelled');
  await expect(after.transcript.getByRole('button', { name: 'Continue', exact: true })).toHaveCount(0);

  await after.prompt('slow 500');
  await second.quit();
  const third = new CoppiceWindow((await launch()).page);
  await third.transcript.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(third.transcript.getByRole('button', { name: 'Dismiss', exact: true })).toHaveCount(0);
  await expect(third.session('slow 500')).not.toContainText('Interrupted');
});

test('an agent that lost its conversation gets nothing before the user decides', async ({
  launch,
  repository,
  scratch,
}, testInfo) => {
  writeAgentsFile(scratch, { agents: [retells] });
  const first = await launch({ paths: [repository] });
  const before = new CoppiceWindow(first.page);
  await before.startSession('remember teal', 'Retells');
  await before.waitForTurnEnd();
  await first.quit();

  const { page } = await launch();
  const after = new CoppiceWindow(page);
  await after.send('which colour?');
  const question = page.getByRole('group', { name: 'Retells could not bring back its earlier conversation' });
  await expect(question).toBeVisible();
  await expect(page.getByRole('list', { name: 'Waiting prompts' })).toContainText('which colour?');
  await expect(after.session('remember teal')).toContainText('Needs you');
  await page.screenshot({ path: testInfo.outputPath('asked.png') });
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  await expect(question).toBeFocused();
  await question.getByRole('button', { name: 'Start new with a summary' }).click();
  await after.waitForTurnEnd();
  await after.transcript.getByRole('button', { name: /handed over a summary/ }).click();
  await expect(after.transcript).toContainText('Your earlier conversation');
  await page.screenshot({ path: testInfo.outputPath('decided.png') });
});

test('a waiting prompt is edited where it stands', async ({ launch, repository }, testInfo) => {
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('slow 500');
  await expect(window.transcript).toContainText('Line 1 of 500.');
  for (const name of ['one', 'two']) await window.send(`append log.txt: ${name}`);
  const items = page.getByRole('list', { name: 'Waiting prompts' }).getByRole('listitem');
  await expect(items).toHaveCount(2);
  await items.nth(0).getByRole('button', { name: 'Edit: append log.txt: one' }).click();
  const field = page.getByRole('textbox', { name: 'Waiting prompt', exact: true });
  await field.fill('append log.txt: first');
  await page.screenshot({ path: testInfo.outputPath('editing.png') });
  await field.press('Enter');
  await expect(items).toContainText([/first/, /two/]);
  await items
    .nth(0)
    .getByRole('button', { name: /^Withdraw/ })
    .click();
  await expect(items).toContainText([/two/]);
  await page.getByRole('button', { name: 'Put it into the composer' }).click();
  await expect(window.composer).toHaveValue('append log.txt: first');

  await items.nth(0).getByRole('button', { name: 'Edit: append log.txt: two' }).click();
  await field.fill('append log.txt: two, changed');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(field).toHaveValue('append log.txt: two, changed');
  await page.getByRole('button', { name: 'Go on' }).click();
  // It starts now, as it was; what was changed is not lost.
  await expect(window.composer).toHaveValue(/two, changed/);
});
