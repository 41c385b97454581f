import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';

import { answerIfAsked } from './desktop-dialog';

const root = resolve(import.meta.dirname, '../../..');

/** One run of Coppice and its window. */
export interface Coppice {
  app: ElectronApplication;
  page: Page;
  /** The process id of the main process. */
  pid: number;
  /** False once the main process has ended, by whatever means. */
  isRunning(): boolean;
  quit(): Promise<void>;
}

export interface LaunchOptions {
  /** Folders given on the command line. */
  paths?: string[];
  env?: Record<string, string>;
}

interface Fixtures {
  /** A folder for everything of one test, removed afterwards. */
  scratch: string;
  /** Starts the app on the test's data folder; what still runs at the end is ended. */
  launch(options?: LaunchOptions): Promise<Coppice>;
  /** A git repository with a README, a source file and one commit. */
  repository: string;
}

/** Real Electron on an empty data folder of its own, with a git identity that is not the machine's. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its destructured parameter.
  scratch: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'coppice-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  launch: async ({ scratch }, use, testInfo) => {
    const running: Coppice[] = [];
    await use(async (options = {}) => {
      const coppice = await start(scratch, options);
      running.push(coppice);
      return coppice;
    });
    for (const { page, isRunning, quit } of running) {
      if (!isRunning()) continue;
      if (testInfo.status !== testInfo.expectedStatus && !page.isClosed()) {
        await page.screenshot({ path: testInfo.outputPath('window.png') }).catch(() => undefined);
      }
      await quit();
    }
  },
  repository: async ({ scratch }, use) => {
    await use(makeRepository(join(scratch, 'sample')));
  },
});

export { expect } from '@playwright/test';

/** Starts Coppice on the data folder `data` of a scratch folder. */
export async function start(scratch: string, { paths = [], env = {} }: LaunchOptions = {}): Promise<Coppice> {
  const app = await electron.launch({
    args: [root, ...paths],
    cwd: scratch,
    chromiumSandbox: process.getuid?.() !== 0,
    env: {
      ...process.env,
      ...gitEnvironment(scratch),
      // What the shell of the person at the machine does when it logs in is not what is tested.
      SHELL: '/bin/sh',
      COPPICE_HOME: join(scratch, 'data'),
      ...env,
    } as Record<string, string>,
  });
  const page = await app.firstWindow().catch(async (error) => {
    throw new Error(`${error}\n${await describe(app, join(scratch, 'data'))}`);
  });
  // Playwright forgets the process of an app that was closed.
  const child = app.process();
  const { pid } = child;
  if (pid === undefined) throw new Error('Electron did not start');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return { app, page, pid, isRunning, quit: () => quit(app, pid) };
}

/** What can be said of an app that showed no window; it is ended then. */
async function describe(app: ElectronApplication, data: string): Promise<string> {
  const windows = app.evaluate(({ app, BrowserWindow }) => ({
    ready: app.isReady(),
    windows: BrowserWindow.getAllWindows().map((window) => [window.webContents.getURL(), window.isVisible()]),
  }));
  const found = await Promise.race([windows, delay(5_000, 'no answer')]).catch(String);
  const log = join(data, 'logs/coppice.log');
  const said = existsSync(log) ? readFileSync(log, 'utf8') : 'no log';
  app.process().kill('SIGKILL');
  return `${JSON.stringify(found)}\n${said}`;
}

/** Quits as a user does who means it, also when Coppice asks because agents are at work. */
async function quit(app: ElectronApplication, pid: number): Promise<void> {
  let over = false;
  const closed = app.close().finally(() => {
    over = true;
  });
  while (!over) {
    await answerIfAsked(pid, 'Quit Coppice');
    await Promise.race([closed, delay(100)]);
  }
  await closed;
}

/** Git as a user would have it: an identity, and nothing of this machine's settings. */
export function gitEnvironment(scratch: string): Record<string, string> {
  const config = join(scratch, 'gitconfig');
  writeFileSync(
    config,
    '[user]\n\tname = Ada Tester\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  return { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1' };
}

/** Runs git in a folder and answers its output. */
export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...gitEnvironment(dirname(cwd)) },
  });
}

export function makeRepository(path: string): string {
  mkdirSync(join(path, 'src'), { recursive: true });
  git(path, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(path, 'README.md'), '# Sample\n\nA colorful sample.\nSecond line.\n');
  writeFileSync(join(path, 'src', 'paint.ts'), "export const color = 'green';\n");
  git(path, 'add', '--all');
  git(path, 'commit', '--quiet', '--message', 'Initial commit');
  return path;
}

/** Drops files or folders from a file manager onto the middle of the window. */
export async function dropOnWindow(page: Page, files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await session.detach();
}
