import { setTimeout as delay } from 'node:timers/promises';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import type { SessionId } from '../../src/shared/domain/ids';
import type { Input, Method, Output } from '../../src/shared/ipc/contract';
import { projectRoot } from './scratch';

/** The built app in real Electron, and its window. */
export interface BenchApp {
  app: ElectronApplication;
  page: Page;
  /** The process id of the main process. */
  pid: number;
  /** Calls the app as its window does. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  close(): Promise<void>;
}

/** A session whose worktree is ready. */
export interface BenchSession {
  id: SessionId;
  title: string;
  /** The root of its worktree. */
  root: string;
}

/** Starts the app on the data folder `home`. */
export async function openApp(home: string): Promise<BenchApp> {
  const executablePath = process.env.COPPICE_BENCH_ELECTRON;
  if (!executablePath) throw new Error('Start this with `npm run bench -- panel`');
  const app = await electron.launch({
    executablePath,
    args: [projectRoot()],
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...process.env, COPPICE_HOME: home } as Record<string, string>,
  });
  const page = await app.firstWindow();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const { pid } = app.process();
  if (pid === undefined) throw new Error('Electron did not start');
  return {
    app,
    page,
    pid,
    call: (method, input) => page.evaluate(callFromPage, [method, input] as const) as never,
    close: async () => {
      // Not as a user, who is asked first while agents are at work.
      const closed = app.waitForEvent('close');
      app.process().kill('SIGTERM');
      await closed;
    },
  };
}

/** Runs in the page. */
async function callFromPage([method, input]: readonly [string, object]): Promise<unknown> {
  type Answer = { ok: true; value: unknown } | { ok: false; error: { message: string } };
  const { coppice } = window as unknown as {
    coppice: { call(method: string, input: object): Promise<Answer> };
  };
  const answer = await coppice.call(method, input);
  if (answer.ok) return answer.value;
  throw new Error(`${method}: ${answer.error.message}`);
}

/** Makes a session in the repository at `path` and waits until its worktree is filled. */
export async function addSession({ call }: BenchApp, path: string, title: string): Promise<BenchSession> {
  const outcome = await call('repository.open', { path, trust: true });
  if (outcome.kind !== 'opened') throw new Error(`${path} was not opened: ${outcome.kind}`);
  const { id } = await call('session.create', { repositoryId: outcome.repository.id, title });
  for (;;) {
    const { sessions } = await call('app.snapshot', {});
    const session = sessions.find((one) => one.id === id);
    if (session?.status.kind === 'failed') throw new Error(`${title} got no worktree`);
    if (session?.status.kind === 'idle' && session.worktree) {
      return { id, title, root: session.worktree.path };
    }
    await delay(100);
  }
}

/** Shows a session by a click on it in the sidebar. */
export async function showSession({ page }: BenchApp, { title }: BenchSession): Promise<void> {
  const tree = page.getByRole('tree', { name: 'Sessions by repository' });
  await tree.getByRole('treeitem', { level: 2 }).filter({ hasText: title }).click();
  await page.getByLabel(/^Prompt for /).waitFor();
}

/** Takes everything that is pending out of a session's worktree. */
export async function rejectAll({ call }: BenchApp, { id: sessionId }: BenchSession): Promise<void> {
  const { changes } = await call('change.refresh', { sessionId });
  if (changes.length > 0) await call('change.reject', { sessionId, changes });
}
