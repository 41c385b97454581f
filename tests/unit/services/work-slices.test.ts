import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { WorkSlices } from '../../../src/main/platform/work-slices';

it('gives one of many a slice per turn of the event loop, in the order they asked', async () => {
  const slices = new WorkSlices();
  const served: string[] = [];
  const ask = async (name: string) => {
    const end = await slices.next();
    expect(end).toBeGreaterThan(performance.now());
    served.push(name);
  };
  const asked = [ask('a'), ask('b'), ask('c')];
  expect(served).toEqual([]);
  const perTurn: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    perTurn.push(served.length);
  }
  await Promise.all(asked);
  expect(served).toEqual(['a', 'b', 'c']);
  expect(perTurn).toEqual([1, 2, 3]);
});
