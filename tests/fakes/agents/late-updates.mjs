import { runGoodAgent } from './lib/good-agent.mjs';
import { write } from './lib/wire.mjs';

// One write carries the answer between two updates; a third update follows later.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const line = (words) => ({
      jsonrpc: '2.0',
      method: 'session/update',
      params: {
        sessionId: params.sessionId,
        update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: words } },
      },
    });
    const messages = [
      line('before'),
      { jsonrpc: '2.0', id, result: { stopReason: 'end_turn' } },
      line(' with'),
    ];
    await write(`${messages.map((message) => JSON.stringify(message)).join('\n')}\n`);
    setImmediate(() => write(`${JSON.stringify(line(' after'))}\n`));
  },
});
