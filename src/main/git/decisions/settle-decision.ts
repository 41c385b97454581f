import { join } from 'node:path';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { readSessionRefs } from '../session-refs';
import { completeMove } from './complete-move';
import type { PastDecision } from './undo-decision';

/**
 * Goes on with a decision that was cut short: answers whether it was made, and then brings the files that it had not
 * come to yet where it wanted them.
 */
export async function settleDecision(
  location: WorktreeLocation,
  { sessionId, moved, before, after }: Omit<PastDecision, 'worktree'>,
): Promise<boolean> {
  const root = location.path;
  const refs = await readSessionRefs(root, sessionId);
  if (moved === 'accepted') return refs.accepted === after;
  if (refs.chain !== after) return false;
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  await exclusively(privateIndexFile(location), () =>
    completeMove({ root, scratch, from: before, to: after }),
  );
  return true;
}
