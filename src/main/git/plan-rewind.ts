import { pathKey } from './path-bytes';
import { type ChangedEntry, changedEntries, entriesAt, type TreeEntry } from './tree-entries';
import { isSameBlob, isSubmodule, withoutChange } from './without-change';

type Blob = TreeEntry['blob'];

/** What becomes of one path. */
export interface PlannedEntry {
  path: Buffer;
  now: Blob;
  /** As it will be; in a conflict, with the places others changed afterwards as they are now. */
  blob: Blob;
  /** The checkpoint that has it exactly like that. */
  asOf?: string | undefined;
  /** Set where others changed the same place afterwards: how the path was before all that, null for not there. */
  conflict?: { before: Blob; asOf: string };
}

/** What brings the worktree from one checkpoint back to another. Submodules stay as they are. */
export async function planReturn(root: string, from: string, to: string): Promise<PlannedEntry[]> {
  const changed = await changedEntries(root, from, to);
  return changed
    .filter(({ before, after }) => !isSubmodule(before) && !isSubmodule(after))
    .map(({ path, before, after }) => ({ path, now: before, blob: after, asOf: to }));
}

/**
 * What takes single checkpoints (their parent and themselves, newest first) out of `tip` and keeps all others: three-way
 * merges path by path, newest change first. Nothing is written but objects. Submodules stay as they are.
 */
export async function planTakingOut(
  root: string,
  tip: string,
  steps: readonly { parent: string; commit: string }[],
): Promise<PlannedEntry[]> {
  const changes: (ChangedEntry & { parent: string })[] = [];
  for (const { parent, commit } of steps) {
    const changed = await changedEntries(root, parent, commit);
    const files = changed.filter(({ before, after }) => !isSubmodule(before) && !isSubmodule(after));
    changes.push(...files.map((change) => ({ ...change, parent })));
  }
  const paths = [...new Map(changes.map(({ path }) => [pathKey(path), path])).values()];
  const planned = new Map<string, PlannedEntry>();
  for (const { path, blob } of await entriesAt(root, tip, paths)) {
    planned.set(pathKey(path), { path, now: blob, blob });
  }
  for (const change of changes) {
    const entry = planned.get(pathKey(change.path)) as PlannedEntry;
    const { blob, conflict } = await withoutChange(root, change, entry.blob);
    entry.blob = blob;
    entry.asOf = change.parent;
    if (conflict || entry.conflict) entry.conflict = { before: change.before, asOf: change.parent };
  }
  return [...planned.values()].filter(({ now, blob, conflict }) => conflict || !isSameBlob(now, blob));
}
