import { spawn } from 'node:child_process';
import { killGroup } from '../platform/kill-group';

/** How long output of a command that has ended is still waited for, in milliseconds. */
const DRAIN_MS = 1_000;

/** One run of git, with all that it depends on. */
export interface GitCommand {
  /** Without `git` itself. */
  args: string[];
  cwd: string;
  /** The whole environment. */
  env: NodeJS.ProcessEnv;
  stdin: Buffer;
}

/** Is told what becomes of a run: output as it comes, then exactly one of `onEnd` and `onFailed`. */
export interface GitListener {
  onStdout(chunk: Buffer): void;
  onStderr(chunk: Buffer): void;
  /** It has ended, and all its output has been told. */
  onEnd(exit: number | null, signal: string | null): void;
  /** It could not be started, or nobody knows what became of it. */
  onFailed(error: Error): void;
}

export interface GitProcess {
  /** Does nothing once it has ended. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Lets git wait with its output, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Starts git and returns at once. Never throws: what goes wrong is told to the listener, in a later turn. */
export type StartGit = (command: GitCommand, listener: GitListener) => GitProcess;

/**
 * Starts git as a child of this process, together with what it runs: filters, hooks, signing. They have no terminal and
 * are a group of their own, which outlives a signal to this process's and gets the signals meant for git. One that is
 * left running does not keep git's end from being told.
 */
export function startGitHere(command: GitCommand, listener: GitListener): GitProcess {
  try {
    return start(command, listener);
  } catch (error) {
    // What no program can be given, a NUL in an argument for example.
    setImmediate(() => listener.onFailed(error as Error));
    return { kill: () => undefined, pause: () => undefined, resume: () => undefined };
  }
}

/** Starts git like `startGitHere`, with variables that all it runs inherits. */
export function startGitMarked(marker: Readonly<Record<string, string>>): StartGit {
  return ({ env, ...command }, listener) =>
    startGitHere({ ...command, env: { ...env, ...marker } }, listener);
}

function start({ args, cwd, env, stdin }: GitCommand, listener: GitListener): GitProcess {
  const child = spawn('git', args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // On Windows this would give it a console window instead.
    detached: process.platform !== 'win32',
  });
  let over = false;
  let wasKilled = false;
  const once = (tell: () => void) => {
    if (!over) tell();
    over = true;
  };
  const kill = (signal: 'SIGTERM' | 'SIGKILL') => {
    if (over || child.pid === undefined) return;
    wasKilled = true;
    killGroup(child.pid, signal);
  };
  child.once('error', (error) => once(() => listener.onFailed(error)));
  child.once('close', (exit, signal) => once(() => listener.onEnd(exit, signal)));
  child.once('exit', () => {
    const drained = setTimeout(() => {
      if (wasKilled) kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
    }, DRAIN_MS);
    child.once('close', () => clearTimeout(drained));
  });
  child.stdout.on('data', listener.onStdout);
  child.stderr.on('data', listener.onStderr);
  // git may end before it has read everything (EPIPE); its exit status tells what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return {
    kill,
    pause: () => void (child.stdout.pause() && child.stderr.pause()),
    resume: () => void (child.stdout.resume() && child.stderr.resume()),
  };
}
