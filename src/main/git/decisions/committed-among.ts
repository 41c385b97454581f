import { runGit } from '../run-git';

/**
 * Which of these accepted commits have been committed since, so that they cannot be undone any more. None is said to be
 * when the repository has lost one of them.
 */
export async function committedAmong(
  root: string,
  accepted: readonly string[],
  committed: string,
): Promise<ReadonlySet<string>> {
  const stdin = [...accepted, `^${committed}`].map((name) => `${name}\n`).join('');
  const { exit, stdout } = await runGit(['rev-list', '--stdin'], { cwd: root, stdin, exits: [0, 128] });
  if (exit !== 0) return new Set();
  const open = new Set(stdout.toString('latin1').split('\n'));
  return new Set(accepted.filter((commit) => !open.has(commit)));
}
