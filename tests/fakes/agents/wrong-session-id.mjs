import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text } from './lib/wire.mjs';

runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    await text('somebody-else', 'lost');
    await text('somebody-else', 'lost again');
    await text(params.sessionId, 'mine');
    await answer(id, { stopReason: 'end_turn' });
  },
});
