import type { AgentId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import type { Turn } from '../../../shared/domain/turn';
import { agentName, useApp } from '../../lib/app-store';
import { composerStrings as strings } from '../../strings/composer';

/** Why the queue of a session waits, and for what; null when it goes on. `asks` is an agent that lost its conversation. */
export function heldReason(
  { queueHeld, queuePaused, status }: Session,
  turns: readonly Turn[],
  asks: AgentId | null,
): string | null {
  if (asks) return strings.held.context(agentName(useApp.getState().catalog, asks));
  if (!queueHeld) return null;
  if (queuePaused) return strings.held.paused;
  if (status.kind === 'failed' || status.kind === 'interrupted') return strings.held[status.kind];
  const last = turns.findLast(({ state }) => state.status === 'ended')?.state;
  return last?.status === 'ended' && last.stopReason === 'cancelled'
    ? strings.held.cancelled
    : strings.held.other;
}
