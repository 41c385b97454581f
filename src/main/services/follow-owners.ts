import { setImmediate as nextTick } from 'node:timers/promises';
import type { Author } from '../../shared/domain/change';
import type { SessionId } from '../../shared/domain/ids';
import type { Checkpoint } from '../git/checkpoint';
import { type ChainStep, readChain } from '../git/line-patches';
import type { Store } from '../store/store';
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
    for (const { author, files } of taken.steps) {
      const credit = { author, at };
      for (const [index, file] of files.entries()) {
        ledger.apply(file, credit);
        if (index % 200 === 199) await nextTick();
      }
    }
    return { ledger, rebuilt: false };
  }
  const read = await readInto(ledger, input, from);
  return read.first?.parent === from ? { ledger, rebuilt: false, ...authorOf(read.last) } : rebuild(input);
}

async function rebuild(input: FollowOwnersInput): Promise<FollowedOwners> {
  const ledger = new LineLedger(() => undefined);
  const { last } = await readInto(ledger, input, input.base);
  return { ledger, rebuilt: true, ...authorOf(last) };
}

async function readInto(ledger: LineLedger, { root, taken }: FollowOwnersInput, from: string) {
  const read: { first?: ChainStep; last?: ChainStep; credit?: { author: Author; at: number } } = {};
  await readChain(root, from, taken.commit, (step, patch) => {
    read.first ??= step;
    if (read.last !== step) read.credit = { author: step.author, at: step.at };
    read.last = step;
    if (read.credit) ledger.apply(patch, read.credit);
  });
  return read;
}

function authorOf(step: ChainStep | undefined): { lastAuthor?: Author } {
  return step ? { lastAuthor: step.author } : {};
}

/** How many rows are written before other work gets its turn. */
const BATCH = 100;

/**
 * Stores what is new in a ledger, then lets `finish` say so in one transaction. Many files go in pieces; until the
 * last is there, nothing stored counts, so that a crash in between costs no more than reading the chain again.
 */
export async function storeOwners(
  store: Pick<Store, 'checkpoints' | 'lineOwners' | 'transaction'>,
  sessionId: SessionId,
  { ledger, rebuilt }: FollowedOwners,
  finish: () => void,
): Promise<void> {
  const files = ledger.touched;
  let stored = 0;
  if (rebuilt || files.length > BATCH) {
    store.transaction(() => {
      store.checkpoints.setOwnersKnown(sessionId, false);
      if (rebuilt) store.lineOwners.clear(sessionId);
    });
    for (; files.length - stored > BATCH; stored += BATCH) {
      store.lineOwners.save(sessionId, files.slice(stored, stored + BATCH));
      await nextTick();
    }
  }
  store.transaction(() => {
    store.lineOwners.save(sessionId, files.slice(stored));
    finish();
    store.checkpoints.setOwnersKnown(sessionId, true);
  });
}
