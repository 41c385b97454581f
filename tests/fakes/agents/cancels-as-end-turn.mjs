import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text } from './lib/wire.mjs';

let pending;
runGoodAgent({
  'session/prompt': ({ id, params }) => {
    pending = id;
    text(params.sessionId, 'Working');
  },
  'session/cancel': () => answer(pending, { stopReason: 'end_turn' }),
});
