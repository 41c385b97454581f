import { AppError } from '../../../shared/errors';
import type { ChosenChange } from '../../../shared/ipc/contract';
import { pathKey, toRawPath } from '../path-bytes';
import { readSessionRefs } from '../session-refs';
import { diffTrees, type TreeDifference } from './diff-trees';
import type { ListedChange } from './list-changes';

/** A pending change and the part of it that was chosen, when that is not all. */
export interface Chosen {
  change: TreeDifference;
  part: ChosenChange['part'];
}

/** What is pending between two commits of a session, as its caller has just listed it. */
export interface Pending {
  accepted: string;
  /** Undefined in a session from when accepting meant committing. */
  committed: string | undefined;
  checkpoint: string;
  changes: readonly ListedChange[];
}

export interface PendingSelection extends Omit<Pending, 'changes'> {
  chosen: Chosen[];
}

const SIDES = ['oldOid', 'newOid', 'oldMode', 'newMode'] as const;

/**
 * Finds what the user decides on among what is pending at the newest checkpoint; `pending` spares reading it again.
 * Throws AppError `change.stale` when any of it is not exactly what was shown, `git.broken` when the session has no
 * checkpoints.
 */
export async function selectShown(
  worktree: string,
  sessionId: string,
  shown: readonly ChosenChange[],
  pending?: Pending,
): Promise<PendingSelection> {
  const { differences, ...refs } =
    pending && isExact(pending) ? asDifferences(pending, shown) : await readPending(worktree, sessionId);
  const byPath = new Map(differences.map((change) => [pathKey(change.path), change]));
  const chosen = shown.map((wanted) => {
    const change = byPath.get(pathKey(toRawPath(wanted)));
    if (change && SIDES.every((side) => change[side] === wanted[side])) return { change, part: wanted.part };
    throw changeIsStale(wanted.path);
  });
  return { ...refs, chosen };
}

async function readPending(worktree: string, sessionId: string) {
  const refs = await requireRefs(worktree, sessionId);
  return { ...refs, differences: await diffTrees(worktree, refs.accepted, refs.checkpoint) };
}

/** A list keeps no bytes of the name a file had before: one that is not UTF-8 must be read. */
function isExact({ changes }: Pending): boolean {
  return !changes.some(({ oldPath }) => oldPath?.includes('\ufffd'));
}

function asDifferences({ changes, ...refs }: Pending, shown: readonly ChosenChange[]) {
  const wanted = new Set(shown.map(({ path }) => path));
  const differences = changes
    .filter(({ path }) => wanted.has(path))
    .map(
      ({ path, pathBytes, oldPath, symlink: _link, submodule: _module, ...rest }): TreeDifference => ({
        ...rest,
        path: toRawPath({ path, ...(pathBytes !== undefined && { pathBytes }) }),
        ...(oldPath !== undefined && { oldPath: Buffer.from(oldPath) }),
      }),
    );
  return { ...refs, differences };
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
