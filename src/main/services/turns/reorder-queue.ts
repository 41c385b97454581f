import type { SessionId, TurnId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import type { TurnsRepository } from '../../store/repositories/turns';

export interface ReorderQueueDeps {
  turns: Pick<TurnsRepository, 'find' | 'get' | 'reorder'>;
  /** True for a turn that was handed to its agent, whatever the store says of it. */
  isRunning(id: TurnId): boolean;
}

/**
 * Puts waiting turns of a session in the given order; turns that are not named keep their place. Returns those with
 * a new place. Throws `turn.not-running` and changes nothing when one of them does not wait any more.
 */
export function reorderQueue(
  { turns, isRunning }: ReorderQueueDeps,
  sessionId: SessionId,
  ids: readonly TurnId[],
): Turn[] {
  const before = ids.flatMap((id) => turns.find(id) ?? []);
  const waits = ({ id, state, sessionId: owner }: Turn) =>
    state.status === 'queued' && owner === sessionId && !isRunning(id);
  if (before.length < ids.length || !before.every(waits)) {
    throw new AppError(
      'turn.not-running',
      'The queue changed meanwhile, so its order was left as it is.',
      'Look at the queue and move the prompt again.',
    );
  }
  turns.reorder(sessionId, ids);
  const places = new Map(before.map(({ id, position }) => [id, position]));
  return ids.map((id) => turns.get(id)).filter(({ id, position }) => places.get(id) !== position);
}
