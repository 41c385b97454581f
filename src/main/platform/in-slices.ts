import type { Interruptible } from '../../shared/interruptible';
import { WorkSlices } from './work-slices';

/** One for all, as they share this process's thread. */
const slices = new WorkSlices();

/** Does work of any length without holding the event loop: what takes long is done a slice at a time. */
export async function inSlices<T>(work: Interruptible<T>): Promise<T> {
  for (let until = await slices.next(); ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() >= until) until = await slices.next();
  }
}
