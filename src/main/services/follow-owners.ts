import { setImmediate as nextTick } from 'node:timers/promises';
import type { Author, Change, Credit } from '../../shared/domain/change';
import type { SessionId } from '../../shared/domain/ids';
import type { Checkpoint } from '../git/checkpoint';
import { type ChainStep, readChain } from '../git/line-patches';
import type { FilePatch } from '../git/patch-stream';
import { isZeroOid, toNamedPath } from '../git/path-bytes';
import { entriesAt } from '../git/tree-entries';
import { type PendingPlace, pendingKey } from '../store/repositories/pending-changes';
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
    if (returned) await restoreOwners(ledger, { root, base }, returned);
    at = returned?.step.commit;
  }
  return read;
}

/** A checkpoint that brings files of an earlier one back. */
interface Returned {
  step: ChainStep & { asOf: string };
  patches: FilePatch[];
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

/** Files that are exactly as they were belong to whom they belonged; the others are the work of who brought them back. */
async function restoreOwners(
  ledger: LineLedger,
  { root, base }: Pick<ReadRange, 'root' | 'base'>,
  { step, patches }: Returned,
): Promise<void> {
  const then = new LineLedger(() => undefined);
  await readInto(then, { root, base, from: base, to: step.asOf });
  const credit = { author: step.author, at: step.at };
  const sides = patches.map(sidesOf);
  const was = await entriesAt(
    root,
    step.asOf,
    sides.flat().map(({ path }) => path),
  );
  let next = 0;
  for (const [index, patch] of patches.entries()) {
    const own = sides[index] ?? [];
    const before = was.slice(next, next + own.length);
    next += own.length;
    const isSame = own.every(({ oid }, side) => (before[side]?.blob?.oid ?? null) === oid);
    if (!isSame) ledger.apply(patch, credit);
    else
      for (const { path, oid } of own) ledger.restore(toNamedPath(path), oid ?? noBlob(patch), then, credit);
  }
}

/** What a patch leaves at its paths; null where nothing is any more. */
function sidesOf({ path, oldPath, newOid }: FilePatch): { path: Buffer; oid: string | null }[] {
  const there = { path, oid: isZeroOid(newOid) ? null : newOid };
  return oldPath ? [{ path: oldPath, oid: null }, there] : [there];
}

const noBlob = ({ newOid }: FilePatch) => '0'.repeat(newOid.length);

function authorOf(step: ChainStep | undefined): { lastAuthor?: Author } {
  return step ? { lastAuthor: step.author } : {};
}

/** How many rows are written before other work gets its turn. */
const BATCH = 100;

interface StoreInput {
  store: Pick<Store, 'checkpoints' | 'lineOwners' | 'pendingChanges' | 'transaction'>;
  sessionId: SessionId;
  followed: FollowedOwners;
  /** What is pending now. */
  changes: readonly Change[];
}

/**
 * Stores what is new in a ledger and what is pending, then lets `finish` say so in one transaction. Many files go in
 * pieces, and many pending changes too; until the last is there, nothing stored counts, so that a crash in between
 * costs no more than reading the chain again.
 */
export async function storeOwners(input: StoreInput, finish: () => void): Promise<void> {
  const { store, sessionId, followed, changes } = input;
  const files = followed.ledger.touched;
  const before = store.pendingChanges.counts([sessionId]).get(sessionId)?.files ?? 0;
  const inPieces = files.length > BATCH || changes.length > BATCH || before > BATCH;
  if (followed.rebuilt || inPieces) {
    store.transaction(() => {
      store.checkpoints.setOwnersKnown(sessionId, false);
      if (followed.rebuilt) store.lineOwners.clear(sessionId);
    });
  }
  let stored = 0;
  for (; files.length - stored > BATCH; stored += BATCH) {
    store.lineOwners.save(sessionId, files.slice(stored, stored + BATCH));
    await nextTick();
  }
  if (inPieces) await replaceInPieces(input);
  store.transaction(() => {
    store.lineOwners.save(sessionId, files.slice(stored));
    if (!inPieces) store.pendingChanges.replaceAll(sessionId, changes);
    finish();
    store.checkpoints.setOwnersKnown(sessionId, true);
  });
}

async function replaceInPieces({ store, sessionId, changes }: StoreInput): Promise<void> {
  for (let saved = 0; saved < changes.length; saved += BATCH) {
    store.pendingChanges.save(sessionId, changes.slice(saved, saved + BATCH));
    await nextTick();
  }
  const kept = new Set(changes.map(pendingKey));
  let place: PendingPlace | null = { path: '', path_bytes: '' };
  while (place) {
    place = store.pendingChanges.removeOthers(sessionId, kept, place, BATCH);
    await nextTick();
  }
}
