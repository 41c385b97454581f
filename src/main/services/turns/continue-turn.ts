import { randomUUID } from 'node:crypto';
import type { ContentBlock } from '../../../shared/domain/content';
import { type TurnId, turnId } from '../../../shared/domain/ids';
import { isResumable, type Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import type { TurnsRepository } from '../../store/repositories/turns';

/** What an agent that has begun is asked after an interruption; it has the prompt itself. */
export const continuePrompt: ContentBlock[] = [
  { type: 'text', text: 'Continue where you were interrupted.' },
];

export interface ContinueTurnDeps {
  turns: Pick<TurnsRepository, 'get' | 'continueWith' | 'resolve'>;
  /** True when the agent said anything in the turn. */
  wasHeard(turn: Turn): boolean;
}

/**
 * Goes on with an interrupted turn in a new one at the head of the queue: with the same prompt when it never reached
 * the agent, else by asking it to continue. It overlaps others as before. Returns the interrupted turn, the new one and
 * those that moved. Throws `turn.not-running` when it was continued or dismissed before.
 */
export function continueTurn(
  { turns, wasHeard }: ContinueTurnDeps,
  id: TurnId,
  createdAt: number,
): [Turn, Turn, ...Turn[]] {
  const before = turns.get(id);
  const reached = before.sentAt !== undefined && wasHeard(before);
  const restated = isResumable(before)
    ? turns.continueWith(id, {
        id: turnId.parse(randomUUID()),
        sessionId: before.sessionId,
        agent: before.agent,
        prompt: reached ? continuePrompt : before.prompt,
        createdAt,
        ...(before.overlap && { overlap: before.overlap }),
      })
    : undefined;
  if (!restated) throw settled();
  return restated;
}

/** Lets an interrupted turn rest. Throws `turn.not-running` when it was continued or dismissed before. */
export function dismissTurn({ turns }: Pick<ContinueTurnDeps, 'turns'>, id: TurnId): Turn {
  const turn = turns.resolve(id, 'dismissed');
  if (!turn) throw settled();
  return turn;
}

function settled(): AppError {
  return new AppError('turn.not-running', 'This turn was continued or dismissed already.');
}
