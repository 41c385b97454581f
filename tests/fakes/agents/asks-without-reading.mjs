import { permissionParams, runGoodAgent } from './lib/good-agent.mjs';
import { ask } from './lib/wire.mjs';

// Asks 2,000 questions, each with a long answer, and reads none of them.
runGoodAgent({
  'session/prompt': ({ params }) => {
    process.stdin.pause();
    const asked = permissionParams(params.sessionId);
    asked.options[0].optionId = 'yes'.repeat(10_000);
    for (let count = 0; count < 2000; count++) ask('session/request_permission', asked);
  },
});
