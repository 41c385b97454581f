import { runGit } from './run-git';

/** Folders of a worktree that git ignores, without what is in them. Paths as text, each ends in a slash. */
export async function listIgnored(worktree: string): Promise<string[]> {
  const { stdout } = await runGit(
    ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'],
    { cwd: worktree },
  );
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path.endsWith('/'));
}

/** True when git ignores all of these paths of a worktree, and tracks none of them. */
export async function areAllIgnored(worktree: string, paths: readonly string[]): Promise<boolean> {
  if (paths.length === 0) return true;
  const { stdout } = await runGit(['check-ignore', '-z', '--stdin'], {
    cwd: worktree,
    stdin: paths.map((path) => `${path}\0`).join(''),
    // 1: none is.
    exits: [0, 1],
  });
  return stdout.toString('utf8').split('\0').filter(Boolean).length === paths.length;
}
