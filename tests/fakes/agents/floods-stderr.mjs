import { createGoodAgent, runGoodAgent } from './lib/good-agent.mjs';

// Prints a gigabyte of warnings before it answers.
const CHUNK = Buffer.alloc(1024 * 1024, 'warning: nothing is wrong\n');
const good = createGoodAgent();
runGoodAgent({
  'session/prompt': async (message) => {
    for (let count = 0; count < 1024; count++) {
      await new Promise((resolve) => process.stderr.write(CHUNK, resolve));
    }
    await good['session/prompt'](message);
  },
});
