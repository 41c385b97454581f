import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import { endingWith } from '../../git/run-git';

/** How long git may be at work before the user is told, in milliseconds. */
export const SLOW_MS = 5_000;

interface Running {
  abort: AbortController;
  slow: boolean;
}

/** Work with git in sessions' worktrees that the user can call off: a filter or a disk may hang for ever. */
export class CallOffs {
  readonly #running = new Map<SessionId, Running>();
  #isOver = false;

  /** `onChange` is called when git begins to be slow in a session, and when it no longer is. */
  constructor(private readonly onChange: (sessionId: SessionId) => void) {}

  /** Runs `work`, one at a time per session. Rejects with AppError `git.cancelled` when it is called off. */
  async run<T>(sessionId: SessionId, work: () => Promise<T>): Promise<T> {
    // What waited in a session's queue is next there once the work before it was called off.
    if (this.#isOver) throw calledOff();
    const running: Running = { abort: new AbortController(), slow: false };
    this.#running.set(sessionId, running);
    const timer = setTimeout(() => {
      running.slow = true;
      this.onChange(sessionId);
    }, SLOW_MS);
    try {
      return await endingWith(running.abort.signal, work);
    } finally {
      clearTimeout(timer);
      this.#running.delete(sessionId);
      if (running.slow) this.onChange(sessionId);
    }
  }

  /** True while git takes long in a session. */
  isSlow(sessionId: SessionId): boolean {
    return this.#running.get(sessionId)?.slow ?? false;
  }

  /** Does nothing when no work is under way. */
  callOff(sessionId: SessionId): void {
    this.#running.get(sessionId)?.abort.abort(calledOff());
  }

  /** Calls off what is under way in any session, and what would begin after it. */
  stop(): void {
    this.#isOver = true;
    for (const sessionId of this.#running.keys()) this.callOff(sessionId);
  }
}

function calledOff(): AppError {
  return new AppError(
    'git.cancelled',
    'You called this off.',
    'When git hangs here again, look at the filters in .gitattributes and at the disk.',
  );
}
