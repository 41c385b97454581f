import type { Change, FileDiff } from '../../../shared/domain/change';
import { creditDiff } from '../../../shared/domain/credit-change';
import type { SessionId } from '../../../shared/domain/ids';
import { type ChangedImage, imageType } from '../../../shared/domain/image';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import type { ShownChange } from '../../../shared/ipc/contract';
import { type GeneratedPath, readGenerated } from '../../git/changes/read-generated';
import { readImage } from '../../git/changes/read-image';
import { readTextDiffs } from '../../git/changes/read-many-diffs';
import { inSlices } from '../../platform/in-slices';
import type { Store } from '../../store/store';
import { DiffsTogether } from './diffs-together';

export interface ChangedFilesDeps {
  store: Pick<Store, 'lineOwners' | 'pendingChanges'>;
  /** The session's worktree once it is ready. */
  worktree(sessionId: SessionId): Promise<Worktree>;
}

/** What is in the pending files of a session, as they were listed last. Throws AppError `change.not-found` for another. */
export class ChangedFiles {
  readonly #deps: ChangedFilesDeps;
  readonly #diffs = new DiffsTogether();

  constructor(deps: ChangedFilesDeps) {
    this.#deps = deps;
  }

  /** The diff of one file between the two blobs that were shown, with who changed each line. */
  async diff(sessionId: SessionId, shown: ShownChange, context = 3): Promise<FileDiff> {
    const { path: root } = await this.#deps.worktree(sessionId);
    const change = this.#pending(sessionId, shown);
    const diff = await this.#diffs.read(root, sessionId, { ...change, ...shown }, context);
    return this.#credit(sessionId, diff, change, shown);
  }

  /**
   * As `diff`, of many files with few processes; null for what is not compared line by line. `take` is given each as it
   * comes.
   */
  async textDiffs<T>(
    sessionId: SessionId,
    shown: readonly ShownChange[],
    take: (diff: FileDiff | null) => T,
  ): Promise<T[]> {
    const { path: root } = await this.#deps.worktree(sessionId);
    const pending = shown.map((one) => this.#pending(sessionId, one));
    const sides = shown.map((one, index) => ({ ...(pending[index] as Change), ...one }));
    return readTextDiffs(root, sides, async (diff, index) =>
      take(
        diff && (await this.#credit(sessionId, diff, pending[index] as Change, shown[index] as ShownChange)),
      ),
    );
  }

  async #credit(sessionId: SessionId, diff: FileDiff, change: Change, shown: ShownChange): Promise<FileDiff> {
    const { lineOwners } = this.#deps.store;
    const stored = lineOwners.find(sessionId, change.path, change.pathBytes);
    // The worktree has moved on since this was shown: its lines are numbered differently by now.
    if (stored?.blobId !== shown.newOid) return diff;
    const former = change.oldPath === undefined ? undefined : lineOwners.find(sessionId, change.oldPath);
    return inSlices(creditDiff(diff, stored.owners, former?.owners));
  }

  /** Both sides of a changed image, from the blobs that were shown. Throws AppError `input.invalid` for another file. */
  async image(sessionId: SessionId, shown: ShownChange): Promise<ChangedImage> {
    const { path: root } = await this.#deps.worktree(sessionId);
    const { path, oldPath = path, oldMode, newMode } = this.#pending(sessionId, shown);
    const side = async (name: string, mode: string, oid: string) => {
      const type = imageType(name);
      return type !== undefined && mode.startsWith('100') ? readImage(root, oid, type) : null;
    };
    const [before, after] = await Promise.all([
      side(oldPath, oldMode, shown.oldOid),
      side(path, newMode, shown.newOid),
    ]);
    if (!before && !after) throw new AppError('input.invalid', `${path} is no image.`);
    return { before, after };
  }

  /** The pending files that the repository's attributes call generated, or expressly not. */
  async generated(sessionId: SessionId): Promise<GeneratedPath[]> {
    const { path: root } = await this.#deps.worktree(sessionId);
    return readGenerated(root, this.#deps.store.pendingChanges.list(sessionId));
  }

  #pending(sessionId: SessionId, shown: ShownChange): Change {
    const change = this.#deps.store.pendingChanges.find(sessionId, shown.path, shown.pathBytes);
    if (!change) throw new AppError('change.not-found', `${shown.path} is no longer pending.`);
    return change;
  }
}
