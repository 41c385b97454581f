import type { Author } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import type { Interruptible } from '../../../shared/interruptible';
import type { Checkpoint } from '../../git/checkpoints/checkpoint';
import type { ChainStep } from '../../git/checkpoints/line-patches';
import { inSlices } from '../../platform/in-slices';
import type { Store } from '../../store/store';
import { carryOwners, emptyLedger } from './carry-owners';
import { LineLedger } from './line-ledger';

export interface FollowOwnersInput {
  store: Pick<Store, 'checkpoints' | 'lineOwners'>;
  sessionId: SessionId;
  root: string;
  /** Where the chain begins. */
  base: string;
  taken: Checkpoint;
  /** When the checkpoint was taken, in milliseconds since the epoch. */
  at: number;
}

export interface FollowedOwners {
  ledger: LineLedger;
  /** True when nothing stored could be relied on and all was found out from the chain again. */
  rebuilt: boolean;
  /** Who made the newest of the checkpoints that were read from the chain; absent when none had to be. */
  lastAuthor?: Author;
}

/**
 * The owners of lines as of a checkpoint that was just taken. Usually that is its own patches on top of what is
 * stored. After a crash in between, the checkpoints that are not stored are read from the chain; where the stored
 * owners are of another chain or of none, all are.
 */
export async function followOwners(input: FollowOwnersInput): Promise<FollowedOwners> {
  const { store, sessionId, base, taken, at } = input;
  const latest = store.checkpoints.latest(sessionId);
  const from = latest ? latest.commitId : base;
  const ledger = new LineLedger(({ path, pathBytes }) => store.lineOwners.find(sessionId, path, pathBytes));
  if (latest?.ownersKnown === false) return rebuild(input);
  if (from === taken.previous) {
    await inSlices(applySteps(ledger, taken.steps, at));
    return { ledger, rebuilt: false };
  }
  const read = await carryOwners(ledger, { ...rangeOf(input), from });
  return read.first?.parent === from ? { ledger, rebuilt: false, ...authorOf(read.last) } : rebuild(input);
}

function* applySteps(ledger: LineLedger, steps: Checkpoint['steps'], at: number): Interruptible<void> {
  for (const { author, files } of steps) {
    const credit = { author, at };
    for (const file of files) {
      yield* ledger.apply(file, credit);
      yield;
    }
  }
}

async function rebuild(input: FollowOwnersInput): Promise<FollowedOwners> {
  const ledger = emptyLedger();
  const { last } = await carryOwners(ledger, { ...rangeOf(input), from: input.base });
  return { ledger, rebuilt: true, ...authorOf(last) };
}

const rangeOf = ({ root, base, taken }: FollowOwnersInput) => ({ root, base, to: taken.commit });

function authorOf(step: ChainStep | undefined): { lastAuthor?: Author } {
  return step ? { lastAuthor: step.author } : {};
}
