import type { SessionId } from '../../../shared/domain/ids';
import type { BaseDrift, Session, SessionStatus } from '../../../shared/domain/session';
import type { SessionTrouble } from '../../../shared/domain/session-trouble';
import { isActive, isResumable } from '../../../shared/domain/turn';
import type { CheckoutProgress } from '../../git/worktrees/check-out-files';
import type { SessionState, StoredSession } from '../../store/repositories/sessions';
import type { Store } from '../../store/store';
import type { LatestTurn } from '../../store/turn-row';

/** Who knows what of a session besides its own row. */
export interface DescribeDeps {
  store: Pick<Store, 'turns' | 'pendingChanges' | 'comments'>;
  isQueueHeld(sessionId: SessionId): boolean;
  isGitSlow(sessionId: SessionId): boolean;
  isQueuePaused(sessionId: SessionId): boolean;
  /** True while an agent of the session waits for the user to decide about its earlier conversation. */
  hasLostContext(sessionId: SessionId): boolean;
  troubleOf(sessionId: SessionId): SessionTrouble | undefined;
  driftOf(sessionId: SessionId): BaseDrift | undefined;
}

/** How far the making of worktrees is. */
interface Preparing {
  stateOf(session: StoredSession): SessionState;
  progressOf(id: SessionId): CheckoutProgress | undefined;
}

/**
 * Sessions as the window shows them. What is derived is asked for once for all of them: a thousand sessions must not be
 * thousands of statements.
 */
export function describeSessions(
  deps: DescribeDeps,
  stored: readonly StoredSession[],
  preparing: Preparing,
): Session[] {
  const { comments, pendingChanges, turns } = deps.store;
  const ids = stored.map(({ id }) => id);
  const [changes, openComments, queued, latest] = [
    pendingChanges.counts(ids),
    comments.countOpen(ids),
    turns.countQueued(ids),
    turns.latestStates(ids),
  ];
  return stored.map((session) => {
    const { state: _state, baseRef: _baseRef, worktree, ...rest } = session;
    const { id } = session;
    const state = preparing.stateOf(session);
    const trouble = deps.troubleOf(id);
    const drift = deps.driftOf(id);
    const waiting = queued.get(id) ?? 0;
    const status: SessionStatus =
      state.kind === 'preparing'
        ? { kind: 'preparing', ...preparing.progressOf(id) }
        : state.kind === 'failed'
          ? state
          : statusOf(latest.get(id), waiting > 0 && deps.hasLostContext(id));
    return {
      ...rest,
      ...(state.kind === 'ready' && worktree && { worktree }),
      ...(trouble && { trouble }),
      ...(drift && { drift }),
      status,
      changes: changes.get(id) ?? { files: 0, insertions: 0, deletions: 0 },
      openComments: openComments.get(id) ?? 0,
      queued: waiting,
      queueHeld: deps.isQueueHeld(id),
      ...(deps.isGitSlow(id) && { gitIsSlow: true }),
      queuePaused: deps.isQueuePaused(id),
    };
  });
}

/** What the last turn comes to; `mustDecide` when one that waits cannot go on without the user. */
function statusOf(latest: LatestTurn | undefined, mustDecide: boolean): SessionStatus {
  if (latest && isActive(latest.state)) {
    return { kind: latest.state.status === 'awaiting' ? 'needs-you' : 'working' };
  }
  if (mustDecide) return { kind: 'needs-you' };
  if (latest?.state.status !== 'ended') return { kind: 'idle' };
  const { stopReason, error } = latest.state;
  if (stopReason === 'failed') return { kind: 'failed', message: error?.message ?? 'The turn failed.' };
  return { kind: isResumable(latest) ? 'interrupted' : 'idle' };
}
