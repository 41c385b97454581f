import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, write } from './lib/wire.mjs';

// A message arrives in two writes, cut inside a character, and the next shares a write with its end.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const message = (words) =>
      `${JSON.stringify({
        jsonrpc: '2.0',
        method: 'session/update',
        params: {
          sessionId: params.sessionId,
          update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: words } },
        },
      })}\n`;
    const first = Buffer.from(message('naïve '));
    const cut = first.indexOf('ï') + 1;
    await write(first.subarray(0, cut));
    setImmediate(async () => {
      await write(Buffer.concat([first.subarray(cut), Buffer.from(message('text'))]));
      await answer(id, { stopReason: 'end_turn' });
    });
  },
});
