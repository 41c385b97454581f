import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toErrorInfo } from '../../../shared/errors';
import { changeIsStale } from '../changes/shown-changes';
import { CHECKPOINT_LIMITS } from '../checkpoints/checkpoint';
import { privateIndexFile } from '../checkpoints/private-index';
import type { WorktreeLocation } from '../locate-worktree';
import { endingWith, runGit } from '../run-git';
import type { Spliced } from './chosen-entries';
import { type CutShort, completeMove } from './complete-move';
import { type WorktreeText, worktreeTexts, writeSpliced } from './worktree-texts';

/** How long files may take to go back, in milliseconds. */
const PUT_BACK_MS = 60_000;

interface TreeMove {
  /** What the worktree and its private index have. */
  from: string;
  to: string;
  /** Files whose other lines are to keep their bytes as they are in the worktree. */
  spliced: readonly Spliced[];
}

/**
 * Moves the files of a worktree from one tree to another. Git refuses all of it when one is not as the first tree has
 * it: AppError `change.stale`, `change.conflict`. Where git fails half way, `git.failed`, files go back.
 */
export async function checkOutTree(location: WorktreeLocation, move: TreeMove): Promise<void> {
  try {
    await writeSpliced(location.path, await readTree(location, move));
  } catch (error) {
    throw touchedNothing(error) ? error : await putBack(location, { from: move.to, to: move.from }, error);
  }
}

async function readTree(
  location: WorktreeLocation,
  { from, to, spliced }: TreeMove,
): Promise<WorktreeText[]> {
  const at = { cwd: location.path, env: { GIT_INDEX_FILE: privateIndexFile(location) } };
  // Read now: whoever wrote since the private index caught up is noticed by git.
  const texts = await worktreeTexts(location.path, spliced);
  const { exit, stderr } = await runGit(['read-tree', '-m', '-u', from, to], {
    ...at,
    exits: [0, 128],
    timeoutMs: 0,
  });
  if (exit === 0) return texts;
  const named = /(?:Entry|file) '(.+?)' (?:not uptodate|would be|overlaps)/.exec(stderr)?.[1];
  if (named) throw await whyRefused(location.path, named);
  throw new AppError(
    'git.failed',
    'git could not write all of the files, so nothing was moved.',
    'Mend what Show details names, then try again.',
    stderr,
  );
}

/** Files that were moved already go back; answers the error that says how far that went. */
async function putBack(
  { path: root, gitDir }: WorktreeLocation,
  trees: Pick<CutShort, 'from' | 'to'>,
  cause: unknown,
): Promise<unknown> {
  const scratch = join(gitDir, 'coppice.scratch.index');
  try {
    // What was called off, perhaps as it hung, is not to hang again.
    await endingWith(AbortSignal.timeout(PUT_BACK_MS), () => completeMove({ root, scratch, ...trees }));
    return cause;
  } catch (error) {
    return halfMoved(`${toErrorInfo(cause).detail ?? cause}\n${toErrorInfo(error).detail ?? error}`);
  }
}

function halfMoved(detail: string): AppError {
  return new AppError(
    'git.failed',
    'git could not write all of the files, and some may be changed already.',
    'What they were is kept: mend what Show details names, then look at the changes, or go back in the timeline.',
    detail,
  );
}

/** True of an error of `checkOutTree` when git looked first and touched nothing. */
export function touchedNothing(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith('change.');
}

async function whyRefused(root: string, path: string): Promise<AppError> {
  const stats = await lstat(join(root, path)).catch(() => null);
  if (!stats || stats.size <= CHECKPOINT_LIMITS.fileBytes) return changeIsStale(path);
  return new AppError(
    'change.conflict',
    `${path} has grown beyond ${CHECKPOINT_LIMITS.fileBytes / 1e6} MB, which no checkpoint keeps, so it was not overwritten.`,
    'Nothing was changed. Move that file away or make it smaller, then try again.',
  );
}
