import type { StopReason } from '../../../shared/domain/agent-event';
import type { Turn } from '../../../shared/domain/turn';

/** What follows a turn that failed, was interrupted or stopped may make no sense without it: the user decides. */
export function holdsQueue(stopReason: StopReason): boolean {
  return stopReason === 'failed' || stopReason === 'interrupted' || stopReason === 'cancelled';
}

/** True when the turn that started last in a session ended so that its queue waits for the user. */
export function leavesQueueHeld(turn: Turn | undefined): boolean {
  if (turn?.resolution) return false;
  return turn?.state.status === 'ended' && holdsQueue(turn.state.stopReason);
}
