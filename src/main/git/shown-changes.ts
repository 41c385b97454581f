import { AppError } from '../../shared/errors';
import type { ChosenChange } from '../../shared/ipc/contract';
import { diffTrees, type TreeDifference } from './diff-trees';
import { pathKey, toRawPath } from './path-bytes';
import { readSessionRefs } from './session-refs';

/** A pending change and the part of it that was chosen, when that is not all. */
export interface Chosen {
  change: TreeDifference;
  part: ChosenChange['part'];
}

export interface PendingSelection {
  accepted: string;
  /** Undefined in a session from when accepting meant committing. */
  committed: string | undefined;
  checkpoint: string;
  chosen: Chosen[];
}

/**
 * Finds what the user decides on among what is pending at the newest checkpoint. Throws AppError `change.stale`
 * when any of it is not exactly what was shown, `git.broken` when the session has no checkpoints.
 */
export async function selectShown(
  worktree: string,
  sessionId: string,
  shown: readonly ChosenChange[],
): Promise<PendingSelection> {
  const { accepted, committed, checkpoint } = await requireRefs(worktree, sessionId);
  const pending = new Map(
    (await diffTrees(worktree, accepted, checkpoint)).map((change) => [pathKey(change.path), change]),
  );
  const chosen = shown.map((wanted) => {
    const change = pending.get(pathKey(toRawPath(wanted)));
    if (change?.oldOid === wanted.oldOid && change.newOid === wanted.newOid) {
      return { change, part: wanted.part };
    }
    throw changeIsStale(wanted.path);
  });
  return { accepted, committed, checkpoint, chosen };
}

/** The refs every decision rests on. Throws AppError `git.broken` when somebody deleted them. */
export async function requireRefs(worktree: string, sessionId: string) {
  const { accepted, committed, chain: checkpoint } = await readSessionRefs(worktree, sessionId);
  if (accepted && checkpoint) return { accepted, committed, checkpoint };
  throw new AppError('git.broken', 'The checkpoints of this session are gone from the repository.');
}

export function changeIsStale(path: string): AppError {
  return new AppError(
    'change.stale',
    `${path} has changed since it was shown, so nothing was done.`,
    'Look at the new difference and decide again.',
  );
}

/** When a file cannot be decided on without what lies beside it: one is a file where the other needs a folder. */
export function changesBelongTogether(): AppError {
  return new AppError(
    'input.invalid',
    'A file became a folder or a folder a file, and only one half of that was chosen.',
    'Choose both halves: the file and everything in the folder of the same name.',
  );
}
