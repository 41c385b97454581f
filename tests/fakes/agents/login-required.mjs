import { runGoodAgent } from './lib/good-agent.mjs';
import { refuse } from './lib/wire.mjs';

runGoodAgent({ 'session/prompt': ({ id }) => refuse(id, -32000, 'Authentication required') });
