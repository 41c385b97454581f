import { runGoodAgent } from './lib/good-agent.mjs';

// Does everything right, and around every message all that nobody needs to hear of: empty lines, answers to what was
// not asked, warnings, and lines that come in pieces.
const noise = ['\n', `${JSON.stringify({ jsonrpc: '2.0', id: 4711, result: {} })}\n`, ' \r\n'];
const write = process.stdout.write.bind(process.stdout);
let written = 0;
process.stdout.write = (chunk, ...rest) => {
  const bytes = Buffer.from(chunk);
  const half = bytes.length >> 1;
  process.stderr.write('warning: nothing is wrong\n');
  write(noise[written++ % noise.length]);
  write(bytes.subarray(0, half));
  return write(bytes.subarray(half), ...rest);
};
runGoodAgent();
