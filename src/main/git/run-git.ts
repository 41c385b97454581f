import { AsyncLocalStorage } from 'node:async_hooks';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/errors';
import { configArguments, gitEnvironment, userGitEnvironment } from './git-environment';
import { gitFailure, gitNotInstalled, heldLock } from './git-failure';
import { type GitProcess, type StartGit, startGitHere } from './git-process';

export interface RunGitOptions {
  cwd: string;
  stdin?: Buffer | string;
  /** Added to the scrubbed environment, for example GIT_INDEX_FILE. */
  env?: Record<string, string>;
  /** Settings for this command on top of the pinned ones. */
  config?: Record<string, string>;
  /**
   * The environment of the user's login shell, for a command the user gave by name: their hooks, signing and
   * credential programs run then, without a terminal, and end with git when it is ended.
   */
  asUser?: NodeJS.ProcessEnv;
  /** Exits that are answers, not failures. Only 0 when absent. */
  exits?: readonly number[];
  /** Ends it; `endingWith`'s when absent. With null nothing does: what it belongs to must not be left half done. */
  signal?: AbortSignal | null;
  /** Milliseconds; two minutes when absent, 0 for none. */
  timeoutMs?: number;
  /** Bytes of standard output kept; more is a failure. 256 MB when absent. */
  maxBuffer?: number;
  /** Takes standard output as it comes; `stdout` of the result is then empty. */
  onStdout?(chunk: Buffer): void;
  onStderr?(text: string): void;
}

export interface GitResult {
  exit: number;
  stdout: Buffer;
  stderr: string;
}

let startGit: StartGit = startGitHere;
let startUserGit: StartGit = startGitHere;

/**
 * Starts every git from now on so, and with `asUser` those the user gave by name; one way for the whole process, so that
 * no caller can forget it.
 */
export function startGitsWith(start: StartGit, asUser: StartGit = startGitHere): void {
  startGit = start;
  startUserGit = asUser;
}

const scope = new AsyncLocalStorage<AbortSignal>();

/** Ends every git that `work` has started by then, or would start, once the signal is aborted. */
export function endingWith<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return scope.run(signal, work);
}

const LOCK_DELAYS_MS = [50, 100, 200, 400, 800];
const KILL_AFTER_MS = 5_000;
const MAX_STDERR = 1 << 20;

/**
 * Runs git without a shell, with scrubbed environment and pinned settings, and collects its output as bytes.
 * A held lock is waited for up to about 1.5 s. Throws AppError `git.*` for failures and the signal's reason on abort.
 */
export async function runGit(args: readonly string[], given: RunGitOptions): Promise<GitResult> {
  const signal = given.signal === undefined ? scope.getStore() : (given.signal ?? undefined);
  const options: Options = { ...given, signal };
  for (const pause of [...LOCK_DELAYS_MS, null]) {
    const result = await runOnce(args, options);
    const held = result.exit !== 0 && heldLock(result.stderr) !== undefined;
    if (!held && (options.exits ?? [0]).includes(result.exit)) return result;
    if (pause === null || !held) throw gitFailure(args[0] ?? '', result.exit, result.stderr);
    await waitUnless(signal, pause);
  }
  throw new Error('unreachable');
}

/** Waits, or throws the signal's reason: a timer only says that it was aborted. */
async function waitUnless(signal: AbortSignal | undefined, ms: number): Promise<void> {
  await delay(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
}

/** Runs git and answers its standard output as text without the last line end. */
export async function runGitText(args: readonly string[], options: RunGitOptions): Promise<string> {
  return (await runGit(args, options)).stdout.toString('utf8').replace(/\n$/, '');
}

type Options = Omit<RunGitOptions, 'signal'> & { signal: AbortSignal | undefined };

async function runOnce(args: readonly string[], options: Options): Promise<GitResult> {
  options.signal?.throwIfAborted();
  try {
    return await collect(args, options);
  } catch (error) {
    throw await explainSpawnError(error, options.cwd);
  }
}

async function explainSpawnError(error: unknown, cwd: string): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') return error;
  const folder = await stat(cwd).catch(() => null);
  if (folder?.isDirectory()) return gitNotInstalled();
  return new AppError(
    'worktree.missing',
    `The folder ${cwd} is not there any more.`,
    'Bring it back, or archive the session and restore it.',
  );
}

function collect(args: readonly string[], options: Options): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const kept: Buffer[] = [];
    const decoder = new StringDecoder('utf8');
    let size = 0;
    let stderr = '';
    let failure: unknown;
    let killTimer: NodeJS.Timeout | undefined;
    const end = (reason: unknown) => {
      failure ??= reason;
      git.kill('SIGTERM');
      killTimer ??= setTimeout(() => git.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const limit = options.maxBuffer ?? 256 << 20;
    const timeoutMs = options.timeoutMs ?? 120_000;
    const timer = timeoutMs > 0 ? setTimeout(() => end(tookTooLong(args, timeoutMs)), timeoutMs) : undefined;
    const onAbort = () => end(options.signal?.reason);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (done: () => void) => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
      done();
    };
    const start = options.asUser ? startUserGit : startGit;
    const git: GitProcess = start(toCommand(args, options), {
      onStdout: (chunk) => {
        if (options.onStdout) return options.onStdout(chunk);
        size += chunk.length;
        if (size > limit) end(tooMuchOutput(args, limit));
        else kept.push(chunk);
      },
      onStderr: (chunk) => {
        const text = decoder.write(chunk);
        if (stderr.length < MAX_STDERR) stderr += text;
        options.onStderr?.(text);
      },
      onFailed: (error) => settle(() => reject(failure ?? error)),
      onEnd: (exit, signal) =>
        settle(() => {
          if (failure !== undefined) reject(failure);
          else if (exit === null) reject(gitFailure(args[0] ?? '', null, `${stderr}\nended by ${signal}`));
          else resolve({ exit, stdout: Buffer.concat(kept), stderr });
        }),
    });
  });
}

function toCommand(args: readonly string[], { cwd, config, env, asUser, stdin = '' }: Options) {
  return {
    args: ['--no-pager', ...configArguments(config, asUser !== undefined), ...args],
    cwd,
    env: asUser ? userGitEnvironment(env ?? {}, asUser) : gitEnvironment(env),
    stdin: typeof stdin === 'string' ? Buffer.from(stdin) : stdin,
  };
}

function tookTooLong(args: readonly string[], ms: number): AppError {
  return new AppError(
    'git.failed',
    `git ${args[0]} did not finish within ${Math.round(ms / 1000)} seconds and was ended.`,
    'Check that the disk answers and that no filter of this repository hangs, then try again.',
  );
}

function tooMuchOutput(args: readonly string[], bytes: number): AppError {
  return new AppError(
    'git.failed',
    `git ${args[0]} printed more than ${Math.round(bytes / 1e6)} MB and was ended.`,
    'The repository is too large for this action.',
  );
}
