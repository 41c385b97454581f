import { runGoodAgent } from './lib/good-agent.mjs';

runGoodAgent();
