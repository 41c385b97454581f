import { rename } from 'node:fs/promises';
import type { Worktree } from '../../../shared/domain/session';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, locateWorktree } from '../locate-worktree';
import { runGit, runGitText } from '../run-git';
import { deleteSessionRefs } from '../session-refs';
import { exists, isSamePlace } from './linked-worktrees';

export interface DiscardOptions {
  /** Root of the user's own worktree. */
  repository: string;
  /** Absent for a session whose worktree was never made. */
  worktree?: Worktree;
  sessionId: string;
}

export interface Discarded {
  /** The session's branch, when it was kept because only it has some of its commits. */
  keptBranch?: string;
  /** What lies in the worktree's place and is not the session's; it was left alone. */
  leftFolder?: string;
}

/** Where a discarded worktree's files wait until they are deleted. */
export function trashOf(worktreePath: string): string {
  return `${worktreePath}.removing`;
}

/**
 * Takes away all git has of a session: the worktree's registration, the session's refs, and the branch unless only it
 * leads to some commits. The files are only renamed (`trashOf`), which is quick however many they are; deleting them
 * is the caller's. Can be repeated after it was interrupted. Throws AppError `git.*`.
 */
export async function discardWorktree(options: DiscardOptions): Promise<Discarded> {
  const { repository, worktree, sessionId } = options;
  const { commonDir } = await locateWorktree(repository);
  return exclusively(commonDir, async () => {
    const discarded: Discarded = {};
    if (worktree) {
      if (await moveToTrash(commonDir, worktree.path)) await unregister(repository, worktree.path);
      else discarded.leftFolder = worktree.path;
      if (!(await deleteBranchIfKept(repository, worktree))) discarded.keptBranch = worktree.branch;
    }
    await deleteSessionRefs(repository, sessionId);
    return discarded;
  });
}

/** False when what lies there is no worktree of this repository. */
async function moveToTrash(commonDir: string, path: string): Promise<boolean> {
  if (!(await exists(path))) return true;
  const location = await locateLinkedWorktree(path).catch(() => null);
  if (!location || !(await isSamePlace(location.commonDir, commonDir))) return false;
  await rename(path, trashOf(path));
  return true;
}

/** Has git forget a worktree whose folder is gone. */
export async function unregister(repository: string, path: string): Promise<void> {
  // Twice --force: also when locked, which our own worktrees are. It exits 128 for one that is not registered.
  await runGit(['worktree', 'remove', '--force', '--force', path], { cwd: repository, exits: [0, 128] });
}

/** Deletes the session's branch when nothing is lost with it; false when it stays. */
async function deleteBranchIfKept(repository: string, worktree: Worktree): Promise<boolean> {
  const ref = `refs/heads/${worktree.branch}`;
  const [tip, usedIn] = (
    await runGitText(['for-each-ref', '--format=%(objectname)%00%(worktreepath)', ref], { cwd: repository })
  ).split('\0');
  if (!tip) return true;
  if (usedIn) return false;
  if (tip !== worktree.baseCommit && !(await isElsewhere(repository, ref, tip))) return false;
  // Fails when somebody commits to it meanwhile, and then it stays.
  const { exit } = await runGit(['update-ref', '-d', ref, tip], { cwd: repository, exits: [0, 1, 128] });
  return exit === 0;
}

async function isElsewhere(repository: string, ref: string, tip: string): Promise<boolean> {
  const names = await runGitText(
    ['for-each-ref', '--format=%(refname)', '--contains', tip, 'refs/heads', 'refs/remotes'],
    { cwd: repository },
  );
  return names.split('\n').some((name) => name !== '' && name !== ref);
}
