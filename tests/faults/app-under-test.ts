import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge';
import type { Input, Method, Output } from '../../src/shared/ipc/contract';
import type { EventBatch } from '../../src/shared/ipc/events';
import type { Result } from '../../src/shared/ipc/result';
import { type Coppice, gitEnvironment, start } from '../e2e/support/coppice';
import { processesOf, type RunningProcess, stillRunning } from '../e2e/support/processes';
import type { Ledger } from './ledger';

const root = resolve(import.meta.dirname, '../..');
/** Longest that a call may go unanswered, in milliseconds. */
const ANSWERS_WITHIN = 60_000;
/** No process has this id. */
const NOBODY = -1;

/** The real app of one data folder, started again and again; its window tells a ledger all it hears. */
export class AppUnderTest {
  readonly home: string;
  /** When it was started last, in milliseconds since the epoch. */
  startedAt = 0;
  #coppice: Coppice | undefined;

  constructor(
    readonly scratch: string,
    readonly ledger: Ledger,
  ) {
    this.home = join(scratch, 'data');
  }

  async start(): Promise<void> {
    this.startedAt = Date.now();
    this.#coppice = await start(this.scratch);
    const { page } = this.#coppice;
    await page.exposeBinding('coppiceHeard', (_source, load: string, batch: EventBatch) =>
      this.ledger.hear(load, batch),
    );
    await page.addInitScript(listen);
    await this.reload();
  }

  /** Loads the window anew and shows all sessions in it. */
  async reload(): Promise<void> {
    await this.#running.page.reload();
    await this.call('app.snapshot', {});
    await this.watch();
  }

  /** Subscribes to all sessions; what the window itself does may end that. */
  async watch(): Promise<void> {
    for (const sessionId of this.ledger.sessions) {
      if (!this.ledger.archived.has(sessionId)) await this.call('session.open', { sessionId });
    }
  }

  /** Calls the app as its window does. Answers undefined when the app ended before it answered. */
  async call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>> | undefined> {
    const { page, isRunning } = this.#running;
    const within = AbortSignal.timeout(ANSWERS_WITHIN);
    const late = once(within, 'abort').then(() => {
      throw new Error(`${method} was not answered within ${ANSWERS_WITHIN} ms`);
    });
    const answer = page.evaluate(
      ({ method, input }) => (window as unknown as { coppice: Bridge }).coppice.call(method, input as never),
      { method, input },
    );
    try {
      const result = (await Promise.race([answer, late])) as Result<Output<M>>;
      if (!result.ok && result.error.code === 'internal') {
        this.ledger.problems.push(`${method} failed inside: ${result.error.detail}`);
      }
      return result;
    } catch (error) {
      if (!isRunning() || /closed|destroyed|navigation/.test(String(error))) return undefined;
      throw error;
    }
  }

  processes(): RunningProcess[] {
    return processesOf(this.#running.pid, this.home);
  }

  /** What carries the data folder in its environment, whoever started it: nothing once the app has quit. */
  leftovers(): RunningProcess[] {
    return stillRunning(processesOf(NOBODY, this.home));
  }

  /** Ends the main process as nothing in it can notice. Answers what ran then, without it. */
  async kill(): Promise<RunningProcess[]> {
    const { app, pid } = this.#running;
    const child = app.process();
    const gone = once(child, 'exit');
    const processes = this.processes();
    process.kill(pid, 'SIGKILL');
    await gone;
    return processes;
  }

  /** Starts it and ends it `after` milliseconds later, mostly before it has a window. Answers what ran then. */
  async killAtStart(after: number): Promise<RunningProcess[]> {
    const electron = createRequire(import.meta.url)('electron') as string;
    const args = process.getuid?.() === 0 ? ['--no-sandbox', root] : [root];
    const env = { ...process.env, ...gitEnvironment(this.scratch), COPPICE_HOME: this.home };
    const child = spawn(electron, args, { cwd: this.scratch, env, stdio: 'ignore' });
    const gone = once(child, 'exit');
    await delay(after);
    const processes = this.leftovers().filter(({ pid }) => pid !== child.pid);
    child.kill('SIGKILL');
    await gone;
    return processes;
  }

  /** Crashes the window's process, and waits until main has made the page anew. The page is lost to this harness then. */
  async crashWindow(): Promise<void> {
    const { app } = this.#running;
    await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents) throw new Error('there is no window');
      const again = new Promise<void>((resolve) => contents.once('dom-ready', () => resolve()));
      contents.forcefullyCrashRenderer();
      await again;
    });
    const answers = () =>
      app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const result = await contents?.executeJavaScript(`coppice.call('app.snapshot', {})`);
        return result?.ok === true;
      });
    await expect.poll(answers, { timeout: 15_000 }).toBe(true);
  }

  /** Sets the clock that the app reads, until it is started again; the system's own stays. */
  async jumpClock(minutes: number): Promise<void> {
    await this.#running.app.evaluate((_electron, by) => {
      const read = Date.now;
      Date.now = () => read() + by;
    }, minutes * 60_000);
    // What begins from now on seems to have begun before the app was started.
    if (minutes < 0) this.startedAt += minutes * 60_000;
  }

  /** Quits in order, and waits until nothing of the run is left. Answers what ran before. */
  async quit(): Promise<RunningProcess[]> {
    const processes = this.processes();
    await this.#running.quit();
    const running = () => [...stillRunning(processes), ...this.leftovers()];
    await expect.poll(running, { timeout: 15_000 }).toEqual([]);
    return processes;
  }

  async end(): Promise<void> {
    if (this.#coppice?.isRunning()) await this.#coppice.quit();
  }

  get #running(): Coppice {
    if (!this.#coppice) throw new Error('the app was not started');
    return this.#coppice;
  }
}

/** Runs in the page, before anything of it: a second pair of ears on the event port. */
function listen(): void {
  const load = crypto.randomUUID();
  window.addEventListener('message', ({ data, ports }) => {
    if (data !== 'coppice:events') return;
    const heard = (window as unknown as { coppiceHeard(load: string, batch: unknown): void }).coppiceHeard;
    ports[0]?.addEventListener('message', ({ data }) => heard(load, data));
  });
}
