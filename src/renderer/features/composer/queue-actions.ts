import type { SessionId, TurnId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { reportError, reporting } from '../../lib/toasts';
import { setStopped } from './composer-slice';

/** Puts waiting prompts in this order. */
export async function reorderTurns(sessionId: SessionId, turnIds: TurnId[]): Promise<void> {
  await reporting(() => call('turn.reorder', { sessionId, turnIds }));
}

/** Holds the queue until the user lets it go on; what runs goes on. */
export async function pauseQueue(sessionId: SessionId): Promise<void> {
  await reporting(() => call('turn.pauseQueue', { sessionId }));
}

/** Cancels a turn; it ends when its agent has stopped. */
export async function stopTurn(sessionId: SessionId, turnId: TurnId): Promise<void> {
  setStopped(turnId, Date.now());
  try {
    await call('turn.cancel', { sessionId, turnId });
  } catch (error) {
    setStopped(turnId, null);
    reportError(error);
  }
}

/** Ends a turn that does not stop, together with its agent. */
export async function endTurnNow(sessionId: SessionId, turnId: TurnId): Promise<void> {
  await reporting(() => call('turn.forceEnd', { sessionId, turnId }));
}
