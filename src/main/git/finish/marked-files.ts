import { isUtf8 } from 'node:buffer';
import { splitNul } from '../path-bytes';
import { runGit } from '../run-git';

/** So many paths fit on a command line of every system. */
const AT_ONCE = 200;

/**
 * Those of the files that have git's conflict markers in them, as a commit or tree has them. Names that are not UTF-8 are
 * left out: they cannot be asked for.
 */
export async function markedFiles(root: string, tree: string, paths: readonly Buffer[]): Promise<string[]> {
  const names = paths.filter(isUtf8).map((path) => path.toString('utf8'));
  const marked: string[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    marked.push(...(await grepMarkers(root, tree, names.slice(at, at + AT_ONCE))));
  }
  return marked;
}

async function grepMarkers(root: string, tree: string, names: readonly string[]): Promise<string[]> {
  const both = ['--all-match', '-e', '^<<<<<<< ', '--or', '-e', '^>>>>>>> '];
  const flags = ['--literal-pathspecs', 'grep', '-l', '-z', '-a', '-G', '--no-color'];
  const { stdout } = await runGit([...flags, ...both, tree, '--', ...names], { cwd: root, exits: [0, 1] });
  return splitNul(stdout).map((found) => found.toString('utf8').slice(tree.length + 1));
}
