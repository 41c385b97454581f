import { once } from 'node:events';
import type { Coppice } from './support/coppice';
import { countPixels, seeScreen } from './support/desktop';
import { expect, test } from './support/desktop-test';
import { makeGate } from './support/gate';
import { TrayIcon } from './support/tray';
import { CoppiceWindow } from './support/window';

/** Colours of the icon's drawings in resources/tray. */
const GREEN = [0x4f, 0x9f, 0x62] as const;
const ORANGE = [0xe0, 0x8a, 0x00] as const;
/** Height in pixels of the panel at the bottom of the screen. */
const PANEL = 36;

test.skip(process.platform !== 'linux', 'reads the tray as Linux desktops do');

const onPanel = (colour: typeof GREEN | typeof ORANGE) => countPixels(seeScreen(), colour, PANEL);

async function expectVisible({ app, page }: Coppice, visible: boolean): Promise<void> {
  const window = await app.browserWindow(page);
  await expect.poll(() => window.evaluate((one) => one.isVisible())).toBe(visible);
}

/** What the close button of a window asks of it. */
async function closeWindow({ app, page }: Coppice): Promise<void> {
  const window = await app.browserWindow(page);
  await window.evaluate((one) => one.close());
}

test('icon, tooltip and menu say what the sessions are at', async ({ launch, repository }) => {
  const coppice = await launch();
  const window = new CoppiceWindow(coppice.page);
  const tray = await TrayIcon.of(coppice.pid);
  const nothing = 'Coppice: 0 agents alive';
  await expect.poll(() => tray.labels()).toEqual([nothing, 'Hide Coppice', 'Quit Coppice']);
  expect(await tray.tooltip()).toBe(nothing);
  const idle = await tray.picture();
  expect(onPanel(GREEN) + onPanel(ORANGE)).toBe(0);

  await window.openRepository(repository);
  await window.startSession('slow 600');
  const working = 'Coppice: 1 working, 1 agent alive';
  const end = ['Hide Coppice', 'Quit Coppice'];
  await expect.poll(() => tray.labels()).toEqual([working, 'Working', 'slow 600', ...end]);
  await expect.poll(() => tray.tooltip()).toBe(working);
  await expect.poll(() => onPanel(GREEN)).toBeGreaterThan(100);
  expect(onPanel(ORANGE)).toBe(0);
  const atWork = await tray.picture();
  expect(atWork).not.toBe(idle);

  await window.newSession('run echo snake_case');
  const needed = 'Coppice: 1 needs you, 1 working, 2 agents alive';
  const groups = ['Needs you', 'run echo snake_case', 'Working', 'slow 600'];
  await expect.poll(() => tray.labels()).toEqual([needed, ...groups, ...end]);
  await expect.poll(() => onPanel(ORANGE)).toBeGreaterThan(50);
  expect(await tray.picture()).not.toBe(atWork);

  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await window.session('slow 600').click();
  await coppice.page.getByRole('button', { name: 'Stop' }).click();
  await window.waitForTurnEnd('Cancelled');
  const alive = 'Coppice: 2 agents alive';
  await expect.poll(() => tray.labels()).toEqual([alive, 'Idle', 'slow 600', 'run echo snake_case', ...end]);
  await expect.poll(() => tray.picture()).toBe(idle);
});

test('a session clicked in the menu is opened, in a window that was hidden too', async ({
  launch,
  repository,
}) => {
  const coppice = await launch();
  const window = new CoppiceWindow(coppice.page);
  const tray = await TrayIcon.of(coppice.pid);
  const title = (text: string) => coppice.page.getByRole('heading', { level: 1, name: text });
  await window.openRepository(repository);
  await window.startSession('write first & foremost.md: one');
  await window.waitForTurnEnd();
  await window.newSession('write second_file.md: two');
  await window.waitForTurnEnd();

  // The menu is made anew when something changes, and a click on an item of the old one is lost.
  const sessions = ['write first & foremost.md: one', 'write second_file.md: two'];
  const settled = ['Coppice: 2 agents alive', 'Idle', ...sessions, 'Hide Coppice', 'Quit Coppice'];
  await expect.poll(() => tray.labels()).toEqual(settled);
  await tray.choose('write first & foremost.md: one');
  await expect(title('write first & foremost.md: one')).toBeVisible();

  await tray.choose('Hide Coppice');
  await expectVisible(coppice, false);
  await expect.poll(() => tray.labels()).toContain('Show Coppice');
  await tray.choose('write second_file.md: two');
  await expectVisible(coppice, true);
  await expect(title('write second_file.md: two')).toBeVisible();

  await expect.poll(() => tray.labels()).toContain('Hide Coppice');
  await tray.choose('Hide Coppice');
  await expect.poll(() => tray.labels()).toContain('Show Coppice');
  await tray.choose('Show Coppice');
  await expectVisible(coppice, true);
});

test('closing the window leaves the agents at work, which is said once, and the icon brings it back', async ({
  launch,
  repository,
  notifications,
  scratch,
}) => {
  const gate = makeGate(scratch);
  const coppice = await launch();
  const window = new CoppiceWindow(coppice.page);
  const tray = await TrayIcon.of(coppice.pid);
  await window.openRepository(repository);
  await window.startSession(`run ${gate.command}\nslow 5`);
  await window.answerPermission('Allow once');
  await expect.poll(() => tray.labels()).toContain('Working');
  await closeWindow(coppice);
  await expectVisible(coppice, false);
  await gate.open();
  await expect.poll(() => tray.labels()).toContain('Idle');
  await tray.activate();
  await expectVisible(coppice, true);
  await window.waitForTurnEnd();
  await expect(window.transcript.getByText('Line 5 of 5.')).toHaveCount(1);
  const said = () => notifications.shown.filter(({ title }) => title === 'Coppice keeps running').length;
  expect(said()).toBe(1);
  await closeWindow(coppice);
  await expectVisible(coppice, false);
  await tray.activate();
  await expectVisible(coppice, true);
  expect(said()).toBe(1);
});

test('a question asked while the window is hidden is notified, and the click opens it', async ({
  launch,
  repository,
  notifications,
  scratch,
}) => {
  const gate = makeGate(scratch);
  const coppice = await launch();
  const window = new CoppiceWindow(coppice.page);
  const tray = await TrayIcon.of(coppice.pid);
  await window.openRepository(repository);
  // This one asks and ends before the user's eyes: nothing is to be said of it.
  await window.startSession('run echo seen');
  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await window.newSession(`run ${gate.command}\nrun echo unseen`);
  await window.answerPermission('Allow once');
  const title = await coppice.page.getByRole('heading', { level: 1 }).innerText();
  // The menu is made anew when something changes, and a click on an item of the old one is lost.
  await expect.poll(() => tray.labels()).toContain('Coppice: 1 working, 2 agents alive');
  await tray.choose('Hide Coppice');
  await expectVisible(coppice, false);
  await gate.open();
  await expect
    .poll(() => notifications.shown.map(({ app, title, body }) => ({ app, title, body })))
    .toEqual([{ app: 'Coppice', title, body: 'An agent is waiting for your answer.' }]);

  await tray.choose('run echo seen');
  await expectVisible(coppice, true);
  await expect(window.permission).toHaveCount(0);
  await notifications.click();
  await expect(window.permission).toBeVisible();
  await window.answerPermission('Reject');
});

test('Quit in the menu ends Coppice', async ({ launch }) => {
  const coppice = await launch();
  const tray = await TrayIcon.of(coppice.pid);
  const ended = once(coppice.app.process(), 'exit');
  await expect.poll(() => tray.labels()).toContain('Hide Coppice');
  await tray.choose('Quit Coppice');
  const [code] = await ended;
  expect(code).toBe(0);
});
