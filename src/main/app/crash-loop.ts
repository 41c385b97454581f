/** As many crashes within this many milliseconds are a loop that loading the page again does not end. */
const MANY = 3;
const WITHIN_MS = 60_000;

/** Tells a page that crashed once from one that does so again and again. */
export class CrashLoop {
  #crashes: number[] = [];

  /** Counts a crash at `now`; true when it is one too many, and then counting begins anew. */
  crashed(now: number): boolean {
    this.#crashes = [...this.#crashes.filter((at) => now - at < WITHIN_MS), now];
    if (this.#crashes.length < MANY) return false;
    this.#crashes = [];
    return true;
  }
}
