import { runGoodAgent } from './lib/good-agent.mjs';

// Neither the end of its input nor SIGTERM ends it.
process.on('SIGTERM', () => {});
setInterval(() => {}, 60_000);
runGoodAgent({}, { exitOnEnd: false });
