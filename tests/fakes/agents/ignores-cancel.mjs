import { runGoodAgent } from './lib/good-agent.mjs';
import { text } from './lib/wire.mjs';

// The prompt never resolves, and cancelling changes nothing.
runGoodAgent({
  'session/prompt': ({ params }) => text(params.sessionId, 'Working for ever'),
  'session/cancel': () => {},
});
