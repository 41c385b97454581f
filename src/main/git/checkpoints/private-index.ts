import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorktreeLocation } from '../locate-worktree';
import { copyIndex } from '../own-index';
import { runGit } from '../run-git';

/** The private index checkpoints are made with; beside git's own, never instead of it. */
export function privateIndexFile(location: WorktreeLocation): string {
  return join(location.gitDir, 'coppice.index');
}

/** Makes the private index when there is none: a copy of the worktree's own spares the first sweep reading every file. */
export async function ensureIndex(location: WorktreeLocation, indexFile: string, tip: string): Promise<void> {
  const exists = () => stat(indexFile).catch(() => null);
  if (await exists()) return;
  await copyIndex(join(location.gitDir, 'index'), indexFile);
  if (await exists()) return;
  await runGit(['read-tree', tip], { cwd: location.path, env: { GIT_INDEX_FILE: indexFile } });
}

/**
 * Brings the private index to the newest checkpoint, where small ones may have left it behind, and to the files on
 * disk: one that was only touched would count as changed otherwise.
 */
export async function catchUp(location: WorktreeLocation, checkpoint: string): Promise<void> {
  const at = { cwd: location.path, env: { GIT_INDEX_FILE: privateIndexFile(location) }, timeoutMs: 0 };
  await runGit(['read-tree', '--reset', checkpoint], at);
  await runGit(['update-index', '-q', '--refresh'], { ...at, exits: [0, 1] });
}

/** Tells whether a file is the same as before, how large it is, and when it was written, in milliseconds. */
export async function stampOf(file: string): Promise<{ stamp: string; bytes: number; at: number }> {
  const { ino, size, mtimeNs, mtimeMs } = await stat(file, { bigint: true });
  return { stamp: `${ino} ${size} ${mtimeNs}`, bytes: Number(size), at: Number(mtimeMs) };
}
