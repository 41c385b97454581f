import { type NamedPath, splitNul, toNamedPath } from './path-bytes';
import { runGit } from './run-git';

/** Paths that differ between two checkpoints; a rename counts as both of its paths. */
export async function touchedPaths(repository: string, from: string, to: string): Promise<NamedPath[]> {
  const { stdout } = await runGit(
    ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--ignore-submodules=none', from, to],
    { cwd: repository },
  );
  return splitNul(stdout).map(toNamedPath);
}
