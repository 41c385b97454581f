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

/** The medians of both. */
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
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}
