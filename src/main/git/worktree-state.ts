import { stat } from 'node:fs/promises';
import { locateWorktree, type WorktreeLocation } from './locate-worktree';
import { currentBranch } from './resolve-base';
import { runGit } from './run-git';

export type WorktreeState =
  | { kind: 'ok'; branch: string }
  /** HEAD is at no branch: somebody is rebasing, bisecting or looking at a commit. */
  | { kind: 'detached' }
  /** HEAD names a branch that was deleted. */
  | { kind: 'branch-gone'; branch: string }
  | { kind: 'missing' }
  /** The folder is there but is no worktree of this repository (any more). */
  | { kind: 'not-linked' };

/** What has become of a session's worktree. `branch` is the one checked out now, whoever switched to it. */
export async function worktreeState(repository: string, worktree: string): Promise<WorktreeState> {
  if (!(await stat(worktree).catch(() => null))) return { kind: 'missing' };
  const { commonDir } = await locateWorktree(repository);
  const location = await locateWorktree(worktree).catch(() => null);
  if (!location || !(await sameFolder(location, commonDir))) return { kind: 'not-linked' };
  const branch = await currentBranch(worktree);
  if (branch === null) return { kind: 'detached' };
  const { exit } = await runGit(['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], {
    cwd: worktree,
    exits: [0, 1],
  });
  return { kind: exit === 0 ? 'ok' : 'branch-gone', branch };
}

async function sameFolder(location: WorktreeLocation, commonDir: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(location.commonDir).catch(() => null), stat(commonDir)]);
  return one !== null && one.ino === other.ino && one.dev === other.dev;
}
