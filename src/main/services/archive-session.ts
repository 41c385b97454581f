import type { SessionId } from '../../shared/domain/ids';
import type { AgentPool } from './agent-pool';
import type { Changes } from './changes';
import type { Dispatcher } from './dispatcher';
import type { Sessions } from './sessions';

export interface ArchiveSessionDeps {
  dispatcher: Dispatcher;
  pool: AgentPool;
  changes: Changes;
  sessions: Sessions;
}

/**
 * Puts a session away: calls off what is being made, stops its turns and agents, takes a last checkpoint and hides
 * it. Prompts sent meanwhile are refused, so that nothing works where nobody sees it.
 */
export async function archiveSession(
  { dispatcher, pool, changes, sessions }: ArchiveSessionDeps,
  sessionId: SessionId,
): Promise<void> {
  const stopped = dispatcher.stopSession(sessionId);
  try {
    await sessions.callOff(sessionId);
    await stopped;
    await pool.evictSession(sessionId);
    await changes.checkpointIfPossible(sessionId);
    sessions.archive(sessionId);
    // One may have been asked for while the checkpoint was taken.
    await pool.evictSession(sessionId);
  } finally {
    dispatcher.reopen(sessionId);
  }
}
