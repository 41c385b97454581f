import { type ChildProcess, spawn } from 'node:child_process';
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

/** Starts git as a child of this process; `ownGroup` lets it outlive a signal to this process's group. */
export function startGitHere(command: GitCommand, listener: GitListener, ownGroup = false): GitProcess {
  return guarded(listener, () => start(command, listener, ownGroup).running);
}

/**
 * Starts git together with what the user lets it run: hooks, signing, credentials. They have no terminal, a signal
 * ends all of them, and one that is left running does not keep git's end from being told.
 */
export function startUserGit(command: GitCommand, listener: GitListener): GitProcess {
  return guarded(listener, () => {
    const { child, running } = start(command, listener, true);
    child.once('exit', () => setTimeout(() => closeOutput(child), DRAIN_MS).unref());
    return { ...running, kill: (signal) => child.pid !== undefined && killGroup(child.pid, signal) };
  });
}

function guarded(listener: GitListener, begin: () => GitProcess): GitProcess {
  try {
    return begin();
  } catch (error) {
    // What no program can be given, a NUL in an argument for example.
    setImmediate(() => listener.onFailed(error as Error));
    return { kill: () => undefined, pause: () => undefined, resume: () => undefined };
  }
}

function closeOutput({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

function start({ args, cwd, env, stdin }: GitCommand, listener: GitListener, ownGroup: boolean) {
  const child = spawn('git', args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // On Windows this would give it a console window instead.
    detached: ownGroup && process.platform !== 'win32',
  });
  let over = false;
  const once = (tell: () => void) => {
    if (!over) tell();
    over = true;
  };
  child.once('error', (error) => once(() => listener.onFailed(error)));
  child.once('close', (exit, signal) => once(() => listener.onEnd(exit, signal)));
  child.stdout.on('data', listener.onStdout);
  child.stderr.on('data', listener.onStderr);
  // git may end before it has read everything (EPIPE); its exit status tells what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const running: GitProcess = {
    kill: (signal) => void child.kill(signal),
    pause: () => void (child.stdout.pause() && child.stderr.pause()),
    resume: () => void (child.stdout.resume() && child.stderr.resume()),
  };
  return { child, running };
}
