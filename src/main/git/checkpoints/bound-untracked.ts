import { setImmediate as nextTick } from 'node:timers/promises';
import type { SkippedPath } from '../../../shared/domain/change';

export interface BoundUntracked {
  kept: Buffer[];
  /** What lies in the folders that are left out. */
  left: Buffer[];
  skipped: SkippedPath[];
}

/** A folder is left for the one within it that holds at least this share of its new files. */
const MOST = 0.9;

/**
 * Leaves whole folders out, the fullest first, until no more than `limit` new files are left: a folder that somebody
 * forgot to ignore must not become a hundred thousand objects. Takes a tick per pass over the paths.
 */
export async function boundUntracked(paths: Buffer[], limit: number): Promise<BoundUntracked> {
  const skipped: SkippedPath[] = [];
  const left: Buffer[] = [];
  let kept = paths;
  while (kept.length > limit) {
    const folder = await fullestFolder(kept);
    if (folder === null) break;
    const rest: Buffer[] = [];
    const before = left.length;
    for (const path of kept) (path.subarray(0, folder.length).equals(folder) ? left : rest).push(path);
    const count = left.length - before;
    skipped.push({ path: folder.toString('utf8').replace(/\/$/, ''), reason: 'too-many', count });
    kept = rest;
  }
  return { kept, left, skipped };
}

/** With its last slash; null when there is no folder among the paths. */
async function fullestFolder(paths: readonly Buffer[]): Promise<Buffer | null> {
  let found: Buffer | null = null;
  let inside = paths;
  for (;;) {
    await nextTick();
    const next = fullestChild(inside, found?.length ?? 0);
    if (!next || (found && next.paths.length < inside.length * MOST)) return found;
    found = next.folder;
    inside = next.paths;
  }
}

function fullestChild(paths: readonly Buffer[], from: number): { folder: Buffer; paths: Buffer[] } | null {
  const groups = new Map<string, Buffer[]>();
  for (const path of paths) {
    const end = path.indexOf(0x2f, from) + 1;
    // A nested repository is a path that ends in a slash, and no folder to leave out here.
    if (end === 0 || end === path.length) continue;
    const key = path.toString('latin1', from, end);
    const group = groups.get(key);
    if (group) group.push(path);
    else groups.set(key, [path]);
  }
  let most: Buffer[] = [];
  for (const group of groups.values()) if (group.length > most.length) most = group;
  const [first] = most;
  return first ? { folder: first.subarray(0, first.indexOf(0x2f, from) + 1), paths: most } : null;
}
