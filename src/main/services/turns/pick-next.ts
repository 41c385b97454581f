import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';

/**
 * The queued turns that may start now, in queue order. A turn waits until nobody works in its session, except one
 * that overlaps: that waits for its own agent only. Held queues wait, and sessions do not wait for one another.
 */
export function pickNext(
  queued: readonly Turn[],
  running: readonly Turn[],
  held: ReadonlySet<SessionId>,
): Turn[] {
  const busy = new Map<SessionId, Set<AgentId>>();
  const begin = ({ sessionId, agent }: Turn) => {
    busy.set(sessionId, (busy.get(sessionId) ?? new Set()).add(agent));
  };
  for (const turn of running) begin(turn);
  const inOrder = [...queued].sort((a, b) => a.position - b.position || a.createdAt - b.createdAt);
  return inOrder.filter((turn) => {
    const agents = busy.get(turn.sessionId);
    const isBlocked = turn.overlap ? agents?.has(turn.agent) : agents !== undefined;
    if (isBlocked || held.has(turn.sessionId)) return false;
    begin(turn);
    return true;
  });
}
