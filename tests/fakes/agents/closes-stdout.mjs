import { closeSync } from 'node:fs';
import { runGoodAgent } from './lib/good-agent.mjs';
import { text } from './lib/wire.mjs';

// In the middle of a turn it closes its output and lives on.
runGoodAgent({
  'session/prompt': async ({ params }) => {
    await text(params.sessionId, 'Last words');
    closeSync(1);
    setInterval(() => {}, 60_000);
  },
});
