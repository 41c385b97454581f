import { withDeadline } from '../services/deadline';
import type { Log } from '../services/log';

interface Step {
  name: string;
  stop: () => Promise<void> | void;
}

/** Milliseconds. */
interface Deadlines {
  /** For one part. */
  step: number;
  /** For all of them together. */
  all: number;
  /** For each once that is used up: the parts stopped last end processes and close the store. */
  late: number;
}

const DEADLINES: Deadlines = { step: 8_000, all: 15_000, late: 2_000 };

/** What was started, so that it can be stopped in reverse order of its start. */
export class Lifetime {
  readonly #steps: Step[] = [];
  readonly #log: Log;
  readonly #deadlines: Deadlines;
  #stopping: Promise<void> | undefined;
  #stopped = false;

  constructor(log: Log, deadlines = DEADLINES) {
    this.#log = log;
    this.#deadlines = deadlines;
  }

  /** Notes how to stop what was just started. */
  started(name: string, stop: Step['stop']): void {
    this.#steps.push({ name, stop });
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  get hasStopped(): boolean {
    return this.#stopped;
  }

  /** Stops everything, last started first, with a deadline each, shorter when others were late. Idempotent; never rejects. */
  stop(): Promise<void> {
    // Stopping the window asks to quit again, so this must be set before the first step runs.
    this.#stopping ??= Promise.resolve()
      .then(() => this.#stopAll(performance.now() + this.#deadlines.all))
      .then(() => {
        this.#stopped = true;
      });
    return this.#stopping;
  }

  async #stopAll(end: number): Promise<void> {
    const { step, late: least } = this.#deadlines;
    for (const { name, stop } of this.#steps.toReversed()) {
      const left = Math.max(least, Math.min(step, end - performance.now()));
      try {
        const late = await withDeadline(runStep(stop), left, true);
        if (late) this.#log.warn('did not stop in time', { name });
      } catch (error) {
        this.#log.error('failed to stop', { name, error: String(error) });
      }
    }
  }
}

async function runStep(stop: Step['stop']): Promise<false> {
  await stop();
  return false;
}
