import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { requireFreeIndex } from '../own-index';
import { requireBranch } from '../require-branch';
import { requireRoom } from '../require-room';
import { runGit, runGitText } from '../run-git';
import type { Refused } from '../update-refs';
import { acceptMerged } from './accept-merged';
import { readMergeHead } from './bringing-in';
import { halfDone } from './half-done';
import { isRefused } from './is-refused';
import { requireSettled } from './require-settled';

export interface BringInOptions {
  worktree: string;
  sessionId: string;
  branch: string;
  /** The commit to merge into the session's branch. */
  theirs: string;
  message: string;
  /** Is told just before anything moves; `settleBringIn` goes on from there. */
  onBegun?(begun: BringInBegun): Refused;
}

/** Two commits that are about to be merged in a worktree, which holds the first of them. */
export interface BringInBegun {
  head: string;
  theirs: string;
}

/**
 * Merges a commit into the session's worktree without committing: what git puts together counts as accepted, files with
 * conflicts get markers, or their side where there can be none, and come up for review. The worktree must hold exactly
 * what was committed, and a checkpoint of it has just been taken. Answers the conflicts. Throws AppError `git.busy`;
 * nothing has changed then.
 */
export async function bringIn(options: BringInOptions): Promise<string[]> {
  const location = await locateLinkedWorktree(options.worktree);
  await requireBranch(location.path, options.branch);
  return exclusively(privateIndexFile(location), () => bringInNow(location, options));
}

async function bringInNow(location: WorktreeLocation, options: BringInOptions): Promise<string[]> {
  const root = location.path;
  const { sessionId, theirs } = options;
  if (await readMergeHead(location)) throw mergesAlready();
  await requireSettled(root, sessionId);
  await requireRoom({ root, from: 'HEAD', to: theirs });
  const head = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
  await requireFreeIndex(location);
  const refused = options.onBegun?.({ head, theirs });
  const flags = ['--no-commit', '--no-ff', '--no-squash', '--no-autostash', '--no-verify-signatures'];
  const args = ['merge', ...flags, '--no-stat', '--quiet'];
  const { exit, stdout, stderr } = await runGit([...args, '-m', options.message, theirs], {
    cwd: root,
    config: { 'rerere.enabled': 'false', [`branch.${options.branch}.mergeOptions`]: '' },
    exits: [0, 1, 2, 128],
    timeoutMs: 0,
  });
  if (exit > 1 || !(await readMergeHead(location))) {
    if (isRefused(stderr)) refused?.();
    throw new AppError(
      'git.failed',
      'git could not merge in the worktree; its files are as they were.',
      'Show details has everything git said.',
      `${stdout.toString('utf8')}${stderr}`,
    );
  }
  return acceptMerged(location, { sessionId, theirs }).catch((error: unknown) => {
    throw halfDone('The branch was brought into the worktree', error);
  });
}

function mergesAlready(): AppError {
  return new AppError(
    'git.busy',
    'A merge is under way in this session already.',
    'Review what it brings and commit it, or stop it, then try again.',
  );
}
