import type { SessionId } from '../../shared/domain/ids';
import type { Turn } from '../../shared/domain/turn';

/**
 * The queued turns that may start now: the first of each session in queue order, where the session
 * has no turn running and its queue is not held. Sessions do not wait for one another.
 */
export function pickNext(
  queued: readonly Turn[],
  busy: ReadonlySet<SessionId>,
  held: ReadonlySet<SessionId>,
): Turn[] {
  const taken = new Set<SessionId>();
  const inOrder = [...queued].sort((a, b) => a.position - b.position || a.createdAt - b.createdAt);
  return inOrder.filter((turn) => {
    if (busy.has(turn.sessionId) || held.has(turn.sessionId) || taken.has(turn.sessionId)) return false;
    taken.add(turn.sessionId);
    return true;
  });
}
