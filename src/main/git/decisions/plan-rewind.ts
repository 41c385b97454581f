import { changedEntries, type TreeEntry } from '../tree-entries';
import { isSubmodule } from './without-change';

type Blob = TreeEntry['blob'];

/** What becomes of one path. */
export interface PlannedEntry {
  path: Buffer;
  now: Blob;
  /** As it will be; in a conflict, with the places others changed afterwards as they are now. */
  blob: Blob;
  /** The checkpoint that has what is brought back. */
  asOf?: string | undefined;
  /** Later ones, the oldest first, that some of its lines may be from. */
  alsoOf?: readonly string[];
  /** Set where others changed the same place afterwards: how the path was before all that, null for not there. */
  conflict?: { before: Blob; asOf: string };
  /** True where something else stands in its place, so that it cannot be brought back at all. */
  isBlocked?: boolean;
}

/** What brings the worktree from one checkpoint back to another. Submodules stay as they are. */
export async function planReturn(root: string, from: string, to: string): Promise<PlannedEntry[]> {
  const changed = await changedEntries(root, from, to);
  return changed
    .filter(({ before, after }) => !isSubmodule(before) && !isSubmodule(after))
    .map(({ path, before, after }) => ({ path, now: before, blob: after, asOf: to }));
}
