import { readFile, rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { gitFailure, heldLock } from '../git-failure';
import type { WorktreeLocation } from '../locate-worktree';
import { runGit, runGitText } from '../run-git';
import type { Refused } from '../update-refs';
import { explainSigning } from './explain-signing';

export interface UserCommit {
  branch: string;
  /** The whole message, trailers included. */
  message: string;
  /** The environment hooks and signing programs run in. */
  asUser: NodeJS.ProcessEnv;
  /** False leaves the repository's and the user's hooks out. */
  hooks: boolean;
  /** False makes an unsigned commit even when the user's commits are signed. */
  sign: boolean;
  signal?: AbortSignal;
  /** What hooks and git print, as it comes. */
  onOutput?(text: string): void;
}

/**
 * Runs `git commit` as the user would, on an index of our own that holds `tree`, and answers the commit, or the last one
 * of a hook that went on committing. One that hangs in its last hook
 * when it is cancelled has been made all the same. Throws AppError; the branch is then where it was.
 */
export async function runUserCommit(
  location: WorktreeLocation,
  indexFile: string,
  { head, tree }: { head: string; tree: string },
  options: UserCommit & { refused?: Refused | undefined },
): Promise<string> {
  const { refused } = options;
  const root = location.path;
  const trace = join(location.gitDir, 'coppice.commit.trace');
  await rm(trace, { force: true });
  try {
    const failure = await attempt(root, indexFile, trace, options);
    const [now = '', parent] = (
      await runGitText(['rev-list', '--parents', '-1', 'HEAD'], { cwd: root })
    ).split(' ');
    // What failed made no commit; only a last hook that was called off leaves one behind.
    const isMade = now !== head && (!failure || options.signal?.aborted);
    if (!isMade) refused?.();
    if (!isMade) throw failure ?? new AppError('git.failed', 'git made no commit.');
    if (parent === head || (await firstAfter(root, head, now)) === tree) return now;
    // Nothing of it is to be settled: the first commit since is somebody else's.
    refused?.();
    await runGit(['update-ref', `refs/heads/${options.branch}`, parent ?? head, now], {
      cwd: root,
      exits: [0, 1, 128],
    });
    throw new AppError(
      'git.busy',
      'Somebody else committed in the worktree at the same moment, so nothing was committed.',
      'Try again.',
    );
  } finally {
    await rm(trace, { force: true });
  }
}

/** The tree of the first commit that came after another one. */
async function firstAfter(root: string, head: string, now: string): Promise<string | undefined> {
  const args = ['log', '--first-parent', '--reverse', '--format=%T', `${head}..${now}`];
  return (await runGitText(args, { cwd: root })).split('\n')[0];
}

async function attempt(
  root: string,
  indexFile: string,
  trace: string,
  options: UserCommit,
): Promise<unknown> {
  const { message, asUser, hooks, sign, signal, onOutput } = options;
  const flags = ['--quiet', '--no-status', '--cleanup=whitespace', ...(sign ? [] : ['--no-gpg-sign'])];
  let output = '';
  const take = (text: string) => {
    output = (output + text).slice(-100_000);
    onOutput?.(text);
  };
  try {
    const { exit, stderr } = await runGit(['commit', ...flags, '--file=-'], {
      cwd: root,
      env: { GIT_INDEX_FILE: indexFile, GIT_TRACE2_EVENT: trace },
      config: { 'user.useConfigOnly': 'true', ...(!hooks && { 'core.hooksPath': devNull }) },
      asUser,
      stdin: message,
      exits: [0, 1, 128],
      timeoutMs: 0,
      onStdout: (chunk) => take(chunk.toString('utf8')),
      onStderr: take,
      ...(signal && { signal }),
    });
    if (exit === 0) return undefined;
    if (heldLock(stderr)) return gitFailure('commit', exit, stderr);
    return explainSigning(stderr) ?? hookFailed(await failedHook(trace), output, exit);
  } catch (error) {
    return error;
  }
}

function hookFailed(hook: string | undefined, output: string, exit: number): AppError {
  if (!hook) return gitFailure('commit', exit, output);
  return new AppError(
    'git.hook-failed',
    `The ${hook} hook refused the commit, so nothing was committed.`,
    'Show details has what it said; correct it and commit again, or commit without hooks.',
    output.trim() || `The hook printed nothing and ended with ${exit}.`,
  );
}

/** The hook that ended with a failure, from git's own trace of what it ran. */
async function failedHook(trace: string): Promise<string | undefined> {
  const running = new Map<number, string>();
  let failed: string | undefined;
  for (const line of (await readFile(trace, 'utf8').catch(() => '')).split('\n')) {
    const event = parse(line);
    // git commands that a hook ran write here too; theirs have a compound id.
    if (!event || String(event.sid).includes('/')) continue;
    const id = Number(event.child_id);
    if (event.event === 'child_start' && event.hook_name) running.set(id, String(event.hook_name));
    if (event.event === 'child_exit' && Number(event.code) !== 0) failed = running.get(id) ?? failed;
  }
  return failed;
}

function parse(line: string): Record<string, unknown> | undefined {
  if (line === '') return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A hook that was killed may have cut a line short.
    return undefined;
  }
}
