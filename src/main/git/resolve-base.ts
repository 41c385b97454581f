import { AppError } from '../../shared/errors';
import { gitFailure } from './git-failure';
import { runGit } from './run-git';

export interface Base {
  commit: string;
  /** The branch's short name, or the commit when HEAD is detached and nothing was asked for. */
  ref: string;
}

/** Finds the commit a session starts from: a branch, tag or commit, or HEAD. Throws `git.no-commits`, `not-found`. */
export async function resolveBase(repository: string, ref?: string): Promise<Base> {
  const { exit, stdout, stderr } = await runGit(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref ?? 'HEAD'}^{commit}`],
    { cwd: repository, exits: [0, 1, 128] },
  );
  const [commit] = /^[0-9a-f]+$/.exec(stdout.toString('utf8').trim()) ?? [];
  // `^main` is a revision to leave out: git verifies it, and it names none to start from.
  if (exit === 0 && commit) return { commit, ref: ref ?? (await currentBranch(repository)) ?? commit };
  // Asked to be quiet, git says something only where it could not even look.
  if (exit === 128 && stderr.trim() !== '') throw gitFailure('rev-parse', exit, stderr);
  if (ref !== undefined) {
    throw new AppError('not-found', `There is no branch or commit called ${ref}.`, 'Pick another base.');
  }
  throw new AppError(
    'git.no-commits',
    'This repository has no commits yet, and a session needs one to start from.',
    'Let Coppice make a first commit, or make one yourself.',
  );
}

/** The branch a worktree has checked out; null when HEAD is detached. */
export async function currentBranch(root: string): Promise<string | null> {
  const { exit, stdout } = await runGit(['symbolic-ref', '--quiet', 'HEAD'], { cwd: root, exits: [0, 1] });
  return exit === 0
    ? stdout
        .toString('utf8')
        .trim()
        .replace(/^refs\/heads\//, '')
    : null;
}
