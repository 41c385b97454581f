import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { agentId } from '../../src/shared/domain/ids';
import { testHost } from './test-host';
import { makeRepository } from './test-repository';
import { temporaryFolder } from './test-store';

/** The agent that `hostWithAgent` adds. */
export const customAgent = agentId.parse('custom');

/**
 * A host whose agents.json has one agent, a program of tests/fakes/agents, and a session to use it in. `args` are made
 * from a folder of the test's own.
 */
export async function hostWithAgent(program: string, args: (folder: string) => string[] = () => []) {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const file = join(import.meta.dirname, '../fakes/agents', `${program}.mjs`);
  const command = { command: process.execPath, args: [file, ...args(folder)] };
  const agent = { id: customAgent, name: 'Custom', backend: 'acp', ...command };
  writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [agent] }));
  const app = testHost(data);
  const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Custom');
  // Looking for the program may take a while on a machine that has other work.
  await vi.waitFor(() => expect(app.host.catalog.find(customAgent)?.availability.kind).toBe('ready'), {
    timeout: 20_000,
    interval: 10,
  });
  return { app, id };
}
