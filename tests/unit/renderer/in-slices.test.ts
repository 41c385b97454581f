import { expect, it } from 'vitest';
import { inSlices } from '../../../src/renderer/lib/in-slices';

/** Holds the thread for about two milliseconds. */
function hold(): void {
  for (const until = performance.now() + 2; performance.now() < until; );
}

it('long work lets the page do other things before it is done', async () => {
  const order: string[] = [];
  function* work() {
    for (let step = 0; step < 20; step++) {
      hold();
      yield;
    }
    order.push('work');
    return 20;
  }
  const done = inSlices(work());
  setImmediate(() => order.push('other'));
  expect([await done, order]).toEqual([20, ['other', 'work']]);
});
