import type { BaseDrift, Worktree } from '../../../shared/domain/session';
import { haveSameFiles } from '../have-same-files';
import { runGit, runGitText } from '../run-git';

/** Commits are counted up to here, so that a base far away costs no more than a near one. */
const COUNTED = 1_000;

/**
 * How the branch a session started from has moved on without it, merges not counted; null when the session has all of it.
 * A session that started from a commit, or whose branch is gone, has a base that does not move. AppError `git.*` when git fails.
 */
export async function readBaseDrift({
  path,
  branch,
  baseRef,
  baseCommit,
}: Pick<Worktree, 'path' | 'branch' | 'baseRef' | 'baseCommit'>): Promise<BaseDrift | null> {
  const { exit, stdout } = await runGit(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${baseRef}^{commit}`],
    { cwd: path, exits: [0, 1, 128] },
  );
  const tip = stdout.toString('utf8').trim();
  if (exit !== 0 || tip === baseCommit) return null;
  const onTop = await runGit(['merge-base', '--is-ancestor', baseCommit, tip], {
    cwd: path,
    exits: [0, 1, 128],
  });
  const kind = onTop.exit === 0 ? 'ahead' : 'rewritten';
  // As after the session went into it: its own merge or squash is nothing that it lacks.
  if (kind === 'ahead' && (await haveSameFiles(path, tip, `refs/heads/${branch}`))) return null;
  const flags = ['--count', '--no-merges', `--max-count=${COUNTED}`];
  const missing = ['rev-list', ...flags, tip, `^refs/heads/${branch}`];
  const commits = Number(await runGitText(missing, { cwd: path }));
  return commits === 0 ? null : { kind, commits, more: commits === COUNTED };
}
