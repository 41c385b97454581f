/** Tails of the queues in use, by key; an entry lives only as long as somebody waits. */
const tails = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after everything queued earlier under the same key, whether that succeeded or not.
 * Git's lock files guard against other programs; this keeps our own commands from colliding with each other.
 * Process-wide on purpose: two callers must meet in the same queue without knowing each other.
 */
export function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(key) ?? Promise.resolve();
  const result = before.then(work, work);
  const tail = result.then(
    () => undefined,
    () => undefined,
  );
  tails.set(key, tail);
  void tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return result;
}
