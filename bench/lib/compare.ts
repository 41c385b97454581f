import { type Cost, costOf } from './cpu-time';
import { median } from './table';

export interface Compared {
  /** Before each round, unmeasured. */
  prepare?(round: number): unknown;
  ours(round: number): unknown;
  plain(round: number): unknown;
  /** After each round, unmeasured. */
  after?(round: number): unknown;
}

/** Of both the median on the clock, and the mean CPU without the least and the most: that is told in steps of 10 ms. */
export interface Comparison {
  ours: Cost;
  plain: Cost;
}

/** Measures two ways to do one thing in turns, each of them first in every other round. */
export async function compare(
  rounds: number,
  { prepare, ours, plain, after }: Compared,
): Promise<Comparison> {
  const costs: { ours: Cost[]; plain: Cost[] } = { ours: [], plain: [] };
  for (let round = 0; round < rounds; round++) {
    await prepare?.(round);
    const both = [
      async () => costs.ours.push(await costOf(() => ours(round))),
      async () => costs.plain.push(await costOf(() => plain(round))),
    ];
    if (round % 2 === 1) both.reverse();
    for (const one of both) await one();
    await after?.(round);
  }
  return { ours: middle(costs.ours), plain: middle(costs.plain) };
}

function middle(costs: readonly Cost[]): Cost {
  const cpu = costs.map((cost) => cost.cpu).sort((a, b) => a - b);
  const inner = cpu.length > 2 ? cpu.slice(1, -1) : cpu;
  return {
    wall: median(costs.map(({ wall }) => wall)),
    cpu: inner.reduce((sum, value) => sum + value, 0) / inner.length,
  };
}
