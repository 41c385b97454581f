import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, refuse } from './lib/wire.mjs';

// As most agents do, it refuses an unknown conversation as an internal error.
runGoodAgent({
  'session/resume': ({ id }) => refuse(id, -32603, 'Internal error'),
  'session/load': ({ id }) => refuse(id, -32603, 'Internal error'),
  'session/list': ({ id }) => answer(id, { sessions: [] }),
});
