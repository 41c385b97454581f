import { join } from 'node:path';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { readSessionRefs } from '../session-refs';
import { completeMove } from './complete-move';
import type { PastDecision } from './undo-decision';

/**
 * Goes on with a decision that was cut short: answers whether it was made, and then brings the files that it had not
 * come to yet where it wanted them, or else back those it had. Throws what `completeMove` does.
 */
export async function settleDecision(
  location: WorktreeLocation,
  { sessionId, moved, before, after }: Omit<PastDecision, 'worktree'>,
): Promise<boolean> {
  const root = location.path;
  const refs = await readSessionRefs(root, sessionId);
  if (moved === 'accepted') return refs.accepted === after;
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const complete = (from: string, to: string) =>
    exclusively(privateIndexFile(location), () => completeMove({ root, scratch, from, to }));
  // It was called off or failed, and not all files went back.
  if (refs.chain === before) await complete(after, before);
  if (refs.chain !== after) return false;
  await complete(before, after);
  return true;
}
