import { spawn } from 'node:child_process';
import { runGoodAgent } from './lib/good-agent.mjs';

// A child in a session of its own keeps our output open after we are gone.
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], {
  stdio: 'inherit',
  detached: true,
});
child.unref();
runGoodAgent();
