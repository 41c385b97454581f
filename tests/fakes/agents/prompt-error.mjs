import { runGoodAgent } from './lib/good-agent.mjs';
import { refuse } from './lib/wire.mjs';

runGoodAgent({
  'session/prompt': ({ id }) => refuse(id, -32603, 'Internal error', { details: 'The model is overloaded' }),
});
