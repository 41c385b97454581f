import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundleAgent } from '../integration/agent/bundle-agent';
import { describeBackend } from './backend-conformance';
import { nodeAgent } from './test-host';

// The suite's global set-up may have bundled the agent already.
const bundled = process.env.COPPICE_AGENT_ENTRY;
let entry = bundled ?? '';

beforeAll(async () => {
  if (!bundled) entry = await bundleAgent();
});

afterAll(async () => {
  if (!bundled && entry) await rm(dirname(entry), { recursive: true, force: true });
});

describeBackend('the built-in agent', {
  create: (host) =>
    host.backend(nodeAgent('builtin', [entry], { COPPICE_AGENT_STATE: join(host.cwd, '.state') })),
  prompts: { talk: 'help', permission: 'ask', wait: 'slow 200' },
  restores: true,
  options: true,
});
