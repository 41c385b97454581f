import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Caller } from '../../../src/main/ipc/handler';
import { turnHandlers } from '../../../src/main/ipc/handlers/turn';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import { testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

it('a session that began without a prompt is called by the first one, and by that for good', async () => {
  const folder = temporaryFolder();
  const { host, store, newSession, ended } = testHost(join(folder, 'data'));
  const { id: sessionId } = await newSession(makeRepository(join(folder, 'sample')), '');
  expect(host.sessions.get(sessionId).title).toBe('Untitled session');

  const handlers = turnHandlers({
    ...{ dispatcher: host.dispatcher, sessions: host.sessions, turns: store.turns },
    definition: (agent) => host.catalog.definition(agent),
  });
  const ask = async (text: string) => {
    const input = { sessionId, agent: builtinAgent, prompt: [{ type: 'text' as const, text }] };
    const { id } = await handlers['turn.enqueue'](input, {} as Caller);
    await ended(id);
    return host.sessions.get(sessionId).title;
  };
  expect(await ask('list\nAll of it.')).toBe('list');
  expect(await ask('help')).toBe('list');
});
