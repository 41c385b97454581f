import type { SessionId } from '../../../shared/domain/ids';
import type { AgentPool } from '../agent-pool';
import type { CallOffs } from '../changes/call-offs';
import type { Changes } from '../changes/changes';
import type { Dispatcher } from '../dispatcher';
import type { Finish } from '../finish/finish';
import type { Sessions } from './sessions';

export interface PutAwayDeps {
  dispatcher: Dispatcher;
  pool: AgentPool;
  changes: Changes;
  callOffs: Pick<CallOffs, 'hurry'>;
  finish: Pick<Finish, 'callOff'>;
  sessions: Sessions;
}

/**
 * Archives or deletes a session: calls off what is being made or finished, stops its turns and agents, takes a last
 * checkpoint and hides it. Where git hangs, that is called off. Prompts sent meanwhile are refused, so that nothing works
 * where nobody sees it. Its files stay where they are, also in the bin.
 */
export async function putAwaySession(
  deps: PutAwayDeps,
  sessionId: SessionId,
  act: 'archive' | 'delete',
): Promise<void> {
  const { dispatcher, pool, callOffs, sessions } = deps;
  const stopped = dispatcher.stopSession(sessionId);
  try {
    await callOffs.hurry(sessionId, () => end(deps, sessionId, stopped));
    sessions.act(sessionId, { type: act, at: Date.now() });
    // One may have been asked for while the checkpoint was taken.
    await pool.evictSession(sessionId);
  } finally {
    dispatcher.reopen(sessionId);
  }
}

async function end(
  { pool, changes, finish, sessions }: PutAwayDeps,
  sessionId: SessionId,
  stopped: Promise<void>,
): Promise<void> {
  await sessions.callOff(sessionId);
  await finish.callOff(sessionId);
  await stopped;
  await pool.evictSession(sessionId);
  if (sessions.get(sessionId).life.kind === 'live') await changes.checkpointIfPossible(sessionId);
}
