import { withDeadline } from '../services/deadline';
import type { Log } from '../services/log';

interface Step {
  name: string;
  stop: () => Promise<void> | void;
}

/** Milliseconds one part, and all of them together, may take to stop. */
const STEP = 8000;
const ALL = 15_000;

/** What was started, so that it can be stopped in reverse order of its start. */
export class Lifetime {
  readonly #steps: Step[] = [];
  readonly #log: Log;
  #stopping: Promise<void> | undefined;
  #stopped = false;

  constructor(log: Log) {
    this.#log = log;
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

  /** Stops everything, last started first, with a deadline each and one over all. Idempotent; never rejects. */
  stop(): Promise<void> {
    // Stopping the window asks to quit again, so this must be set before the first step runs.
    this.#stopping ??= Promise.resolve()
      .then(() => withDeadline(this.#stopAll(), ALL, undefined))
      .then(() => {
        this.#stopped = true;
      });
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const { name, stop } of this.#steps.toReversed()) {
      try {
        const late = await withDeadline(runStep(stop), STEP, true);
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
