import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text } from './lib/wire.mjs';

const MEGABYTES = 40;

runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    await text(params.sessionId, `first ${'x'.repeat(MEGABYTES * 1024 * 1024)} last`);
    await text(params.sessionId, 'after');
    await answer(id, { stopReason: 'end_turn' });
  },
});
