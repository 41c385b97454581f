import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/coppice';
import { peer, scribe, writeAgentsFile } from './support/custom-agents';
import { acceptedFile, sessionWorktree, sessionWorktrees } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('two agents work in one session, and each file says whose it is', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('write mine.txt: from the built-in agent');
  await window.waitForTurnEnd();
  await window.pickAgent('Scribe');
  await window.prompt('write theirs.txt from the scribe');
  await window.waitForTurnEnd();
  await expect(window.transcript).toContainText('Wrote theirs.txt.');

  await expect(
    window.file('mine.txt').getByRole('img', { name: 'Built-in agent · turn 1', exact: true }),
  ).toBeVisible();
  await expect(
    window.file('theirs.txt').getByRole('img', { name: 'Scribe · turn 2', exact: true }),
  ).toBeVisible();
  const row = window.session('write mine.txt');
  await expect(row.getByRole('img', { name: 'Built-in agent' })).toBeVisible();
  await expect(row.getByRole('img', { name: 'Scribe' })).toBeVisible();

  await window.changes.getByRole('button', { name: 'Scribe, 1 file' }).click();
  await expect(window.file('mine.txt')).toHaveCount(0);
  await window.accept('theirs.txt');
  const { path } = sessionWorktree(repository);
  expect(acceptedFile(repository, 'theirs.txt')).toBe('from the scribe\n');
  expect(readFileSync(join(path, 'mine.txt'), 'utf8')).toBe('from the built-in agent\n');
});

test('a file that two agents wrote names both', async ({ launch, repository, scratch }) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('write shared.txt one', 'Scribe');
  await window.waitForTurnEnd();
  await window.pickAgent('Built-in agent');
  await window.composer.fill('append shared.txt: two');
  await window.composer.press('Enter');
  // The first agent's change to the file the prompt names is not decided on yet.
  await window.page
    .getByRole('group', { name: /^You have not decided yet on changes of Scribe in shared\.txt/ })
    .getByRole('button', { name: /^Let .* work$/ })
    .click();
  await expect(window.composer).toHaveValue('');
  await window.waitForTurnEnd();
  const both = 'Built-in agent · turn 2, Scribe · turn 1';
  await expect(window.file('shared.txt').getByRole('img', { name: both }).first()).toBeVisible();
});

test('an agent nobody here wrote works through agents.json', async ({ launch, repository, scratch }) => {
  writeAgentsFile(scratch, { agents: [peer] });
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('Please help', 'Example peer');
  await expect(window.permission).toContainText('Modifying critical configuration file');
  await window.answerPermission('Allow this change');
  await window.waitForTurnEnd();
  for (const text of [
    'Let me start by reading some files',
    'Reading project files',
    'Allow this change, by you',
    "I've successfully updated the configuration.",
  ]) {
    await expect(window.transcript).toContainText(text);
  }
});

test('a mistake in agents.json is shown with its line, and correcting it is enough', async ({
  launch,
  scratch,
}) => {
  const good = JSON.stringify(scribe);
  writeAgentsFile(
    scratch,
    `{ "agents": [\n  ${good},\n  { "id": "bad", "name": "Bad", "backend": "acp" }\n] }`,
  );
  const { page } = await launch();
  await page.getByRole('button', { name: 'Settings…' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('tab', { name: 'Agents' }).click();
  const problem = settings.getByRole('alert');
  await expect(problem).toContainText('agents.json line 3');
  await expect(problem).toContainText('command');
  const agents = settings.getByRole('listitem');
  await expect(agents.filter({ hasText: 'Scribe' })).toContainText('Ready');

  writeAgentsFile(scratch, { agents: [scribe, { ...scribe, id: 'second', name: 'Second scribe' }] });
  await expect(problem).toHaveCount(0);
  await expect(agents.filter({ hasText: 'Second scribe' })).toContainText('Ready');

  writeAgentsFile(scratch, '{ "agents": [');
  await expect(problem).toContainText('agents.json line 1');
});

test('an agent that does not start says so, gets the prompt again when it can, and leaves the session usable', async ({
  launch,
  repository,
  scratch,
}) => {
  const broken = { ...scribe, id: 'broken', name: 'Broken', args: ['-e', 'process.exit(3)'] };
  writeAgentsFile(scratch, { agents: [broken] });
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('anything', 'Broken');
  await window.waitForTurnEnd('Failed');
  await expect(window.transcript).toContainText('Broken');
  writeAgentsFile(scratch, { agents: [{ ...scribe, id: 'broken', name: 'Mended' }] });
  await expect(window.page.getByRole('combobox', { name: 'Agent', exact: true })).toContainText('Mended');
  await window.transcript.getByRole('button', { name: 'Send again', exact: true }).click();
  await window.waitForTurnEnd();
  await expect(window.transcript.getByRole('button', { name: 'Send again', exact: true })).toHaveCount(0);
  await window.pickAgent('Built-in agent');
  await window.prompt('write works.txt: yes');
  await window.waitForTurnEnd();
  await expect(window.file('works.txt')).toBeVisible();
});

test('an agent whose program is missing is named with what to do, and the notice goes by itself under a resting mouse', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.pickAgent('Scribe');
  writeAgentsFile(scratch, { agents: [{ ...scribe, command: 'no-such-scribe' }] });
  const agent = page.getByRole('combobox', { name: 'Agent', exact: true });
  await expect(async () => {
    await agent.click();
    await expect(page.getByRole('option', { name: 'Scribe' })).toContainText('No program “no-such-scribe”');
  }).toPass();
  await page.keyboard.press('Escape');
  await page.clock.install();
  const prompt = await window.newPrompt.boundingBox();
  if (!prompt) throw new Error('the prompt is not shown');
  // Where the notice will come to stand.
  await page.mouse.move(prompt.x + prompt.width / 2, 110);
  await window.newPrompt.fill('write a.txt one');
  await window.newPrompt.press('Enter');
  const notice = window.notifications.getByText(
    'Scribe cannot be started: there is no program “no-such-scribe”.',
  );
  await expect(notice).toBeVisible();
  await expect(window.notifications).toContainText('Correct its command in agents.json');
  await expect(window.newPrompt).toHaveValue('write a.txt one');
  await expect(window.sessions.getByRole('treeitem', { level: 2 })).toHaveCount(0);
  await page.clock.fastForward(30_000);
  await expect(notice).toHaveCount(0);
});

test('two sessions work at the same time in worktrees of their own', async ({ launch, repository }) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  const working = (title: string) => window.session(title).getByRole('img', { name: 'Working' });
  const idle = (title: string) => window.session(title).getByRole('img', { name: 'Idle' });
  await window.startSession('slow 500');
  await expect(window.transcript).toContainText('Line 1 of 500.');
  await window.newSession('slow 501');
  await expect(window.transcript).toContainText('Line 1 of 501.');
  await expect(working('slow 500')).toBeVisible();
  await expect(working('slow 501')).toBeVisible();
  await expect(window.page.getByRole('contentinfo')).toContainText('2 working');

  await window.stop();
  await window.prompt('write second.txt: two');
  await window.waitForTurnEnd();
  await expect(window.file('second.txt')).toBeVisible();
  await expect(idle('slow 501')).toBeVisible();
  await expect(working('slow 500')).toBeVisible();

  await window.session('slow 500').click();
  await expect(window.transcript).toContainText('Line 1 of 500.');
  await expect(window.changes).toContainText('No changes yet');
  await window.stop();
  await expect(idle('slow 500')).toBeVisible();
  const worktrees = sessionWorktrees(repository);
  expect(new Set(worktrees.map(({ path }) => path)).size).toBe(2);
  expect(new Set(worktrees.map(({ branch }) => branch)).size).toBe(2);
});
