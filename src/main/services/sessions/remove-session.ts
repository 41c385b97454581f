import { rename } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { RemovedSession } from '../../../shared/domain/bin';
import { discardWorktree, trashOf } from '../../git/worktrees/discard-worktree';
import { exists } from '../../git/worktrees/linked-worktrees';
import type { StoredSession } from '../../store/repositories/sessions';
import type { Store } from '../../store/store';
import type { Disk } from '../disk/disk';

export interface RemoveSessionDeps {
  store: Pick<Store, 'sessions' | 'repositories' | 'events'>;
  disk: Disk;
  worktreesFolder: string;
}

/** Events deleted at a time, so that a long log does not hold the event loop. */
const SLICE = 500;

/**
 * Has git let go of a session; its files are set aside to be deleted by `finishRemoval`. Without its repository only
 * the files go. Can be repeated. Throws AppError `git.*`.
 */
export async function discardSession(
  { store, worktreesFolder }: RemoveSessionDeps,
  { id: sessionId, repositoryId, worktree }: StoredSession,
): Promise<RemovedSession> {
  const repository = store.repositories.get(repositoryId).path;
  if (await exists(repository)) {
    const discarded = await discardWorktree({ repository, sessionId, ...(worktree && { worktree }) });
    return { sessionId, ...discarded };
  }
  const path = worktree?.path;
  const isOurs = path && !relative(worktreesFolder, path).startsWith(`..${sep}`);
  if (path && (await exists(path))) {
    if (!isOurs) return { sessionId, unreachable: true, leftFolder: path };
    await rename(path, trashOf(path));
  }
  return { sessionId, unreachable: true };
}

/** Deletes the files and then what is stored of a session that was discarded. Throws AppError `permission.denied`. */
export async function finishRemoval(
  { store, disk }: RemoveSessionDeps,
  { id, worktree }: StoredSession,
): Promise<void> {
  if (worktree) await disk.delete(trashOf(worktree.path));
  while (store.events.deleteSome(id, SLICE) > 0) await nextTick();
  store.sessions.delete(id);
}
