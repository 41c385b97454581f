import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text, write } from './lib/wire.mjs';

// Answers the prompt and dies in the middle of the update that should follow.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    await text(params.sessionId, 'whole');
    await answer(id, { stopReason: 'end_turn' });
    await write('{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"good-1","upd');
    process.exit(4);
  },
});
