import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, refuse } from './lib/wire.mjs';

// Answers what was never asked, and everything twice, the second time otherwise.
runGoodAgent({
  'session/prompt': async (message, good) => {
    await answer(4711, { stopReason: 'refusal' });
    await answer('nobody', {});
    await refuse(null, -32603, 'to whom it may concern');
    await good['session/prompt'](message);
    await answer(message.id, { stopReason: 'refusal' });
    await refuse(message.id, -32603, 'changed my mind');
  },
});
