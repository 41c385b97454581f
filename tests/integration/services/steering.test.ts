import { expect, it, vi } from 'vitest';
import { customAgent, hostWithAgent } from '../../support/host-with-agent';

const patient = { timeout: 20_000, interval: 10 };

async function steer(answer: string[]) {
  const { app, id } = await hostWithAgent('steerable', () => answer);
  const turn = app.enqueue(id, 'wait', customAgent);
  await vi.waitFor(() => expect(app.transcript(id).some(({ type }) => type === 'text')).toBe(true), patient);
  expect(app.host.agentSessions.view(id, customAgent).steerable).toBe(true);
  const words = ['talk', ' more'].map((text) => ({ type: 'text' as const, text }));
  const taken = await app.host.dispatcher.steer(id, customAgent, words);
  return { app, id, turn, taken };
}

it('shows what was said into a running turn where it was said, and queues nothing', async () => {
  const { app, id, turn, taken } = await steer([]);
  expect(taken).toBe(true);
  await app.ended(turn);
  const shown = app.transcript(id);
  expect(shown.map(({ type }) => type)).toEqual(['prompt', 'text', 'prompt', 'text', 'turn-end']);
  expect(shown[2]).toMatchObject({
    steers: true,
    turnId: turn,
    blocks: [{ type: 'text', text: 'talk more' }],
  });
  expect(shown[4]).toMatchObject({ startedAt: shown[0]?.ts });
  expect(app.store.turns.listBySession(id)).toHaveLength(1);
});

it('queues what the agent does not take, says so, and runs it next', async () => {
  const { app, id, turn, taken } = await steer(['promptRequired']);
  expect(taken).toBe(false);
  expect(app.transcript(id).at(-1)).toMatchObject({
    type: 'notice',
    title: expect.stringContaining('waits in the queue'),
  });
  const [, message] = app.store.turns.listBySession(id);
  expect(message?.state.status).toBe('queued');
  app.host.dispatcher.cancel(turn);
  await app.ended(turn);
  app.host.dispatcher.release(id);
  await app.ended(message?.id as typeof turn);
  expect(app.store.turns.get(message?.id as typeof turn).state).toMatchObject({ stopReason: 'end_turn' });
});
