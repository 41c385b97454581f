import type { SessionId } from '../../../shared/domain/ids';
import type { Checkpoint } from '../../git/checkpoints/checkpoint';
import type { CheckpointPhase } from '../../store/repositories/checkpoints';
import type { Store } from '../../store/store';
import type { FollowedOwners } from './follow-owners';
import type { Origin } from './origin';

/** Adds what is new on the chain to the stored checkpoints. `at` in milliseconds since the epoch. */
export function appendCheckpoints(
  { checkpoints }: Pick<Store, 'checkpoints'>,
  sessionId: SessionId,
  { commit, tree, steps }: Checkpoint,
  { lastAuthor }: FollowedOwners,
  { phase, origin, at }: { phase: CheckpointPhase; origin: Origin; at: number },
): void {
  if (checkpoints.latest(sessionId)?.commitId === commit) return;
  const tip = { commit, tree, author: lastAuthor ?? origin.by };
  for (const { commit: commitId, tree: treeId, author } of steps.length > 0 ? steps : [tip]) {
    const turnId = author.kind === 'agent' ? (author.turnId ?? origin.turnId) : origin.turnId;
    checkpoints.append({
      ...{ sessionId, commitId, treeId, phase, author, createdAt: at },
      ...(turnId && { turnId }),
    });
  }
}
