import { spawn } from 'node:child_process';
import { runGoodAgent } from './lib/good-agent.mjs';

// A process in the same group that holds our output open and outlives us.
spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'inherit' });
runGoodAgent();
