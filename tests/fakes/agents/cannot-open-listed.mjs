import { runGoodAgent } from './lib/good-agent.mjs';
import { refuse } from './lib/wire.mjs';

// The conversation is listed, but opening it fails.
runGoodAgent({
  'session/resume': ({ id }) => refuse(id, -32603, 'Internal error'),
  'session/load': ({ id }) => refuse(id, -32603, 'Internal error'),
});
