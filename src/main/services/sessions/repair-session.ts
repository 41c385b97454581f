import type { SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import type { SessionRepair, SessionTrouble } from '../../../shared/domain/session-trouble';
import { AppError } from '../../../shared/errors';
import { removeStaleLock } from '../../git/index-lock';
import { locateLinkedWorktree } from '../../git/locate-worktree';
import {
  adoptMovedWorktree,
  bringBackBranch,
  moveAside,
  relinkWorktrees,
  switchBack,
} from '../../git/worktrees/repair-worktree';
import type { Store } from '../../store/store';
import type { AgentPool } from '../agent-pool';
import type { SessionTroubles } from './session-troubles';
import type { Sessions } from './sessions';

export interface RepairSessionDeps {
  store: Pick<Store, 'sessions' | 'repositories'>;
  sessions: Sessions;
  troubles: SessionTroubles;
  pool: AgentPool;
}

/**
 * Does what the user chose about a session's trouble, and looks again: what is wrong may have changed since it was
 * shown, and then nothing is done. Throws AppError for what cannot be repaired like that.
 */
export async function repairSession(
  deps: RepairSessionDeps,
  sessionId: SessionId,
  repair: SessionRepair,
): Promise<void> {
  const trouble = await deps.troubles.look(sessionId);
  if (!trouble) return;
  const { repositoryId, worktree } = deps.store.sessions.get(sessionId);
  if (!worktree) return;
  const repository = deps.store.repositories.get(repositoryId).path;
  try {
    const isMade = await apply(deps, { sessionId, repository, worktree, trouble }, repair);
    if (isMade) await deps.sessions.worktree(sessionId);
  } finally {
    await deps.troubles.look(sessionId);
  }
}

interface Broken {
  sessionId: SessionId;
  repository: string;
  worktree: Worktree;
  trouble: SessionTrouble;
}

/** True when the worktree is being made anew. */
async function apply(
  { store, sessions, pool }: RepairSessionDeps,
  { sessionId, repository, worktree, trouble }: Broken,
  repair: SessionRepair,
): Promise<boolean> {
  switch (repair.kind) {
    case 'look-again':
      return false;
    case 'recreate':
      if (trouble.kind !== 'worktree-missing' && trouble.kind !== 'worktree-replaced') throw notNow();
      // Agents that still live in the folder that is gone would write to nowhere.
      await pool.evictSession(sessionId);
      if (trouble.kind === 'worktree-replaced') await moveAside(worktree.path);
      sessions.remake(sessionId);
      return true;
    case 'relink':
      await relinkWorktrees(repository);
      return false;
    case 'use-folder':
      if (trouble.kind !== 'worktree-missing' && trouble.kind !== 'worktree-moved') throw notNow();
      await pool.evictSession(sessionId);
      store.sessions.setWorktree(sessionId, await adoptMovedWorktree(repository, worktree, repair.path));
      return false;
    case 'bring-back-branch':
      if (trouble.kind !== 'branch-missing') throw notNow();
      await bringBackBranch(repository, worktree.branch, trouble.tip ?? worktree.baseCommit);
      return false;
    case 'switch-back':
      await switchBack(worktree);
      return false;
    case 'remove-lock':
      await removeStaleLock(await locateLinkedWorktree(worktree.path));
      return false;
  }
}

function notNow(): AppError {
  return new AppError(
    'input.invalid',
    'This is no longer what is wrong with the session.',
    'Look at it again.',
  );
}
