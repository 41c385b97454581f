import type { Turn } from '../../../../shared/domain/turn';

/** How long an agent may be silent before the user is told, in milliseconds. */
const QUIET = 60_000;
/** How long a stopped turn may go on before ending it by force is offered, in milliseconds. */
const STUBBORN = 5_000;

/**
 * For how many milliseconds nothing was heard of a turn at work; null before it is worth saying, and for a turn that
 * waits for the user. `heardAt` is when its agent was last heard, in this turn or before.
 */
export function silenceOf(turn: Turn, heardAt: number | undefined, now: number): number | null {
  if (turn.state.status !== 'running' && turn.state.status !== 'starting') return null;
  const silence = now - Math.max(turn.startedAt ?? turn.createdAt, heardAt ?? 0);
  return silence >= QUIET ? silence : null;
}

/** True when a turn goes on although it was stopped a while ago. */
export function isStubborn(stoppedAt: number | undefined, now: number): boolean {
  return stoppedAt !== undefined && now - stoppedAt >= STUBBORN;
}
