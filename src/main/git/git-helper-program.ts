import { Socket } from 'node:net';
import { closeInheritedSockets } from '../platform/close-inherited-sockets';
import { Frame, FrameReader, type FrameType, writeFrame } from './git-frames';
import { type GitCommand, type GitProcess, startGitHere } from './git-process';

/**
 * Starts git for Coppice, because starting a program holds the event loop of whoever does it, the longer the more
 * memory that process has. Speaks frames on its standard input and output.
 */

closeInheritedSockets();

const commands = new Map<number, Omit<GitCommand, 'stdin'>>();
const running = new Map<number, GitProcess>();
// process.stdout would write synchronously, and every git would wait for the slowest reader.
const output = new Socket({ fd: 1, readable: false, writable: true });
/** Nothing is started any more; it ends with what runs. */
let closing = false;
/** Nobody hears what it says. */
let unheard = false;

const reader = new FrameReader((type, run, body) => {
  switch (type) {
    case Frame.command:
      commands.set(run, JSON.parse(body.toString('utf8')));
      return;
    case Frame.run:
      return start(run, body);
    case Frame.kill:
      return running.get(run)?.kill(body.toString('latin1') as 'SIGTERM' | 'SIGKILL');
    default:
      throw new Error(`Not a frame for the helper: ${type}`);
  }
});

function start(run: number, stdin: Buffer): void {
  const command = commands.get(run);
  commands.delete(run);
  if (closing) return;
  if (!command) throw new Error(`Nothing is known of run ${run}`);
  const over = (type: FrameType, what: object) => {
    running.delete(run);
    tell(type, run, Buffer.from(JSON.stringify(what)));
    if (closing) close();
  };
  const git = startGitHere(
    { ...command, stdin },
    {
      onStdout: (chunk) => tell(Frame.stdout, run, chunk),
      onStderr: (chunk) => tell(Frame.stderr, run, chunk),
      onEnd: (exit, signal) => over(Frame.end, { exit, signal }),
      onFailed: (error) => over(Frame.failed, { ...error, message: error.message }),
    },
  );
  running.set(run, git);
  if (output.writableNeedDrain) git.pause();
}

function tell(type: FrameType, run: number, body: Buffer): void {
  if (unheard || writeFrame(output, type, run, body)) return;
  for (const git of running.values()) git.pause();
}

function letGitsGoOn(): void {
  for (const git of running.values()) git.resume();
}

/** Coppice is gone or wants no more. What runs is let finish, so that no lock is left; what waits never starts. */
function close(): void {
  closing = true;
  if (running.size === 0) output.end(() => process.exit(0));
}

output.on('drain', letGitsGoOn);
output.on('error', () => {
  unheard = true;
  letGitsGoOn();
  close();
});
process.stdin.on('data', (chunk) => reader.push(chunk as Buffer));
process.stdin.once('end', close);
process.stdin.once('error', close);
// On this signal git removes its locks and ends.
process.once('SIGTERM', () => {
  for (const git of running.values()) git.kill('SIGTERM');
  close();
});
