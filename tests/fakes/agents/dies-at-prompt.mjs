import { existsSync, writeFileSync } from 'node:fs';
import { createGoodAgent, runGoodAgent } from './lib/good-agent.mjs';

// Dies of a prompt before a word of it: always, or with a file as its argument only while that does not exist.
const [, , once] = process.argv;
const good = createGoodAgent();
runGoodAgent({
  'session/prompt': (message) => {
    if (once && existsSync(once)) return good['session/prompt'](message);
    if (once) writeFileSync(once, '');
    process.stderr.write('no memory left\n', () => process.exit(9));
  },
  'session/cancel': good['session/cancel'],
});
