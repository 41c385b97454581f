import { isResumable, type Turn } from '../../../../shared/domain/turn';

/** The interrupted turns that can be gone on from, oldest first: of each agent the last one that started. */
export function resumableTurns(turns: readonly Turn[]): readonly Turn[] {
  const started = turns.filter(({ startedAt }) => startedAt !== undefined);
  const inOrder = started.toSorted((a, b) => a.position - b.position);
  return inOrder.filter(
    (turn, index) => isResumable(turn) && !inOrder.slice(index + 1).some(({ agent }) => agent === turn.agent),
  );
}
