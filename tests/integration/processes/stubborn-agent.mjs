// Neither the end of its input nor SIGTERM ends it; with `leave` it also starts a process in a session of its own.
import { spawn } from 'node:child_process';

process.on('SIGTERM', () => {});
process.on('message', () => {});
const idle = 'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 60_000)';
if (process.argv[2] === 'leave') {
  const left = spawn(process.execPath, ['-e', idle], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  left.stdout.once('data', () => console.log(left.pid));
} else {
  // In its own group, without the marker: known only by the company it keeps.
  const kept = spawn(process.execPath, ['-e', idle], { env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
  kept.stdout.once('data', () => console.log(kept.pid));
}
setInterval(() => {}, 60_000);
