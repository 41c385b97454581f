import type { Credit } from '../../../shared/domain/change';
import { atOnce } from '../../../shared/interruptible';
import { type ChainStep, readChain } from '../../git/checkpoints/line-patches';
import { listSteps } from '../../git/checkpoints/list-steps';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { inSlices } from '../../platform/in-slices';
import { LineLedger } from './line-ledger';
import { type Returned, restoreOwners } from './restore-owners';

export interface ChainRange {
  root: string;
  /** Where the chain begins. */
  base: string;
  from: string;
  to: string;
}

/** The first and the last checkpoint of a range that changed something. */
export interface Carried {
  first?: ChainStep;
  last?: ChainStep;
}

/** Carries a ledger along the checkpoints of a range. */
export async function carryOwners(
  ledger: LineLedger,
  { root, base, from, to }: ChainRange,
): Promise<Carried> {
  const earlier = new Earlier();
  const returns = (await listSteps(root, from, to)).filter(isReturn);
  if (returns.length > 0 && from !== base) {
    // What they bring back may itself have been brought back from earlier still.
    const all = await listSteps(root, base, to);
    for (const step of all.filter(isReturn)) earlier.want(step);
    const wanted = new Set(returns.flatMap(comesFrom));
    const last = all.findLast(({ commit }) => wanted.has(commit));
    const known = emptyLedger();
    earlier.keep(base, known);
    if (last) await carry(known, { root, from: base, to: last.commit }, earlier);
  } else for (const step of returns) earlier.want(step);
  if (from === base) earlier.keep(base, ledger);
  return carry(ledger, { root, from, to }, earlier);
}

export const emptyLedger = () => new LineLedger(() => undefined);

/** The ledgers of the checkpoints that later ones bring files back from. */
class Earlier {
  readonly #ledgers = new Map<string, LineLedger | null>();

  want(step: Returned['step']): void {
    for (const commit of comesFrom(step)) if (!this.#ledgers.has(commit)) this.#ledgers.set(commit, null);
  }

  keep(commit: string, ledger: LineLedger): void {
    if (this.#ledgers.get(commit) === null) this.#ledgers.set(commit, ledger.copy());
  }

  find(commit: string): LineLedger {
    return this.#ledgers.get(commit) ?? emptyLedger();
  }
}

async function carry(
  ledger: LineLedger,
  { root, from, to }: Pick<ChainRange, 'root' | 'from' | 'to'>,
  earlier: Earlier,
): Promise<Carried> {
  const carried: Carried = {};
  // From the first that brings files back on: what it does is found out when git has told of all.
  const left: { step: ChainStep; patches: FilePatch[] }[] = [];
  let credit: Credit | undefined;
  await readChain(root, from, to, (step, patch) => {
    carried.first ??= step;
    if (carried.last !== step) {
      if (carried.last && left.length === 0) earlier.keep(carried.last.commit, ledger);
      credit = creditOf(step);
      if (left.length > 0 || isReturn(step)) left.push({ step, patches: [] });
    }
    carried.last = step;
    if (left.length > 0) left.at(-1)?.patches.push(patch);
    // Git's output does not wait, and all of it would be much to keep.
    else if (credit) atOnce(ledger.apply(patch, credit));
  });
  if (carried.last && left.length === 0) earlier.keep(carried.last.commit, ledger);
  for (const { step, patches } of left) {
    const find = (commit: string) => earlier.find(commit);
    if (isReturn(step)) await restoreOwners(ledger, find, { root, step, patches });
    else for (const patch of patches) await inSlices(ledger.apply(patch, creditOf(step)));
    earlier.keep(step.commit, ledger);
  }
  return carried;
}

const comesFrom = ({ asOf, alsoOf = [] }: Returned['step']) => [asOf, ...alsoOf];

const creditOf = ({ author, at }: ChainStep): Credit => ({ author, at });

function isReturn(step: ChainStep): step is Returned['step'] {
  return step.asOf !== undefined;
}
