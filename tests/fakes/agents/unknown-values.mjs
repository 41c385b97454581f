import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, ask, send, text, update } from './lib/wire.mjs';

// What a newer protocol, or another taste, may send: none of it may take the rest down.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    await update(sessionId, { sessionUpdate: 'hologram', depth: 3 });
    await update(sessionId, { sessionUpdate: 'agent_message_chunk', content: { type: 'smell', of: 'rain' } });
    await update(sessionId, { sessionUpdate: 'agent_message_chunk' });
    await send({ method: 'session/update', params: { sessionId, update: 'nonsense' } });
    await send({ method: '_auth/status_update', params: {} });
    await update(sessionId, {
      sessionUpdate: 'tool_call',
      toolCallId: 't',
      title: 'Tool',
      kind: 'teleport',
      status: 'levitating',
      content: [{ type: 'sculpture' }],
    });
    await update(sessionId, { sessionUpdate: 'tool_call_update', toolCallId: 't', status: 'cancelled' });
    const { error } = await ask('craft/drainMidTurnQueue', {}, null);
    await text(sessionId, `refused with ${error.code}`);
    const second = await ask('elicitation/create', { sessionId }, 'a-string-id');
    await text(sessionId, ` and ${second.error.code}`);
    await answer(id, { stopReason: 'bored' });
  },
});
