import { fileURLToPath } from 'node:url';
import { describeBackend } from './backend-conformance';
import { nodeAgent } from './test-host';

const peer = fileURLToPath(
  new URL('../../node_modules/acp-example-peer/dist/examples/agent.js', import.meta.url),
);

// Written by the protocol's own people, without knowledge of us; every prompt runs the same little play.
describeBackend('the example agent of the official SDK', {
  create: (host) => host.backend(nodeAgent('peer', [peer])),
  prompts: { talk: 'Hello', permission: 'Hello', wait: 'Hello' },
  restores: false,
  options: false,
});
