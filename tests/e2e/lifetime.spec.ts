import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Coppice, expect, test } from './support/coppice';
import { answerDialog } from './support/desktop-dialog';
import { processesOf, processesRunning, stillRunning } from './support/processes';
import { CoppiceWindow } from './support/window';

test.skip(process.platform !== 'linux', 'looks for processes in /proc');

/** The ways Coppice can go. Each resolves when its main process is gone. */
const endings: Record<string, (coppice: Coppice) => Promise<void>> = {
  'quit by the user': (coppice) => coppice.quit(),
  'told to end with SIGTERM': (coppice) => signalled(coppice, 'SIGTERM'),
  'killed with SIGKILL': (coppice) => signalled(coppice, 'SIGKILL'),
};

async function signalled({ app }: Coppice, signal: NodeJS.Signals): Promise<void> {
  const main = app.process();
  const gone = once(main, 'exit');
  main.kill(signal);
  await gone;
}

/** The numbers N of the lines “Line N of 600.” on screen, in order. */
async function linesShown(window: CoppiceWindow): Promise<number[]> {
  const said = await window.transcript.innerText();
  return [...said.matchAll(/Line (\d+) of 600\./g)].map((match) => Number(match[1]));
}

/** Starts Coppice with nothing attached to it, for a start that is to fail. */
function startPlainly(home: string) {
  const electron = createRequire(import.meta.url)('electron') as string;
  const root = resolve(import.meta.dirname, '../..');
  const args = process.getuid?.() === 0 ? ['--no-sandbox', root] : [root];
  const env = { ...process.env, COPPICE_HOME: home };
  return spawn(electron, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

for (const [how, end] of Object.entries(endings)) {
  test(`${how} in mid-turn: no process is left, and the next start tells the truth`, async ({
    launch,
    repository,
    scratch,
  }) => {
    const first = await launch();
    const before = new CoppiceWindow(first.page);
    await before.openRepository(repository);
    await before.startSession('run sleep 1000');
    await before.answerPermission('Allow once');
    await before.newSession('slow 600');
    await before.send('history');
    await expect.poll(async () => (await linesShown(before)).length).toBeGreaterThan(5);
    const processes = processesOf(first.pid, join(scratch, 'data'));
    const commands = processes.map(({ command }) => command);
    expect(commands.filter((command) => command.includes('agent.js'))).toHaveLength(2);
    expect(commands).toContain('sleep 1000');
    const shown = await linesShown(before);

    await end(first);
    await expect.poll(() => stillRunning(processes)).toEqual([]);

    const second = await launch();
    const after = new CoppiceWindow(second.page);
    await after.session('slow 600').click();
    await after.waitForTurnEnd('Interrupted');
    const kept = await linesShown(after);
    expect(kept.length).toBeGreaterThanOrEqual(shown.length);
    expect(kept).toEqual(upTo(kept.length));
    for (const title of ['slow 600', 'run sleep 1000']) {
      await expect(after.session(title)).toContainText('Interrupted');
    }
    const waiting = second.page.getByRole('list', { name: 'Waiting prompts' });
    await expect(waiting.getByRole('listitem')).toHaveText(/^history/);

    // Once the user says so the queue goes on, and the agent knows what was asked before.
    await second.page.getByRole('button', { name: 'Go on' }).last().click();
    await expect(waiting).toHaveCount(0);
    await after.waitForTurnEnd();
    await expect(after.transcript.locator('[data-entry="text"]').last()).toContainText('slow 600');
  });
}

test('what left its agent ends at the start after a SIGKILL', async ({ launch, repository, scratch }) => {
  const first = await launch();
  const window = new CoppiceWindow(first.page);
  await window.openRepository(repository);
  // A length nobody else sleeps: nothing leads from the app to this process any more.
  const command = `sleep 1000.${process.pid}`;
  // What is in the group of an agent's command when that ends is ended with it: this one has to have left by then.
  const left = join(scratch, 'has-left');
  await window.startSession(
    `run mkfifo ${left} && setsid --fork sh -c 'echo > ${left}; exec ${command}' && cat ${left}`,
  );
  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await expect.poll(() => processesRunning(command)).toHaveLength(1);
  const leftovers = processesRunning(command);
  await signalled(first, 'SIGKILL');
  expect(stillRunning(leftovers)).toEqual(leftovers);

  await launch();
  await expect.poll(() => stillRunning(leftovers)).toEqual([]);
});

test('a second start shows what the first showed, and writes only to its data folder', async ({
  launch,
  repository,
  scratch,
}) => {
  const config = join(scratch, 'config');
  const first = await launch({ env: { XDG_CONFIG_HOME: config } });
  const before = new CoppiceWindow(first.page);
  await before.openRepository(repository);
  await before.startSession('write a.md: first');
  await before.waitForTurnEnd();
  await before.newSession('write b.md: second');
  await before.waitForTurnEnd();
  await before.session('write a.md: first').click();
  await expect(before.file('a.md')).toBeVisible();
  const bounds = { x: 60, y: 40, width: 1200, height: 760 };
  const window = await first.app.browserWindow(first.page);
  await window.evaluate((one, bounds) => one.setBounds(bounds), bounds);
  const said = await before.transcript.innerText();
  await first.quit();

  const second = await launch({ env: { XDG_CONFIG_HOME: config } });
  const after = new CoppiceWindow(second.page);
  await expect(second.page.getByRole('heading', { level: 1, name: 'write a.md: first' })).toBeVisible();
  await expect(after.sessions.getByRole('treeitem', { level: 2 })).toHaveCount(2);
  await expect(after.file('a.md')).toBeVisible();
  expect(await after.transcript.innerText()).toBe(said);
  const restored = await second.app.browserWindow(second.page);
  expect(await restored.evaluate((one) => one.getBounds())).toEqual(bounds);
  await after.prompt('history');
  await after.waitForTurnEnd();
  await expect(after.transcript.locator('[data-entry="text"]').last()).toContainText('write a.md: first');
  await second.quit();
  expect(existsSync(config)).toBe(false);
});

test('the log is JSON lines, without a word of prompts or answers', async ({
  launch,
  repository,
  scratch,
}) => {
  const coppice = await launch();
  const window = new CoppiceWindow(coppice.page);
  await window.openRepository(repository);
  await window.startSession('write notes.md: rhododendron');
  await window.waitForTurnEnd();
  await window.prompt('error');
  await window.waitForTurnEnd('Failed');
  await coppice.quit();
  const log = readFileSync(join(scratch, 'data', 'logs', 'coppice.log'), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: string; level: string; message: string });
  expect(lines.map(({ message }) => message)).toEqual(expect.arrayContaining(['started', 'stopped']));
  expect(lines.filter(({ message }) => /^(uncaught|unhandled)/.test(message))).toEqual([]);
  expect(log).not.toContain('rhododendron');
});

test('a database of a newer Coppice is refused with a sentence and left as it is', async ({
  launch,
  scratch,
}) => {
  const first = await launch();
  await expect(first.page.getByRole('heading', { name: 'Drop a git repository here' })).toBeVisible();
  await first.quit();
  const file = join(scratch, 'data', 'coppice.db');
  const newer = readFileSync(file);
  // SQLite keeps user_version in the header of the file: four bytes, big-endian.
  newer.writeUInt32BE(1000, 60);
  writeFileSync(file, newer);

  const refused = startPlainly(join(scratch, 'data'));
  const said = text(refused.stderr);
  const ended = once(refused, 'exit');
  await answerDialog(refused.pid as number);
  const [code] = await ended;
  expect(code).toBe(1);
  expect(await said).toContain('was last used by a newer Coppice and was left untouched');
  expect(await said).toContain('set COPPICE_HOME to another folder');
  expect(readFileSync(file).equals(newer)).toBe(true);
  expect(readdirSync(join(scratch, 'data')).filter((name) => name.startsWith('coppice.db'))).toEqual([
    'coppice.db',
    'coppice.db.lock',
  ]);
});
