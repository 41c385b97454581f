// How long the app takes to show itself: launch to first paint and to its sessions, with little and with much stored.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { openStore } from '../src/main/store/store';
import { fillStore } from './lib/fill-store';
import { makeRepository } from './lib/make-repository';
import { projectRoot, withScratch } from './lib/scratch';
import { median, printTable } from './lib/table';

const [sessionCount = 500, eventCount = 200_000, rounds = 5] = process.argv.slice(2).map(Number);

interface Times {
  /** Milliseconds from starting the program. */
  page: number;
  firstPaint: number;
  settled: number;
  /** Milliseconds of a call as the page sees it. */
  snapshot: number;
  open: number;
}

async function launch(home: string): Promise<Times> {
  const electron = process.env.COPPICE_BENCH_ELECTRON;
  if (!electron) throw new Error('Start this with `npm run bench -- start`');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const started = Date.now();
  const app = spawn(electron, [...asRoot, '--remote-debugging-port=0', projectRoot()], {
    env: { ...process.env, COPPICE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const browser = await chromium.connectOverCDP(await debuggerUrl(app));
    return await readTimes(await firstPage(browser), started);
  } finally {
    app.kill('SIGTERM');
    await once(app, 'exit');
  }
}

/** Chromium prints where it can be asked, also while the app itself is still starting. */
async function debuggerUrl({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('The app has no stderr');
  for await (const line of createInterface({ input: stderr })) {
    const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (!found) continue;
    stderr.resume();
    return found;
  }
  throw new Error('The app ended before it could be asked');
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('The app has no browser context');
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}

async function readTimes(page: Page, started: number): Promise<Times> {
  await page
    .getByRole('tree', { name: 'Sessions by repository' })
    .or(page.getByRole('heading', { level: 1 }))
    .first()
    .waitFor();
  // The app's last large paint is its list of sessions, or its welcome.
  const [origin, firstPaint, settled] = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    const largest = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
        type: 'largest-contentful-paint',
        buffered: true,
      });
    });
    return [performance.timeOrigin, first, largest] as const;
  });
  const [snapshot, open] = await page.evaluate(timeCalls);
  const toStart = origin - started;
  return { page: toStart, firstPaint: toStart + firstPaint, settled: toStart + settled, snapshot, open };
}

/** Runs in the page. */
async function timeCalls(): Promise<readonly [number, number]> {
  type Answer = { ok: true; value: { sessions: { id: string }[] } };
  const { coppice } = window as unknown as {
    coppice: { call(method: string, input: object): Promise<Answer> };
  };
  const timed = async (method: string, input: object) => {
    const started = performance.now();
    const answer = await coppice.call(method, input);
    return [performance.now() - started, answer] as const;
  };
  const [snapshot, answer] = await timed('app.snapshot', {});
  const { sessions } = answer.value;
  const times: number[] = [];
  for (const { id } of sessions.slice(0, 9)) times.push((await timed('session.open', { sessionId: id }))[0]);
  times.sort((a, b) => a - b);
  return [snapshot, times[Math.floor(times.length / 2)] ?? Number.NaN];
}

async function measure(folder: string, title: string, fill: (home: string) => void) {
  const home = join(folder, title.replaceAll(/\W+/g, '-'));
  mkdirSync(home);
  fill(home);
  const times: Times[] = [];
  // The first start also fills the disk's cache and is not counted.
  await launch(home);
  for (let round = 0; round < rounds; round++) times.push(await launch(home));
  const of = (name: keyof Times) => median(times.map((time) => time[name]));
  return [title, of('page'), of('firstPaint'), of('settled'), of('snapshot'), of('open')].map((cell) =>
    typeof cell === 'number' && cell > 100 ? Math.round(cell) : cell,
  );
}

const rows = await withScratch(async (folder) => {
  const repository = makeRepository(join(folder, 'repository'), 20);
  const empty = await measure(folder, 'nothing stored', () => undefined);
  const full = await measure(folder, `${sessionCount} sessions, ${eventCount} events`, (home) => {
    const store = openStore({ file: join(home, 'coppice.db') });
    fillStore(store, repository, sessionCount, eventCount);
    store.close();
  });
  return [empty, full];
});

printTable(
  `Start: median of ${rounds}, ms from starting the program; calls as the page sees them`,
  ['', 'page begins', 'first paint', 'last large paint', 'app.snapshot', 'session.open'],
  rows,
);
