import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text } from './lib/wire.mjs';

process.stderr.write('from before the turn\n');
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    await new Promise((resolve) => process.stderr.write('401 Unauthorized\n', resolve));
    await text(params.sessionId, '');
    await answer(id, { stopReason: 'end_turn' });
  },
});
