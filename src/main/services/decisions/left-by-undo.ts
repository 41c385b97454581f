import { fileKey } from '../../../shared/domain/file-key';
import type { ShownChange, Undone } from '../../../shared/ipc/contract';
import type { ListedChange } from '../../git/changes/list-changes';
import { isSameBlob } from '../../git/decisions/without-change';
import { isZeroOid, pathKey, toRawPath } from '../../git/path-bytes';
import type { TreeEntry } from '../../git/tree-entries';

/**
 * The files that an undo changed among those pending before and after it. The list of after may hold newer edits: a file
 * whose worktree side is neither as it was nor as the undo made it is left out.
 */
export function leftByUndo(
  entries: readonly TreeEntry[],
  before: readonly ListedChange[],
  after: readonly ListedChange[],
): Undone['rest'] {
  const made = new Map(entries.map(({ path, blob }) => [pathKey(path), blob]));
  const found = new Map(before.map((change) => [fileKey(change), change]));
  return after.flatMap((is) => {
    const was = found.get(fileKey(is));
    if (!was || SIDES.every((side) => was[side] === is[side])) return [];
    const now = newSide(is);
    const isOwn = isSameBlob(now, newSide(was)) || isSameBlob(now, made.get(pathKey(toRawPath(is))) ?? null);
    return isOwn ? [{ was: shownOf(was), is: shownOf(is) }] : [];
  });
}

const SIDES = ['oldOid', 'newOid', 'oldMode', 'newMode'] as const;

function newSide({ newMode: mode, newOid: oid }: ListedChange): TreeEntry['blob'] {
  return isZeroOid(oid) ? null : { mode, oid };
}

function shownOf({ path, pathBytes, oldOid, newOid, oldMode, newMode }: ListedChange): ShownChange {
  return { path, oldOid, newOid, oldMode, newMode, ...(pathBytes !== undefined && { pathBytes }) };
}
