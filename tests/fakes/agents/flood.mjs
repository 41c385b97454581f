import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, write } from './lib/wire.mjs';

const UPDATES = 50_000;

runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    for (let from = 0; from < UPDATES; from += 1000) {
      const lines = Array.from({ length: 1000 }, (_, index) =>
        JSON.stringify({
          jsonrpc: '2.0',
          method: 'session/update',
          params: {
            sessionId,
            update: {
              sessionUpdate: 'agent_message_chunk',
              content: { type: 'text', text: `${from + index} ` },
            },
          },
        }),
      );
      await write(`${lines.join('\n')}\n`);
    }
    await answer(id, { stopReason: 'end_turn' });
  },
});
