import { join } from 'node:path';
import { completeMove } from '../decisions/complete-move';
import type { WorktreeLocation } from '../locate-worktree';
import { withOwnIndex } from '../own-index';

/** Brings files and index of a worktree to a commit, after a move there, or from there to the other one, was cut short. */
export async function bringFiles(
  location: WorktreeLocation,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  await withOwnIndex(location, to, () => completeMove({ root: location.path, scratch, from, to }));
}
