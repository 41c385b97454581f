import type { Credit } from '../../shared/domain/change';
import {
  creditWhole,
  type FileOwners,
  replaceAll,
  spliceOwners,
  untouched,
} from '../../shared/domain/line-owners';
import type { FilePatch } from '../git/patch-stream';
import { type NamedPath, toNamedPath } from '../git/path-bytes';
import type { StoredOwners } from '../store/repositories/line-owners';

/**
 * The owners of a session's lines, carried forward along its checkpoints in memory. What was touched is kept here
 * until it is stored.
 */
export class LineLedger {
  readonly #stored: (path: NamedPath) => StoredOwners | undefined;
  readonly #touched = new Map<string, StoredOwners>();

  /** `stored` tells what was known of a file before. */
  constructor(stored: (path: NamedPath) => StoredOwners | undefined) {
    this.#stored = stored;
  }

  /** Everything that is not stored yet. */
  get touched(): StoredOwners[] {
    return [...this.#touched.values()];
  }

  isTouched(path: NamedPath): boolean {
    return this.#touched.has(keyOf(path));
  }

  /** The owners of a file as of the last patch. */
  owners(path: NamedPath): FileOwners {
    return this.#find(path)?.owners ?? untouched;
  }

  /** Credits what a checkpoint did to a file. Patches come in the order of the checkpoints. */
  apply(patch: FilePatch, credit: Credit): void {
    const path = toNamedPath(patch.path);
    const from = patch.oldPath ? toNamedPath(patch.oldPath) : path;
    const before = this.owners(from);
    if (patch.oldPath) this.#put(from, patch.newOid.replace(/./g, '0'), creditWhole(untouched, credit));
    this.#put(path, patch.newOid, afterPatch(before, patch, credit));
  }

  /** A file is again as it was when `then` was known, and so are its owners; `back` brought it there. */
  restore(path: NamedPath, blobId: string, then: LineLedger, back: Credit): void {
    this.#put(path, blobId, { ...then.owners(path), back });
  }

  #find(path: NamedPath): StoredOwners | undefined {
    return this.#touched.get(keyOf(path)) ?? this.#stored(path);
  }

  #put(path: NamedPath, blobId: string, owners: FileOwners): void {
    this.#touched.set(keyOf(path), { ...path, blobId, owners });
  }
}

function afterPatch(before: FileOwners, patch: FilePatch, credit: Credit): FileOwners {
  if (patch.hunks === null) return replaceAll(before, credit);
  const isWhole = patch.status !== 'modified' || patch.oldMode !== patch.newMode;
  const owners = isWhole ? creditWhole(before, credit) : before;
  return patch.hunks.length > 0 ? spliceOwners(owners, patch.hunks, credit) : owners;
}

function keyOf({ path, pathBytes }: NamedPath): string {
  return pathBytes === undefined ? path : `\0${pathBytes}`;
}
