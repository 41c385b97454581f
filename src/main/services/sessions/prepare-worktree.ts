import type { Worktree } from '../../../shared/domain/session';
import { readSessionRefs } from '../../git/session-refs';
import { addWorktree, clearHalfMade } from '../../git/worktrees/add-worktree';
import type { CheckoutProgress } from '../../git/worktrees/check-out-files';
import { exists } from '../../git/worktrees/linked-worktrees';
import { restoreWorktree } from '../../git/worktrees/restore-worktree';
import type { StoredSession } from '../../store/repositories/sessions';

export interface PrepareOptions {
  signal: AbortSignal;
  /** Told where a new worktree will be before anything of it is made. */
  onNamed(worktree: Worktree): void;
  onProgress(progress: CheckoutProgress): void;
}

export interface PreparePlace {
  /** Root of the user's own worktree. */
  repository: string;
  /** Where the worktrees of this repository are made. */
  parentFolder: string;
  /** True when the store knows of checkpoints of the session's worktree. */
  hasCheckpoints: boolean;
}

/**
 * Makes a session's worktree, or brings it back with the files of its newest checkpoint when it had one. What a crash
 * or a failure left half made is taken away. Throws AppError `git.*`.
 */
export async function prepareWorktree(
  session: StoredSession,
  { repository, parentFolder, hasCheckpoints }: PreparePlace,
  options: PrepareOptions,
): Promise<Worktree> {
  const { worktree } = session;
  if (worktree) await clearHalfMade(repository, worktree);
  // git may know of checkpoints that a lost database does not; the other way round, restoring says that they are gone.
  const wasUsed = hasCheckpoints || (await readSessionRefs(repository, session.id)).chain !== undefined;
  if (!worktree || !wasUsed) {
    if (worktree && (await exists(worktree.path))) return worktree;
    const base = session.baseRef && { baseRef: session.baseRef };
    return addWorktree({ repository, parentFolder, title: session.title, ...base, ...options });
  }
  if (await exists(worktree.path)) return worktree;
  try {
    await restoreWorktree({
      repository,
      worktree: worktree.path,
      branch: worktree.branch,
      sessionId: session.id,
      ...options,
    });
  } catch (error) {
    await clearHalfMade(repository, worktree);
    throw error;
  }
  return worktree;
}
