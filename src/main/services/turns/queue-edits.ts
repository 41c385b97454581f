import type { ContentBlock } from '../../../shared/domain/content';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import { AppError } from '../../../shared/errors';
import type { DispatcherDeps } from './dispatcher-deps';
import { reorderQueue } from './reorder-queue';

type QueueEditsDeps = Pick<DispatcherDeps, 'turns' | 'onWithdrawn' | 'onRestated'>;

/** What the user can do to prompts that wait. Each edit is on disk before it is told. */
export class QueueEdits {
  readonly #deps: QueueEditsDeps;
  readonly #isRunning: (id: TurnId) => boolean;

  /** `isRunning` is true for a turn that was handed to its agent, whatever the store says of it. */
  constructor(deps: QueueEditsDeps, isRunning: (id: TurnId) => boolean) {
    this.#deps = deps;
    this.#isRunning = isRunning;
  }

  /** Takes a turn out of the queue. Throws `turn.not-running` when it already started. */
  withdraw(id: TurnId): Turn {
    const turn = this.#isRunning(id) ? undefined : this.#deps.turns.deleteQueued(id);
    if (!turn) throw tooLate();
    this.#deps.onWithdrawn(turn);
    return turn;
  }

  /** Gives a queued turn another prompt; it keeps its place. Throws `turn.not-running` when it already started. */
  setPrompt(id: TurnId, prompt: ContentBlock[]): Turn {
    const turn = this.#isRunning(id) ? undefined : this.#deps.turns.setPrompt(id, prompt);
    if (!turn) throw tooLate();
    this.#deps.onRestated([turn]);
    return turn;
  }

  /**
   * Puts waiting turns in the given order; turns that are not named keep their place. Throws
   * `turn.not-running` and changes nothing when one of them does not wait any more.
   */
  reorder(sessionId: SessionId, ids: readonly TurnId[]): void {
    const deps = { turns: this.#deps.turns, isRunning: this.#isRunning };
    this.#deps.onRestated(reorderQueue(deps, sessionId, ids));
  }
}

function tooLate(): AppError {
  return new AppError('turn.not-running', 'This prompt was already sent to the agent.');
}
