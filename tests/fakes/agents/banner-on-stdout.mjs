import { runGoodAgent } from './lib/good-agent.mjs';
import { write } from './lib/wire.mjs';

// Text that is not JSON, JSON that is not a message, and an empty line, before anything was asked.
await write('Welcome to the agent!\n{"hello": "world"}\n[1, 2]\n42\n\n');
runGoodAgent();
