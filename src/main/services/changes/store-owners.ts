import { setImmediate as nextTick } from 'node:timers/promises';
import type { Change } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import { type PendingPlace, pendingKey } from '../../store/repositories/pending-changes';
import type { Store } from '../../store/store';
import type { FollowedOwners } from './follow-owners';

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
