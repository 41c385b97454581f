import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/coppice';
import { scribe, writeAgentsFile } from './support/custom-agents';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('one agent’s turn is taken back by keyboard, the other’s work stays, and undo brings it back', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  await window.pickAgent('Scribe');
  await window.prompt('write notes.txt A note.');
  await window.waitForTurnEnd();
  await window.pickAgent('Built-in agent');
  await window.prompt('replace "# Sample" with "# My sample" in README.md');
  await window.waitForTurnEnd();
  const readme = join(sessionWorktree(repository).path, 'README.md');
  const read = () => readFileSync(readme, 'utf8');
  const both = read();
  expect(both).toBe('# My sample\n\nA quiet sample.\nSecond line.\n');

  await window.runAction('Timeline');
  const timeline = page.getByRole('dialog', { name: 'Timeline' });
  const list = timeline.getByRole('list', { name: 'What was done' });
  await expect(list.getByRole('button')).toHaveCount(3);
  await list.getByRole('button').first().focus();
  await expect(timeline).toContainText('After this, 2 files differed from the base.');
  await page.keyboard.press('End');
  await expect(timeline).toContainText('After this, 1 file differed from the base.');
  await timeline.getByRole('button', { name: 'Rewind this turn' }).press('Enter');
  await expect(timeline).toContainText('1 file will be without this work. What others did stays.');
  await timeline.getByRole('button', { name: 'Rewind 1 file' }).press('Enter');
  await expect(timeline).toBeHidden();
  await expect.poll(read).toBe('# My sample\n\nA colorful sample.\nSecond line.\n');
  await expect(
    window.file('README.md').getByRole('row', {
      name: 'added line 1: # My sample, by Built-in agent · turn 3',
    }),
  ).toBeVisible();
  await expect(window.file('notes.txt')).toBeVisible();

  await window.changes.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(read).toBe(both);
  await expect(
    window.file('README.md').getByRole('row', {
      name: 'added line 3: A quiet sample., by Built-in agent · turn 1',
    }),
  ).toBeVisible();
});
