import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';

/** Longest word on a step that is passed on, in characters. */
const MAX_LINE = 200;

/** Long steps that users start: one at a time per session, each can be called off, each says what it is at. */
export class Steps {
  readonly #running = new Map<SessionId, { abort: AbortController; done: Promise<unknown> }>();

  /** `onProgress` is told the latest word on a session's step, and an empty one when it is over. */
  constructor(private readonly onProgress: (id: SessionId, text: string) => void) {}

  /** Runs a step. Throws `git.busy` while another of the session is under way. */
  async run<T>(id: SessionId, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running.has(id)) {
      throw new AppError(
        'git.busy',
        'Another step of this session is under way.',
        'Wait for it or cancel it.',
      );
    }
    const abort = new AbortController();
    const done = (async () => work(abort.signal))();
    this.#running.set(id, { abort, done });
    this.onProgress(id, what);
    try {
      return await done;
    } finally {
      this.#running.delete(id);
      this.onProgress(id, '');
    }
  }

  /** Passes on the last line of what a program printed. */
  tell(id: SessionId, text: string): void {
    const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
    const last = lines.at(-1)?.trim();
    if (last) this.onProgress(id, last.slice(0, MAX_LINE));
  }

  cancel(id: SessionId): void {
    this.#running.get(id)?.abort.abort(new AppError('git.cancelled', 'You called this off.'));
  }

  /** Calls off the session's step and returns when it has ended, however it did. */
  async callOff(id: SessionId): Promise<void> {
    this.cancel(id);
    await this.#running.get(id)?.done.catch(() => undefined);
  }

  /** Calls off all steps and waits for them. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.callOff(id)));
  }
}
