import { join } from 'node:path';
import { completeMove } from '../decisions/complete-move';
import type { WorktreeLocation } from '../locate-worktree';
import { withOwnIndex } from '../own-index';

/** Puts files and index of a worktree back to where its branch still is, after a move to another commit was cut short. */
export async function goBack(
  location: WorktreeLocation,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  await withOwnIndex(location, from, () =>
    completeMove({ root: location.path, scratch, from: to, to: from }),
  );
}
