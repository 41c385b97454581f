import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { agentId } from '../../../src/shared/domain/ids';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** Agents are real programs, on machines that may have other work. */
const patient = { timeout: 20_000, interval: 10 };
const frail = agentId.parse('frail');

/** A host with one custom agent, a program of tests/fakes/agents, and a session to use it in. */
async function hostWith(program: string, args: string[] = []) {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const file = join(import.meta.dirname, '../../fakes/agents', `${program}.mjs`);
  const filled = args.map((arg) => join(folder, arg));
  const agent = {
    id: frail,
    name: 'Frail',
    backend: 'acp',
    command: process.execPath,
    args: [file, ...filled],
  };
  writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [agent] }));
  const app = testHost(data);
  const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Frail');
  await vi.waitFor(() => expect(app.host.catalog.find(frail)?.availability.kind).toBe('ready'), patient);
  return { app, id };
}

const ends = (app: TestHost, id: Parameters<TestHost['transcript']>[0]) =>
  app.transcript(id).filter(({ type }) => type !== 'prompt' && type !== 'text' && type !== 'tool');

describe('an agent that dies', () => {
  it('of a prompt before a word of it is started once more, and the transcript says so', async () => {
    const { app, id } = await hostWith('dies-at-prompt', ['died']);
    const turn = await app.prompt(id, 'go', frail);
    expect(app.store.turns.get(turn).state).toEqual({ status: 'ended', stopReason: 'end_turn' });
    const [notice, end, ...rest] = ends(app, id);
    expect(notice).toMatchObject({
      type: 'notice',
      title: expect.stringContaining('started again'),
      detail: 'Frail ended unexpectedly (exit code 9).',
    });
    expect(end).toMatchObject({ type: 'turn-end', stopReason: 'end_turn' });
    expect(rest).toEqual([]);
  });

  it('of it twice fails the turn with what it printed', async () => {
    const { app, id } = await hostWith('dies-at-prompt');
    const turn = await app.prompt(id, 'go', frail);
    expect(app.store.turns.get(turn).state).toMatchObject({
      stopReason: 'failed',
      error: { code: 'agent.exited', detail: 'no memory left' },
    });
    expect(ends(app, id).map(({ type }) => type)).toEqual(['notice', 'turn-end']);
    expect(app.host.pool.health().size).toBe(0);
  });

  it('in the middle of its work is not sent the prompt again', async () => {
    const { app, id } = await hostWith('good');
    const turn = await app.prompt(id, 'exit', frail);
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'failed' });
    expect(ends(app, id).map(({ type }) => type)).toEqual(['turn-end']);
  });

  it('while it is idle says so, and the next prompt brings it back', async () => {
    const { app, id } = await hostWith('good');
    await app.prompt(id, 'talk', frail);
    process.kill(app.host.pool.get(id, frail)?.pid as number, 'SIGKILL');
    await vi.waitFor(() => expect(ends(app, id).at(-1)?.type).toBe('notice'), patient);
    expect(ends(app, id).at(-1)).toMatchObject({
      title: 'Frail ended while it had nothing to do (signal SIGKILL). The next prompt starts it again',
    });
    const turn = await app.prompt(id, 'talk', frail);
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'end_turn' });
    expect(app.host.agentSessions.view(id, frail).nativeSessionId).toBe('good-1');
  });

  it('is not mourned when Coppice ended it', async () => {
    const { app, id } = await hostWith('good');
    await app.prompt(id, 'talk', frail);
    await app.host.agentSessions.stop(id, frail);
    expect(ends(app, id).map(({ type }) => type)).toEqual(['turn-end']);
  });
});
