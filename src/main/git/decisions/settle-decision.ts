import { join } from 'node:path';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { readSessionRefs, sessionRef } from '../session-refs';
import { updateRefs } from '../update-refs';
import { completeMove } from './complete-move';
import type { MoveBegun } from './move-accepted';
import type { PastDecision } from './undo-decision';

/**
 * Goes on with a decision that was cut short: answers whether it was made, and then brings the files that it had not
 * come to yet where it wanted them, or else back those it had. Throws what `completeMove` and `updateRefs` do.
 */
export async function settleDecision(
  location: WorktreeLocation,
  { sessionId, moved, before, after, isFailed }: Pick<PastDecision, 'sessionId' | 'moved'> & MoveBegun,
): Promise<boolean> {
  const root = location.path;
  const refs = await readSessionRefs(root, sessionId);
  if (moved === 'accepted') return refs.accepted === after;
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const complete = (from: string, to: string) =>
    exclusively(privateIndexFile(location), () => completeMove({ root, scratch, from, to }));
  const goesBack = isFailed && refs.chain === after;
  if (goesBack) await updateRefs(root, [`update ${sessionRef(sessionId, 'chain')} ${before} ${after}\n`]);
  // It was called off or failed, and not all files went back.
  if (goesBack || refs.chain === before) await complete(after, before);
  if (goesBack || refs.chain !== after) return false;
  await complete(before, after);
  return true;
}
