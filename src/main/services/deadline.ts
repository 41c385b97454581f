import { setTimeout as delay } from 'node:timers/promises';

/** Resolves to what `work` resolves to, or to `late` after `ms` milliseconds; rejects as `work` does. */
export async function withDeadline<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, delay(ms, late, { signal: timer.signal, ref: true })]);
  } finally {
    timer.abort();
    // A late rejection of the loser has nobody left to hear it.
    work.catch(() => undefined);
  }
}
