import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, update } from './lib/wire.mjs';

// The update comes first, and the call itself then goes back to an earlier status.
runGoodAgent({
  'session/prompt': async ({ id, params }) => {
    const { sessionId } = params;
    const tool = { toolCallId: 't', title: 'Write a file', kind: 'edit' };
    await update(sessionId, { sessionUpdate: 'tool_call_update', ...tool, status: 'in_progress' });
    await update(sessionId, { sessionUpdate: 'tool_call', ...tool, status: 'pending' });
    await update(sessionId, { sessionUpdate: 'tool_call_update', toolCallId: 't', status: 'completed' });
    await answer(id, { stopReason: 'end_turn' });
  },
});
