import type { Author, Change } from '../../../shared/domain/change';
import { authorsOfChange } from '../../../shared/domain/credit-change';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import type { Interruptible } from '../../../shared/interruptible';
import type { ListedChange } from '../../git/changes/list-changes';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { type NamedPath, toNamedPath } from '../../git/path-bytes';
import { inSlices } from '../../platform/in-slices';
import type { LineLedger } from './line-ledger';

export interface CreditPendingInput {
  sessionId: SessionId;
  /** What is pending now. */
  listed: readonly ListedChange[];
  /** What was pending before, with its authors; only those whose owners are known to be the same. */
  known: readonly Change[];
  ledger: LineLedger;
  /** What differs in these files between what is accepted and now. */
  patches(paths: readonly NamedPath[]): Promise<readonly FilePatch[]>;
}

/**
 * Says who has a part in each pending change. Lines are looked at only in files that were touched or decided on since
 * they were last looked at.
 */
export async function creditPending(input: CreditPendingInput): Promise<Change[]> {
  const { listed, ledger } = input;
  const before = new Map(input.known.map((change) => [fileKey(change), change]));
  const stale = listed.filter((change) => !isKnown(change, before.get(fileKey(change)), ledger));
  const paths = stale.flatMap((change) => [named(change), ...former(change)]);
  const patches = paths.length > 0 ? await input.patches(paths) : [];
  return inSlices(credit(input, before, new Set(stale), patches));
}

function* credit(
  { sessionId, listed, ledger }: CreditPendingInput,
  before: ReadonlyMap<string, Change>,
  stale: ReadonlySet<ListedChange>,
  patches: readonly FilePatch[],
): Interruptible<Change[]> {
  const patchOf = new Map(patches.map((patch) => [fileKey(toNamedPath(patch.path)), patch]));
  const credited: Change[] = [];
  for (const change of listed) {
    const key = fileKey(change);
    const authors = stale.has(change)
      ? yield* authorsNow(change, patchOf.get(key), ledger)
      : (before.get(key)?.authors ?? []);
    credited.push({ ...change, sessionId, id: `${sessionId}:${key}`, authors });
    yield;
  }
  return credited;
}

function isKnown(change: ListedChange, before: Change | undefined, ledger: LineLedger): boolean {
  if (!before || [named(change), ...former(change)].some((path) => ledger.isTouched(path))) return false;
  const sides = ['oldOid', 'newOid', 'oldMode', 'newMode', 'oldPath', 'status'] as const;
  return sides.every((side) => change[side] === before[side]);
}

function authorsNow(
  change: ListedChange,
  patch: FilePatch | undefined,
  ledger: LineLedger,
): Interruptible<Author[]> {
  const [from] = former(change);
  const isSame = patch?.oldOid === change.oldOid && patch.newOid === change.newOid;
  const hunks = isSame ? patch.hunks : null;
  return authorsOfChange(change, ledger.owners(change), hunks, from && ledger.owners(from));
}

function named({ path, pathBytes }: NamedPath): NamedPath {
  return pathBytes === undefined ? { path } : { path, pathBytes };
}

function former({ oldPath }: Pick<Change, 'oldPath'>): NamedPath[] {
  return oldPath === undefined ? [] : [{ path: oldPath }];
}
