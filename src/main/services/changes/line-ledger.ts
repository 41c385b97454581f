import type { Credit } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import {
  creditWhole,
  type FileOwners,
  type LineHunk,
  replaceAll,
  spliceOwners,
  untouched,
} from '../../../shared/domain/line-owners';
import { returnOwners } from '../../../shared/domain/returned-owners';
import type { Interruptible } from '../../../shared/interruptible';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { type NamedPath, toNamedPath } from '../../git/path-bytes';
import type { StoredOwners } from '../../store/repositories/line-owners';

/** What a file was before, of which all or part is there again. */
export interface Restored {
  /** Whose what was then. */
  known: LineLedger;
  /** How the file differs from that. */
  hunks: readonly LineHunk[];
  /** Its path then, where that was another one. */
  oldPath?: Buffer;
  /** True where a decision was undone. */
  undone: boolean;
}

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

  /** The same as of now, whatever is carried on afterwards; of one that has nothing stored. */
  copy(): LineLedger {
    const copy = new LineLedger(this.#stored);
    for (const [key, owners] of this.#touched) copy.#touched.set(key, owners);
    return copy;
  }

  /** Everything that is not stored yet. */
  get touched(): StoredOwners[] {
    return [...this.#touched.values()];
  }

  isTouched(path: NamedPath): boolean {
    return this.#touched.has(fileKey(path));
  }

  /** The owners of a file as of the last patch. */
  owners(path: NamedPath): FileOwners {
    return this.#find(path)?.owners ?? untouched;
  }

  /** Credits what a checkpoint did to a file. Patches come in the order of the checkpoints. */
  *apply(patch: FilePatch, credit: Credit): Interruptible<void> {
    const path = toNamedPath(patch.path);
    const from = patch.oldPath ? toNamedPath(patch.oldPath) : path;
    const before = this.owners(from);
    if (patch.oldPath) {
      this.#put(from, patch.newOid.replace(/./g, '0'), yield* creditWhole(untouched, credit));
    }
    this.#put(path, patch.newOid, yield* afterPatch(before, patch, credit));
  }

  /** A file is again as it was when `then` was known, and so are its owners. */
  restore(path: NamedPath, blobId: string, then: LineLedger): void {
    this.#put(path, blobId, then.owners(path));
  }

  /** The file of a patch that was applied, or part of it, is again as it was; `back` did that. */
  *restorePart(
    patch: FilePatch,
    back: Credit,
    { known, hunks, oldPath, undone }: Restored,
  ): Interruptible<void> {
    for (const raw of patch.oldPath ? [patch.oldPath, patch.path] : [patch.path]) {
      const path = toNamedPath(raw);
      const now = this.#find(path);
      if (!now) continue;
      const earlier = known.owners(raw === patch.path && oldPath ? toNamedPath(oldPath) : path);
      const owners = yield* returnOwners({ owners: now.owners, back, earlier, since: hunks, undone });
      this.#put(path, now.blobId, owners);
    }
  }

  #find(path: NamedPath): StoredOwners | undefined {
    return this.#touched.get(fileKey(path)) ?? this.#stored(path);
  }

  #put(path: NamedPath, blobId: string, owners: FileOwners): void {
    this.#touched.set(fileKey(path), { ...path, blobId, owners });
  }
}

function* afterPatch(before: FileOwners, patch: FilePatch, credit: Credit): Interruptible<FileOwners> {
  if (patch.hunks === null) return replaceAll(before, credit);
  const isWhole = patch.status !== 'modified' || patch.oldMode !== patch.newMode;
  const owners = isWhole ? yield* creditWhole(before, credit) : before;
  return patch.hunks.length > 0 ? yield* spliceOwners(owners, patch.hunks, credit) : owners;
}
