import { readFile, realpath, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import { exclusively } from '../exclusively';
import { locateWorktree } from '../locate-worktree';
import { runGit } from '../run-git';
import { readTips, sessionRef } from '../session-refs';
import { LOCK_REASON } from './add-worktree';
import { exists, isSamePlace, type LinkedWorktree, linkedWorktrees } from './linked-worktrees';

/** Has git write anew what ties its worktrees to the repository, also after the repository itself was moved. */
export async function relinkWorktrees(repository: string, ...moved: string[]): Promise<void> {
  const { commonDir } = await locateWorktree(repository);
  // Exit 1 tells of some other worktree that cannot be repaired, for example one that is not there now.
  await exclusively(commonDir, () =>
    runGit(['worktree', 'repair', ...moved], { cwd: repository, exits: [0, 1] }),
  );
}

/**
 * Ties a worktree that was moved to its repository again; answers it as it is now. Throws AppError `input.invalid`
 * when the folder is not this worktree.
 */
export async function adoptMovedWorktree(
  repository: string,
  worktree: Worktree,
  to: string,
): Promise<Worktree> {
  const { commonDir } = await locateWorktree(repository);
  const own = await registrationOf(commonDir, to);
  const isOwn = own && (own.branch === worktree.branch || (await isSamePlace(own.path, worktree.path)));
  if (!isOwn) {
    throw new AppError(
      'input.invalid',
      `${to} is not this session's worktree.`,
      `Choose the folder that was at ${worktree.path} before it was moved.`,
    );
  }
  const path = await realpath(to);
  await relinkWorktrees(repository, path);
  await runGit(['worktree', 'lock', '--reason', LOCK_REASON, path], { cwd: repository, exits: [0, 128] });
  return { ...worktree, path };
}

/** What the repository knows of a folder that says it is its worktree, also when the repository was moved since. */
async function registrationOf(commonDir: string, folder: string): Promise<LinkedWorktree | undefined> {
  const dotGit = await readFile(join(folder, '.git'), 'utf8').catch(() => '');
  const pointer = /^gitdir: ([^\r\n]+)/.exec(dotGit)?.[1];
  if (!pointer) return undefined;
  const target = resolve(folder, pointer);
  const linked = await linkedWorktrees(commonDir);
  const own = linked.find(({ gitDir }) => basename(gitDir) === basename(target));
  const isOther = own && (await exists(target)) && !(await isSamePlace(target, own.gitDir));
  return isOther ? undefined : own;
}

/** Makes a deleted branch again where it was. Throws AppError `git.failed` when it exists or the commit does not. */
export async function bringBackBranch(repository: string, branch: string, tip: string): Promise<void> {
  await runGit(
    ['update-ref', '-m', 'coppice: bring back', `refs/heads/${branch}`, tip, '0'.repeat(tip.length)],
    {
      cwd: repository,
    },
  );
}

/**
 * Checks the session's branch out again; git refuses when that would overwrite something. Throws AppError
 * `git.failed` with what git said, and changes nothing then.
 */
export async function switchBack(worktree: Pick<Worktree, 'path' | 'branch'>): Promise<void> {
  await runGit(['switch', '--quiet', '--no-guess', worktree.branch], { cwd: worktree.path });
}

/** Moves what lies in a worktree's place out of the way, and answers where it is now. */
export async function moveAside(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${path}.aside${number > 1 ? `-${number}` : ''}`;
    if (await exists(aside)) continue;
    await rename(path, aside);
    return aside;
  }
}

/** True when a repository keeps the refs of one of these sessions, or holds one of these commits. */
export async function isRepositoryOf(
  repository: string,
  known: { sessionIds: string[]; commits: string[] },
): Promise<boolean> {
  const refs = known.sessionIds.map((id) => sessionRef(id, 'chain'));
  if (refs.length > 0 && (await readTips(repository, refs)).size > 0) return true;
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objecttype)'], {
    cwd: repository,
    stdin: known.commits.map((commit) => `${commit}\n`).join(''),
  });
  return /^commit$/m.test(stdout.toString('utf8'));
}
