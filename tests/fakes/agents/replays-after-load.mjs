import { createGoodAgent, runGoodAgent } from './lib/good-agent.mjs';
import { answer, text, update } from './lib/wire.mjs';

const good = createGoodAgent();

// Loads only, and tells the history once it has answered.
runGoodAgent({
  initialize: ({ id }) => answer(id, { protocolVersion: 1, agentCapabilities: { loadSession: true } }),
  'session/load': async ({ id, params }) => {
    await answer(id, null);
    await update(params.sessionId, {
      sessionUpdate: 'user_message_chunk',
      content: { type: 'text', text: 'Old prompt' },
    });
    await text(params.sessionId, 'Old answer');
  },
  'session/resume': good['session/resume'],
});
