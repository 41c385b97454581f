import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { agentId, type SessionId } from '../../../src/shared/domain/ids';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

const patient = { timeout: 20_000, interval: 10 };
const forgetful = agentId.parse('forgetful');

/** A data folder with an agent that forgets its conversations, unless the file `remember` is in it. */
async function begin(program = 'forgets-sessions') {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const path = join(import.meta.dirname, '../../fakes/agents', `${program}.mjs`);
  const agent = {
    id: forgetful,
    name: 'Forgetful',
    backend: 'acp',
    command: process.execPath,
    args: [path],
    env: { COPPICE_REMEMBER: join(folder, 'remember') },
  };
  writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [agent] }));
  const first = await startHost(data);
  const { id } = await first.newSession(makeRepository(join(folder, 'sample')), 'Forget');
  return { folder, data, first, id };
}

async function startHost(data: string): Promise<TestHost> {
  const app = testHost(data);
  await vi.waitFor(() => expect(app.host.catalog.find(forgetful)?.availability.kind).toBe('ready'), patient);
  return app;
}

const waiting = (app: TestHost, id: SessionId) =>
  app.transcript(id).filter((entry) => entry.type === 'context' && !entry.decision);
const asked = (app: TestHost, id: SessionId) =>
  vi.waitFor(() => expect(waiting(app, id)).toHaveLength(1), patient);
const row = (app: TestHost, id: SessionId) => app.store.agentSessions.get(id, forgetful);

describe('an agent that cannot bring back its conversation', () => {
  it('is sent nothing before the user has decided, also over a restart, and its id is kept', async () => {
    const { data, first, id } = await begin();
    await first.prompt(id, 'first prompt', forgetful);
    const before = row(first, id).nativeSessionId;
    await first.stop();

    const second = await startHost(data);
    const waits = second.enqueue(id, 'second prompt', forgetful);
    await asked(second, id);
    expect(second.transcript(id).at(-1)).toMatchObject({
      type: 'context',
      nativeSessionId: before,
      reason: expect.stringContaining('no longer has the earlier conversation'),
    });
    await vi.waitFor(() => expect(second.store.turns.get(waits).state.status).toBe('queued'), patient);
    expect(second.host.sessions.get(id).status.kind).toBe('needs-you');
    expect(row(second, id)).toMatchObject({ nativeSessionId: before, context: 'lost' });
    await second.stop();

    const third = await startHost(data);
    expect(third.host.sessions.get(id).status.kind).toBe('needs-you');
    expect(third.store.turns.get(waits).state.status).toBe('queued');
    await expect(third.host.agentSessions.ensure(id, forgetful)).rejects.toMatchObject({
      code: 'agent.context-lost',
    });
    expect(waiting(third, id)).toHaveLength(1);
    third.host.contexts.decide(id, forgetful, 'fresh');
    await third.ended(waits);
    const types = third.transcript(id).map(({ type }) => type);
    expect(types.indexOf('context')).toBeLessThan(types.lastIndexOf('prompt'));
    expect(types).not.toContain('handover');
    expect(row(third, id).context).toBeUndefined();
  });

  it('gets a summary with the next prompt, which the transcript shows as it was sent', async () => {
    const { data, first, id } = await begin('retells');
    await first.prompt(id, 'remember the colour teal', forgetful);
    const before = row(first, id).nativeSessionId as string;
    await first.stop();
    const second = await startHost(data);
    const waits = second.enqueue(id, 'which colour?', forgetful);
    await asked(second, id);
    second.host.contexts.decide(id, forgetful, 'summary');
    await second.ended(waits);
    const handover = second.transcript(id).find((entry) => entry.type === 'handover');
    const sent = handover?.type === 'handover' ? handover.text : '';
    expect(sent).toContain('remember the colour teal');
    const answer = second.transcript(id).findLast((entry) => entry.type === 'text');
    expect(answer).toMatchObject({
      blocks: [
        {
          text: JSON.stringify([
            { type: 'resource', text: sent },
            { type: 'text', text: 'which colour?' },
          ]),
        },
      ],
    });
    expect(row(second, id).earlierNativeIds).toEqual([before]);
    expect(row(second, id).nativeSessionId).not.toBe(before);

    await second.prompt(id, 'and now?', forgetful);
    expect(second.transcript(id).filter((entry) => entry.type === 'handover')).toHaveLength(1);
    expect(second.transcript(id).filter((entry) => entry.type === 'prompt')).toHaveLength(3);
  });

  it('is tried again when the user says so, with the same conversation', async () => {
    const { folder, data, first, id } = await begin('retells');
    await first.prompt(id, 'one', forgetful);
    const before = row(first, id).nativeSessionId;
    await first.stop();
    const second = await startHost(data);
    const waits = second.enqueue(id, 'two', forgetful);
    await asked(second, id);
    second.host.contexts.decide(id, forgetful, 'retry');
    await vi.waitFor(
      () => expect(second.transcript(id).filter(({ type }) => type === 'context')).toHaveLength(2),
      patient,
    );
    expect(waiting(second, id)).toHaveLength(1);
    await vi.waitFor(() => expect(second.store.turns.get(waits).state.status).toBe('queued'), patient);
    writeFileSync(join(folder, 'remember'), '');
    second.host.contexts.decide(id, forgetful, 'retry');
    await second.ended(waits);
    expect(row(second, id)).toMatchObject({ nativeSessionId: before, earlierNativeIds: [] });
    expect(() => second.host.contexts.decide(id, forgetful, 'fresh')).toThrow('decided already');
    rmSync(join(folder, 'remember'));
  });

  it('starts anew without asking when nothing was ever said in it', async () => {
    const { data, first, id } = await begin('retells');
    await first.host.agentSessions.ensure(id, forgetful);
    const before = row(first, id).nativeSessionId as string;
    await first.stop();
    const second = await startHost(data);
    await second.prompt(id, 'one', forgetful);
    expect(second.transcript(id).map(({ type }) => type)).toEqual(['prompt', 'text', 'turn-end']);
    expect(row(second, id).earlierNativeIds).toEqual([before]);
  });

  it('lets the waiting prompt be edited and withdrawn meanwhile', async () => {
    const { data, first, id } = await begin('retells');
    await first.prompt(id, 'one', forgetful);
    await first.stop();
    const second = await startHost(data);
    const waits = second.enqueue(id, 'two', forgetful);
    await asked(second, id);
    await vi.waitFor(() => expect(second.store.turns.get(waits).state.status).toBe('queued'), patient);
    second.host.dispatcher.edits.setPrompt(waits, [{ type: 'text', text: 'two, better' }]);
    second.host.dispatcher.edits.withdraw(waits);
    expect(second.host.sessions.get(id).status.kind).toBe('idle');
  });
});
