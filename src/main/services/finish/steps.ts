import type { StepProgress } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';

/** Longest word on a step that is passed on, in characters. */
const MAX_LINE = 200;

interface Running {
  abort: AbortController;
  done: Promise<unknown>;
  progress: StepProgress;
}

/** Long steps that users start: one at a time per session, each says what it is at, and can be called off before files move. */
export class Steps {
  readonly #running = new Map<SessionId, Running>();

  /** `onProgress` is told whenever there is news of a session's step, and null when it is over. */
  constructor(private readonly onProgress: (id: SessionId, progress: StepProgress | null) => void) {}

  /** Runs a step, which is at `text` first. Throws `git.busy` while another of the session is under way. */
  async run<T>(
    id: SessionId,
    { kind, text }: Pick<StepProgress, 'kind' | 'text'>,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#running.has(id)) {
      throw new AppError(
        'git.busy',
        'Another step of this session is under way.',
        'Wait for it or cancel it.',
      );
    }
    const abort = new AbortController();
    // Begun when it is noted: its first news may come at once.
    const done = Promise.resolve().then(() => work(abort.signal));
    this.#running.set(id, { abort, done, progress: { kind, text } });
    this.#tell(id, {});
    try {
      return await done;
    } finally {
      this.#running.delete(id);
      this.onProgress(id, null);
    }
  }

  /** The steps that are under way. */
  list(): Record<SessionId, StepProgress> {
    return Object.fromEntries([...this.#running].map(([id, { progress }]) => [id, progress]));
  }

  /** Passes on the last line of what a program printed. */
  tell(id: SessionId, text: string): void {
    const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
    const last = lines.at(-1)?.trim();
    if (last) this.#tell(id, { text: last.slice(0, MAX_LINE) });
  }

  /** Says that the step now moves files in a folder: it is not called off any more. Throws when it was by then. */
  moving(id: SessionId, folder: string): void {
    this.#running.get(id)?.abort.signal.throwIfAborted();
    this.#tell(id, { moving: folder });
  }

  /** Calls off the session's step; does nothing once that moves files. */
  cancel(id: SessionId): void {
    const step = this.#running.get(id);
    if (step && step.progress.moving === undefined) {
      step.abort.abort(new AppError('git.cancelled', 'You called this off.'));
    }
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

  #tell(id: SessionId, news: Partial<StepProgress>): void {
    const step = this.#running.get(id);
    if (!step) return;
    step.progress = { ...step.progress, ...news };
    this.onProgress(id, step.progress);
  }
}
