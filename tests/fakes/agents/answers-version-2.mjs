import { runGoodAgent } from './lib/good-agent.mjs';
import { answer } from './lib/wire.mjs';

runGoodAgent({ initialize: ({ id }) => answer(id, { protocolVersion: 2 }) });
