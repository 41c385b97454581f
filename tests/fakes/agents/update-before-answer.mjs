import { runGoodAgent } from './lib/good-agent.mjs';
import { answer, text, update } from './lib/wire.mjs';

runGoodAgent({
  'session/new': async ({ id }) => {
    await update('good-1', {
      sessionUpdate: 'available_commands_update',
      availableCommands: [{ name: 'review', description: 'Review', input: { hint: 'what' } }],
    });
    await text('good-1', 'Hello before you know my name');
    await answer(id, { sessionId: 'good-1' });
  },
});
