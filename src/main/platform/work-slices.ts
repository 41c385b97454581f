/** How long one piece of work may go on before others get their turn, in milliseconds. */
const SLICE_MS = 4;

/**
 * Shares this process's one thread among those that have much to do, agents that flood it or long diffs: each turn of the
 * event loop gives a slice to one of them, first come first served, so that the loop comes round as fast with ten as with one.
 */
export class WorkSlices {
  readonly #waiting: (() => void)[] = [];
  #scheduled = false;

  /** Resolves, in a later turn of the event loop, to the time (of `performance.now`) until which work may go on. */
  next(): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(performance.now() + SLICE_MS));
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#waiting.shift()?.();
      this.#schedule();
    });
  }
}
