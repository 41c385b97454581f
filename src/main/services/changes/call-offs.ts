import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import { endingWith } from '../../git/run-git';

/** How long git may be at work before the user is told, in milliseconds. */
export const SLOW_MS = 5_000;
/** What takes longer hangs, where nobody is there to wait for it: a last look at a large worktree may take its time. */
const PATIENCE_MS = 30_000;

interface Running {
  abort: AbortController;
  slow: boolean;
}

/** Work with git in sessions' worktrees that the user can call off: a filter or a disk may hang for ever. */
export class CallOffs {
  readonly #running = new Map<SessionId, Set<Running>>();
  #isOver = false;

  /** `onChange` is called when git begins to be slow in a session, and when it no longer is. */
  constructor(private readonly onChange: (sessionId: SessionId) => void) {}

  /** Runs `work`. Rejects with AppError `git.cancelled` when it is called off. */
  async run<T>(sessionId: SessionId, work: () => Promise<T>): Promise<T> {
    // What waited in a session's queue is next there once the work before it was called off.
    if (this.#isOver) throw calledOff();
    const running: Running = { abort: new AbortController(), slow: false };
    const others = this.#running.get(sessionId) ?? new Set();
    this.#running.set(sessionId, others.add(running));
    const timer = setTimeout(() => {
      running.slow = true;
      this.onChange(sessionId);
    }, SLOW_MS);
    try {
      return await endingWith(running.abort.signal, work);
    } finally {
      clearTimeout(timer);
      others.delete(running);
      if (others.size === 0) this.#running.delete(sessionId);
      if (running.slow) this.onChange(sessionId);
    }
  }

  /** True while git takes long in a session. */
  isSlow(sessionId: SessionId): boolean {
    return [...(this.#running.get(sessionId) ?? [])].some(({ slow }) => slow);
  }

  /** Does nothing when no work is under way. */
  callOff(sessionId: SessionId): void {
    for (const { abort } of this.#running.get(sessionId) ?? []) abort.abort(calledOff());
  }

  /** Waits for `work`; meanwhile nothing may hang in the session: what takes very long there is called off. */
  async hurry<T>(sessionId: SessionId, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      if (this.isSlow(sessionId)) this.callOff(sessionId);
    }, PATIENCE_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
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
