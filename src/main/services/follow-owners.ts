import { setImmediate as nextTick } from 'node:timers/promises';
import type { Author, Credit } from '../../shared/domain/change';
import type { SessionId } from '../../shared/domain/ids';
import type { Checkpoint } from '../git/checkpoint';
import { type ChainStep, readChain } from '../git/line-patches';
import type { FilePatch } from '../git/patch-stream';
import type { Store } from '../store/store';
import { LineLedger } from './line-ledger';
import { type Returned, restoreOwners } from './restore-owners';

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
  const read = await readInto(ledger, { ...rangeOf(input), from });
  return read.first?.parent === from ? { ledger, rebuilt: false, ...authorOf(read.last) } : rebuild(input);
}

async function rebuild(input: FollowOwnersInput): Promise<FollowedOwners> {
  const ledger = new LineLedger(() => undefined);
  const { last } = await readInto(ledger, { ...rangeOf(input), from: input.base });
  return { ledger, rebuilt: true, ...authorOf(last) };
}

const rangeOf = ({ root, base, taken }: FollowOwnersInput) => ({ root, base, to: taken.commit });

interface ReadRange {
  root: string;
  /** Where the chain begins. */
  base: string;
  from: string;
  to: string;
}

/** Carries a ledger along the checkpoints of a range; answers the first and the last that changed something. */
async function readInto(ledger: LineLedger, { root, base, from, to }: ReadRange) {
  const read: { first?: ChainStep; last?: ChainStep } = {};
  for (let at: string | undefined = from; at; ) {
    const returned: Returned | undefined = await readUntilReturn({ root, base, from: at, to }, ledger, read);
    if (returned) {
      const then = new LineLedger(() => undefined);
      await readInto(then, { root, base, from: base, to: returned.step.asOf });
      await restoreOwners(ledger, then, { root, ...returned });
    }
    at = returned?.step.commit;
  }
  return read;
}

/** Applies patches up to the first checkpoint that brings files back, and answers that one. */
async function readUntilReturn(
  { root, from, to }: ReadRange,
  ledger: LineLedger,
  read: { first?: ChainStep; last?: ChainStep },
): Promise<Returned | undefined> {
  const enough = new AbortController();
  let returned: Returned | undefined;
  let credit: Credit | undefined;
  const onFile = (step: ChainStep, patch: FilePatch) => {
    if (returned && returned.step !== step) {
      enough.abort();
      return;
    }
    read.first ??= step;
    if (read.last !== step) credit = { author: step.author, at: step.at };
    read.last = step;
    if (isReturn(step)) {
      returned ??= { step, patches: [] };
      returned.patches.push(patch);
    } else if (credit) ledger.apply(patch, credit);
  };
  await readChain(root, from, to, onFile, enough.signal).catch((error) => {
    if (!enough.signal.aborted) throw error;
  });
  return returned;
}

function isReturn(step: ChainStep): step is Returned['step'] {
  return step.asOf !== undefined;
}

function authorOf(step: ChainStep | undefined): { lastAuthor?: Author } {
  return step ? { lastAuthor: step.author } : {};
}
