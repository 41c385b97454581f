import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findExecutable } from '../../src/main/services/platform/find-executable';
import { type AgentId, agentId, type SessionId, type TurnId } from '../../src/shared/domain/ids';
import type { Turn } from '../../src/shared/domain/turn';
import { type TestHost, testHost } from '../support/test-host';
import { makeRepository } from '../support/test-repository';
import { temporaryFolder } from '../support/test-store';
import { claude } from './claude';
import { codex } from './codex';
import { gemini } from './gemini';
import { opencode } from './opencode';
import { qwen } from './qwen';
import type { RealAgent } from './real-agent';
import { startScriptedModel } from './scripted-model';

const ALL = [claude, codex, gemini, opencode, qwen];
const wanted = (process.env.COPPICE_TEST_AGENTS ?? '').split(',').filter(Boolean);
const PATH = [process.env.COPPICE_TEST_AGENTS_PATH, process.env.PATH].filter(Boolean).join(delimiter);
const patient = { timeout: 180_000, interval: 50 };
const MARK = 'COPPICE_TEST_MARK';

interface Stage {
  app: TestHost;
  session: SessionId;
  worktree: string;
  agent: AgentId;
  mark: string;
  /** Sends a prompt, answers every question by `verdict`, and resolves to the ended turn. */
  prompt(text: string, verdict?: 'allow' | 'reject'): Promise<Turn>;
  begin(text: string): TurnId;
  end(id: TurnId): Promise<Turn>;
}

async function stage(real: RealAgent): Promise<Stage> {
  const folder = temporaryFolder();
  const home = join(folder, 'home');
  const temp = join(folder, 'temp');
  for (const path of [home, temp]) mkdirSync(path);
  const model = await startScriptedModel(real);
  onTestFinished(() => model.stop());
  const origin = new URL(model.url).origin;
  for (const [path, content] of Object.entries(real.config(origin))) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  // Nothing of the machine's own settings, and no way out but to the model.
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    PATH,
    HOME: home,
    TMPDIR: temp,
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '127.0.0.1,localhost',
    [MARK]: folder,
    ...real.env(origin),
  };
  const app = testHost(join(folder, 'data'), { shellEnv: async () => env });
  const agent = agentId.parse(real.id);
  await vi.waitFor(() => expect(app.host.catalog.find(agent)?.availability.kind).toBe('ready'), patient);
  const { id: session, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Real');
  onTestFinished(({ task }) => {
    if (task.result?.state !== 'fail') return;
    console.log(JSON.stringify(app.transcript(session), null, 1).slice(-8000));
  });
  const begin = (text: string) => app.enqueue(session, text, agent);
  const end = async (id: TurnId, verdict: 'allow' | 'reject' = 'allow') => {
    await vi.waitFor(() => {
      for (const { requestId, options } of app.host.permissions.pending(session)) {
        const option = options.find(({ kind }) => kind === `${verdict}_once`);
        if (option) app.host.permissions.answer(session, requestId, option.optionId);
      }
      expect(app.store.turns.get(id).state.status).toBe('ended');
    }, patient);
    return app.store.turns.get(id);
  };
  return {
    app,
    session,
    worktree: worktree.path,
    agent,
    mark: folder,
    begin,
    end,
    prompt: (text, verdict) => end(begin(text), verdict),
  };
}

const stopReason = ({ state }: Turn) => (state.status === 'ended' ? state : undefined);

function said({ app, session }: Stage): string {
  return app
    .transcript(session)
    .flatMap((entry) => (entry.type === 'text' ? entry.blocks : []))
    .map((block) => (block.type === 'text' ? block.text : ''))
    .join('');
}

function entries<T extends string>({ app, session }: Stage, type: T) {
  return app.transcript(session).filter((entry) => entry.type === type);
}

/** The command lines of what still runs of a stage and matches. */
async function running(mark: string, command: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (!environment.includes(`${MARK}=${mark}`)) return '';
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
    }),
  );
  return lines.filter((line) => line !== '' && line.includes(command));
}

for (const real of ALL.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
  const found = await findExecutable(real.command, { PATH });
  if (!found) console.log(`${real.id} is skipped: there is no program “${real.command}” on the PATH.`);

  describe.skipIf(!found)(`${real.id}, with a scripted model`, () => {
    it('answers, and every turn leaves an orderly transcript', async () => {
      const on = await stage(real);
      expect(stopReason(await on.prompt('SCENARIO:ask'))).toMatchObject({ stopReason: 'end_turn' });
      expect(said(on)).toContain('An answer.');
      expect(entries(on, 'unknown')).toEqual([]);
    });

    it('writes a file and runs a command once it is allowed to', async () => {
      const on = await stage(real);
      const path = join(on.worktree, 'new.txt');
      expect(stopReason(await on.prompt(`SCENARIO:write ${path}`))).toMatchObject({ stopReason: 'end_turn' });
      expect(readFileSync(path, 'utf8').trim()).toBe('written by the model');
      const changes = on.app.host.changes.current(on.session)?.changes ?? [];
      expect(changes.map(({ path: changed, authors }) => [changed, authors])).toMatchObject([
        ['new.txt', [{ kind: 'agent', agent: real.id }]],
      ]);
      // Some agents let a command write nothing, so what it prints has to do.
      expect(stopReason(await on.prompt("SCENARIO:shell echo she''lled"))).toMatchObject({
        stopReason: 'end_turn',
      });
      expect(said(on)).toContain('shelled');
      expect(entries(on, 'permission').length).toBeGreaterThan(0);
      const open = entries(on, 'tool').filter(
        (entry) => entry.type === 'tool' && ['pending', 'in_progress'].includes(entry.tool.status),
      );
      expect(open).toEqual([]);
    });

    it('takes no for an answer', async () => {
      const on = await stage(real);
      const path = join(on.worktree, 'refused.txt');
      const state = stopReason(await on.prompt(`SCENARIO:write ${path}`, 'reject'));
      expect(['end_turn', 'cancelled']).toContain(state?.stopReason);
      expect(existsSync(path)).toBe(false);
      expect(stopReason(await on.prompt('SCENARIO:ask'))).toMatchObject({ stopReason: 'end_turn' });
    });

    it('is cancelled in the middle of an answer, and takes the next prompt', async () => {
      const on = await stage(real);
      const id = on.begin('SCENARIO:hang');
      await vi.waitFor(() => expect(said(on)).toContain('Beginning'), patient);
      on.app.host.dispatcher.cancel(id);
      expect(stopReason(await on.end(id))).toMatchObject({ stopReason: 'cancelled' });
      expect(stopReason(await on.prompt('SCENARIO:ask'))).toMatchObject({ stopReason: 'end_turn' });
      expect(said(on)).toContain('An answer.');
    });

    it('is cancelled in the middle of a command, which ends too', async () => {
      const on = await stage(real);
      const id = on.begin('SCENARIO:shell tail -f /dev/null');
      const ended = on.end(id);
      await vi.waitFor(
        async () => expect(await running(on.mark, 'tail -f /dev/null')).not.toEqual([]),
        patient,
      );
      on.app.host.dispatcher.cancel(id);
      expect(stopReason(await ended)).toMatchObject({ stopReason: 'cancelled' });
      await vi.waitFor(async () => expect(await running(on.mark, 'tail -f /dev/null')).toEqual([]), {
        timeout: 15_000,
        interval: 100,
      });
      expect(stopReason(await on.prompt('SCENARIO:ask'))).toMatchObject({ stopReason: 'end_turn' });
    });

    it('is killed in the middle of a turn, comes back, and remembers', async () => {
      const on = await stage(real);
      await on.prompt('SCENARIO:ask');
      const id = on.begin('SCENARIO:hang');
      await vi.waitFor(() => expect(said(on)).toContain('Beginning'), patient);
      process.kill(on.app.host.pool.get(on.session, on.agent)?.pid as number, 'SIGKILL');
      expect(stopReason(await on.end(id))).toMatchObject({
        stopReason: 'failed',
        error: { code: 'agent.exited' },
      });
      expect(stopReason(await on.prompt('SCENARIO:recall'))).toMatchObject({ stopReason: 'end_turn' });
      expect(said(on)).toContain('I remember.');
      await on.app.stop();
      expect(await running(on.mark, '')).toEqual([]);
    });
  });
}
