import { runGoodAgent } from './lib/good-agent.mjs';
import { answer } from './lib/wire.mjs';

// Modes without config options, and not a word after one is set.
runGoodAgent({
  'session/new': ({ id }) =>
    answer(id, {
      sessionId: 'good-1',
      modes: {
        currentModeId: 'default',
        availableModes: [
          { id: 'default', name: 'Default' },
          { id: 'plan', name: 'Plan', description: 'Only plan' },
        ],
      },
    }),
  'session/set_mode': ({ id }) => answer(id, null),
});
