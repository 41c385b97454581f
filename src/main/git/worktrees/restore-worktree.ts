import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import { locateWorktree, type WorktreeLocation } from '../locate-worktree';
import { copyIndex } from '../own-index';
import { runGit } from '../run-git';
import { readSessionRefs } from '../session-refs';
import { LOCK_REASON } from './add-worktree';
import { type CheckoutProgress, checkOutFiles } from './check-out-files';
import { unregister } from './discard-worktree';
import { exists } from './linked-worktrees';

export interface RestoreWorktreeOptions {
  /** Root of the user's own worktree. */
  repository: string;
  /** Where the worktree was; nothing may lie there now. */
  worktree: string;
  branch: string;
  sessionId: string;
  onProgress?(progress: CheckoutProgress): void;
  signal?: AbortSignal;
}

/**
 * Brings back a worktree that was put away or lost: on its branch (made again where it was if somebody deleted it),
 * with the files of the session's newest checkpoint. Throws AppError `git.broken` when no checkpoint is left.
 */
export async function restoreWorktree(options: RestoreWorktreeOptions): Promise<void> {
  const { repository, worktree, branch, sessionId } = options;
  const { commonDir } = await locateWorktree(repository);
  const refs = await readSessionRefs(repository, sessionId);
  const home = refs.head ?? refs.base;
  if (!refs.chain || !home) {
    throw new AppError('git.broken', 'The checkpoints of this session are gone from the repository.');
  }
  await mkdir(dirname(worktree), { recursive: true });
  await exclusively(commonDir, () => link(repository, worktree, branch, home));
  const location = await locateWorktree(worktree);
  const indexFile = privateIndexFile(location);
  await checkOutFiles(worktree, { ...options, tree: refs.chain, indexFile });
  await writeOwnIndex(location, indexFile);
}

/** The index git itself uses: the branch's files, those on disk known as unchanged. Last, as it says that all is there. */
async function writeOwnIndex(location: WorktreeLocation, indexFile: string): Promise<void> {
  const draft = join(location.gitDir, 'coppice.own.index');
  await copyIndex(indexFile, draft);
  await runGit(['read-tree', '-m', 'HEAD'], { cwd: location.path, env: { GIT_INDEX_FILE: draft } });
  await rename(draft, join(location.gitDir, 'index'));
}

async function link(repository: string, worktree: string, branch: string, home: string): Promise<void> {
  const branchRef = await runGit(['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], {
    cwd: repository,
    exits: [0, 1],
  });
  // A folder that was deleted by hand is still registered; forgetting it is what makes its place free.
  if (!(await exists(worktree))) await unregister(repository, worktree);
  const where = branchRef.exit === 0 ? [worktree, branch] : ['-b', branch, worktree, home];
  await runGit(['worktree', 'add', '--quiet', '--no-checkout', '--lock', '--reason', LOCK_REASON, ...where], {
    cwd: repository,
  });
}
