import { runGoodAgent } from './lib/good-agent.mjs';
import { text } from './lib/wire.mjs';

// From the first prompt on it reads nothing more, so that what is sent to it piles up.
runGoodAgent({
  'session/prompt': async ({ params }) => {
    process.stdin.pause();
    await text(params.sessionId, 'Deaf now');
  },
});
