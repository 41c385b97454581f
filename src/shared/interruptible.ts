/** Work that whoever does it may leave for a while at each `yield`, as main does to keep its event loop free. */
export type Interruptible<T> = Generator<undefined, T, undefined>;

/** Lines after which work may be left: far less than a frame's worth. */
export const SOME_LINES = 500;

/** Does it in one go. */
export function atOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
