import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { customAgent, hostWithAgent } from '../../support/host-with-agent';
import type { TestHost } from '../../support/test-host';

/** Agents are real programs, on machines that may have other work. */
const patient = { timeout: 20_000, interval: 10 };
const ends = (app: TestHost, id: Parameters<TestHost['transcript']>[0]) =>
  app.transcript(id).filter(({ type }) => type !== 'prompt' && type !== 'text' && type !== 'tool');

describe('an agent that dies', () => {
  it('of a prompt before a word of it is started once more, and the transcript says so', async () => {
    const { app, id } = await hostWithAgent('dies-at-prompt', (folder) => [join(folder, 'died')]);
    const turn = await app.prompt(id, 'go', customAgent);
    expect(app.store.turns.get(turn).state).toEqual({ status: 'ended', stopReason: 'end_turn' });
    const [notice, end, ...rest] = ends(app, id);
    expect(notice).toMatchObject({
      type: 'notice',
      title: expect.stringContaining('started again'),
      detail: 'Custom ended unexpectedly (exit code 9).',
    });
    expect(end).toMatchObject({ type: 'turn-end', stopReason: 'end_turn' });
    expect(rest).toEqual([]);
  });

  it('of it twice fails the turn with what it printed', async () => {
    const { app, id } = await hostWithAgent('dies-at-prompt');
    const turn = await app.prompt(id, 'go', customAgent);
    expect(app.store.turns.get(turn).state).toMatchObject({
      stopReason: 'failed',
      error: { code: 'agent.exited', detail: 'no memory left' },
    });
    expect(ends(app, id).map(({ type }) => type)).toEqual(['notice', 'turn-end']);
    expect(app.host.pool.health().size).toBe(0);
  });

  it('in the middle of its work is not sent the prompt again', async () => {
    const { app, id } = await hostWithAgent('good');
    const turn = await app.prompt(id, 'exit', customAgent);
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'failed' });
    expect(ends(app, id).map(({ type }) => type)).toEqual(['turn-end']);
  });

  it('while it is idle says so, and the next prompt brings it back', async () => {
    const { app, id } = await hostWithAgent('good');
    await app.prompt(id, 'talk', customAgent);
    process.kill(app.host.pool.get(id, customAgent)?.pid as number, 'SIGKILL');
    await vi.waitFor(() => expect(ends(app, id).at(-1)?.type).toBe('notice'), patient);
    expect(ends(app, id).at(-1)).toMatchObject({
      title: 'Custom ended while it had nothing to do (signal SIGKILL). The next prompt starts it again',
    });
    const turn = await app.prompt(id, 'talk', customAgent);
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'end_turn' });
    expect(app.host.agentSessions.view(id, customAgent).nativeSessionId).toBe('good-1');
  });

  it('is not mourned when Coppice ended it', async () => {
    const { app, id } = await hostWithAgent('good');
    await app.prompt(id, 'talk', customAgent);
    await app.host.agentSessions.stop(id, customAgent);
    expect(ends(app, id).map(({ type }) => type)).toEqual(['turn-end']);
  });
});
