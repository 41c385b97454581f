import { runGoodAgent } from './lib/good-agent.mjs';

// Does what it is told, and calls a cancelled turn one that it ended itself.
runGoodAgent({}, { cancelledAs: 'end_turn' });
