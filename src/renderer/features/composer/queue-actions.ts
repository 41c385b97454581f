import type { SessionId, TurnId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';

/** Puts waiting prompts in this order. */
export async function reorderTurns(sessionId: SessionId, turnIds: TurnId[]): Promise<void> {
  await reporting(() => call('turn.reorder', { sessionId, turnIds }));
}

/** Holds the queue until the user lets it go on; what runs goes on. */
export async function pauseQueue(sessionId: SessionId): Promise<void> {
  await reporting(() => call('turn.pauseQueue', { sessionId }));
}
