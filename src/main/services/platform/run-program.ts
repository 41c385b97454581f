import { AppError } from '../../../shared/errors';
import { spawnGroup } from './process-group';

export interface RunProgramOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin?: string;
  signal?: AbortSignal;
  /** Milliseconds after which it is ended. */
  deadline: number;
}

export interface ProgramResult {
  /** Null when it was ended by a signal. */
  exit: number | null;
  stdout: string;
  stderr: string;
}

const MAX_OUTPUT = 1 << 20;

/** Runs a program to its end without a terminal. Throws what the signal was aborted with, or AppError when it is late. */
export async function runProgram(
  path: string,
  args: readonly string[],
  { cwd, env, stdin = '', signal, deadline }: RunProgramOptions,
): Promise<ProgramResult> {
  signal?.throwIfAborted();
  const group = await spawnGroup(path, args, { cwd, env });
  const { child } = group;
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (output[name].length < MAX_OUTPUT) output[name] += text;
    });
  }
  // It may end before it has read everything; its exit tells what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  let late = false;
  const end = () => void group.terminate(2_000);
  const timer = setTimeout(() => {
    late = true;
    end();
  }, deadline);
  signal?.addEventListener('abort', end, { once: true });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { code } = await group.exited;
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (late) {
    throw new AppError('git.failed', `${path} did not answer within ${Math.round(deadline / 1000)} seconds.`);
  }
  await closed;
  return { exit: code, ...output };
}
