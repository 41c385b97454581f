import { AppError } from '../../shared/errors';
import { currentBranch } from './resolve-base';
import { runGit } from './run-git';

/** Throws AppError `git.failed`, with the way back, unless the worktree has this branch checked out and it exists. */
export async function requireBranch(root: string, branch: string): Promise<void> {
  const current = await currentBranch(root);
  const tip = ['rev-parse', '--quiet', '--verify', `refs/heads/${branch}`];
  const { exit } = await runGit(tip, { cwd: root, exits: [0, 1] });
  if (exit !== 0) {
    throw new AppError(
      'git.failed',
      `The session's branch ${branch} is gone, so there is nothing to commit to.`,
      `Bring it back with "git branch ${branch} <commit>" in ${root}; "git reflog" there lists its commits.`,
    );
  }
  if (current === branch) return;
  throw new AppError(
    'git.failed',
    current
      ? `The worktree is on branch ${current}, not on the session's branch ${branch}.`
      : `The worktree is on no branch, so there is nowhere to commit to.`,
    `Finish what is going on there, or run "git switch ${branch}" in ${root}.`,
  );
}
