import { runGit } from './run-git';

/** True when two commits hold the same tree; false also when one of them does not exist. */
export async function haveSameFiles(path: string, one: string, other: string): Promise<boolean> {
  const names = [`${one}^{tree}`, `${other}^{tree}`];
  const { exit, stdout } = await runGit(['rev-parse', ...names], { cwd: path, exits: [0, 128] });
  return exit === 0 && new Set(stdout.toString('utf8').trim().split('\n')).size === 1;
}
