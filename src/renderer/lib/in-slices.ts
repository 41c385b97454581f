import type { Interruptible } from '../../shared/interruptible';

/** How long the page's thread may be held in one go, in milliseconds: half a frame, as drawing needs the rest. */
const SLICE_MS = 8;

/** Does work of any length without holding the page: what is short at once, the rest a slice at a time. */
export async function inSlices<T>(work: Interruptible<T>): Promise<T> {
  for (let until = performance.now() + SLICE_MS; ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await nextTask();
    until = performance.now() + SLICE_MS;
  }
}

/** A later task of the page. Timers of a hidden window would come a second late. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
