import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import { exclusively } from '../exclusively';
import { listBranches } from '../list-branches';
import { locateLinkedWorktree, locateWorktree } from '../locate-worktree';
import { type Base, resolveBase } from '../resolve-base';
import { runGit } from '../run-git';
import { type CheckoutProgress, checkOutFiles } from './check-out-files';
import { exists } from './linked-worktrees';
import { freeName, sessionSlug } from './session-slug';

export interface AddWorktreeOptions {
  /** Root of the user's own worktree, which is left as it is. */
  repository: string;
  /** Folder to make the worktree in; made when absent. Must lie outside the repository. */
  parentFolder: string;
  /** Named after it: branch `coppice/<slug>` and folder `<slug>`, with a suffix when taken. */
  title: string;
  /** Branch, tag or commit to start from; the checked-out one when absent. */
  baseRef?: string;
  /** Told of the place before anything is made there, so that what a crash leaves can be found again. */
  onNamed?(worktree: Worktree): void;
  onProgress?(progress: CheckoutProgress): void;
  signal?: AbortSignal;
}

export const LOCK_REASON = 'In use by a Coppice session';

/**
 * Makes a session's linked worktree on a new branch, locked so that nobody prunes it. An abort or a failure leaves
 * neither folder nor branch behind. Throws AppError `git.no-commits`, `not-found`, `input.invalid`, `git.*`.
 */
export async function addWorktree(options: AddWorktreeOptions): Promise<Worktree> {
  const { path, commonDir } = await locateWorktree(options.repository);
  await mkdir(options.parentFolder, { recursive: true });
  const parentFolder = await realpath(options.parentFolder);
  requireOutside(parentFolder, [path, commonDir]);
  const base = await resolveBase(path, options.baseRef);
  const made = await exclusively(commonDir, () => linkWorktree(path, parentFolder, base, options));
  try {
    await checkOutFiles(made.path, options);
  } catch (error) {
    await exclusively(commonDir, () => undo(path, made));
    throw error;
  }
  return made;
}

function requireOutside(folder: string, roots: string[]): void {
  for (const root of roots) {
    const inside = relative(root, folder);
    if (inside !== '' && (inside === '..' || inside.startsWith(`..${sep}`) || inside.includes(':'))) continue;
    throw new AppError(
      'input.invalid',
      `Sessions cannot live in ${folder}: it is inside the repository itself.`,
      'Choose a folder outside the repository for worktrees.',
    );
  }
}

/** Registers branch and folder without files yet: quick, so that other sessions need not wait for a checkout. */
async function linkWorktree(
  repository: string,
  parentFolder: string,
  base: Base,
  options: AddWorktreeOptions,
): Promise<Worktree> {
  const branches = (await listBranches(repository)).flatMap(({ remote, name }) => (remote ? [] : [name]));
  const { branch, folder } = freeName(sessionSlug(options.title), branches, await readdir(parentFolder));
  const worktree = { path: join(parentFolder, folder), branch, baseCommit: base.commit, baseRef: base.ref };
  const add = ['worktree', 'add', '--quiet', '--no-checkout', '--no-track', '--no-guess-remote'];
  const lock = ['--lock', '--reason', LOCK_REASON];
  options.onNamed?.(worktree);
  try {
    await runGit([...add, ...lock, '-b', branch, worktree.path, base.commit], {
      cwd: repository,
      ...(options.signal && { signal: options.signal }),
    });
  } catch (error) {
    await undo(repository, worktree);
    throw error;
  }
  return worktree;
}

/**
 * Takes away what a crash left of a worktree that was being made or brought back; does nothing to one that was
 * finished: git writes its index last. The branch goes only if it is still at the base.
 */
export async function clearHalfMade(repository: string, worktree: Worktree): Promise<void> {
  const { commonDir } = await locateWorktree(repository);
  await exclusively(commonDir, async () => {
    const location = await locateLinkedWorktree(worktree.path).catch(() => null);
    const isOther = !location && (await exists(worktree.path));
    const isWhole = location && (await exists(join(location.gitDir, 'index')));
    if (!isOther && !isWhole) await undo(repository, worktree);
  });
}

/** Takes away what `linkWorktree` made; both names were free before, so nothing else can be hit. */
async function undo(repository: string, worktree: Worktree): Promise<void> {
  await runGit(['worktree', 'remove', '--force', '--force', worktree.path], {
    cwd: repository,
    exits: [0, 128],
    timeoutMs: 0,
  });
  await rm(worktree.path, { recursive: true, force: true });
  await runGit(['update-ref', '-d', `refs/heads/${worktree.branch}`, worktree.baseCommit], {
    cwd: repository,
    exits: [0, 1, 128],
  });
}
