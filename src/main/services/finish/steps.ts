import type { StepProgress } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import { SLOW_MS } from '../changes/call-offs';

/** Longest word on a step that is passed on, in characters. */
const MAX_LINE = 200;

interface Running {
  abort: AbortController;
  done: Promise<unknown>;
  progress: StepProgress;
  slowTimer?: NodeJS.Timeout;
  /** Somebody waits for its end, as the session is put away. */
  isUnwanted?: true;
}

/**
 * Long steps that users start: one at a time per session, each says what it is at. They can be called off before they
 * move files, and again when that takes long.
 */
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
      clearTimeout(this.#running.get(id)?.slowTimer);
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

  /**
   * Says that the step now moves files in a folder: from here on it is called off only when that takes long. Throws the
   * first time when it was called off by then.
   */
  moving(id: SessionId, folder: string): void {
    const step = this.#running.get(id);
    // Later moves may be what puts the first back.
    if (step?.progress.moving === undefined) step?.abort.signal.throwIfAborted();
    this.#tell(id, { moving: folder });
    if (step) step.slowTimer ??= setTimeout(() => this.#takesLong(id, step), SLOW_MS);
  }

  /** Calls off the session's step; does nothing while that moves files, unless it takes long. */
  cancel(id: SessionId): void {
    const step = this.#running.get(id);
    if (!step) return;
    const { moving, slow } = step.progress;
    if (moving === undefined) step.abort.abort(new AppError('git.cancelled', 'You called this off.'));
    else if (slow) step.abort.abort(stoppedMoving(moving));
  }

  /** Calls off the session's step, at once or when it takes long, and returns when it has ended, however it did. */
  async callOff(id: SessionId): Promise<void> {
    const step = this.#running.get(id);
    if (!step) return;
    step.isUnwanted = true;
    this.cancel(id);
    await step.done.catch(() => undefined);
  }

  /** Calls off all steps and waits for them; those that move files by now are only waited for, so that they get done. */
  async stop(): Promise<void> {
    const stopping = [...this.#running].map(([id, { done, progress }]) =>
      progress.moving === undefined ? this.callOff(id) : done.catch(() => undefined),
    );
    await Promise.all(stopping);
  }

  #takesLong(id: SessionId, { isUnwanted }: Running): void {
    this.#tell(id, { slow: true });
    if (isUnwanted) this.cancel(id);
  }

  #tell(id: SessionId, news: Partial<StepProgress>): void {
    const step = this.#running.get(id);
    if (!step) return;
    step.progress = { ...step.progress, ...news };
    this.onProgress(id, step.progress);
  }
}

function stoppedMoving(folder: string): AppError {
  return new AppError(
    'git.cancelled',
    `You called this off while files were moved in ${folder}.`,
    'They go back to where their branch is. When git hangs here again, look at the filters in .gitattributes.',
  );
}
