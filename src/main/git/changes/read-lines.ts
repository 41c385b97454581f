import { setImmediate as nextTick } from 'node:timers/promises';
import { linesOf } from '../../../shared/domain/follow-lines';
import { objectAccess } from '../object-access';
import { type NamedPath, splitNul, toRawPath } from '../path-bytes';
import { runGit } from '../run-git';
import { entriesAt } from '../tree-entries';

const MAX_BYTES = 5_000_000;

/** The lines of a blob of text; null when it does not exist, is too large to be shown line by line, or is binary. */
export async function readLines(root: string, oid: string): Promise<string[] | null> {
  const access = await objectAccess(root);
  const size = await runGit(['cat-file', '-s', oid], { ...access, exits: [0, 128] });
  if (size.exit !== 0 || Number(size.stdout.toString()) > MAX_BYTES) return null;
  const { exit, stdout } = await runGit(['cat-file', 'blob', oid], { ...access, exits: [0, 128] });
  if (exit !== 0 || stdout.subarray(0, 8_000).includes(0)) return null;
  await nextTick();
  return linesOf(stdout.toString('utf8'));
}

/** The ids of what a commit has at these paths; zeros where it has nothing. */
export async function oidsAt(root: string, commit: string, paths: readonly NamedPath[]): Promise<string[]> {
  const none = '0'.repeat(commit.length);
  // Arguments here are text: a name that is none has to be looked up in the whole tree.
  if (paths.some(({ pathBytes }) => pathBytes !== undefined)) {
    const entries = await entriesAt(root, commit, paths.map(toRawPath));
    return entries.map(({ blob }) => blob?.oid ?? none);
  }
  const names = [...new Set(paths.map(({ path }) => path))];
  const args = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', ...names];
  const { stdout } = await runGit(args, { cwd: root });
  const found = new Map<string, string>();
  for (const line of splitNul(stdout)) {
    const [, type = '', oid = '', path = ''] = /^\S+ (\S+) (\S+)\t(.*)$/s.exec(line.toString('utf8')) ?? [];
    if (type !== 'tree') found.set(path, oid);
  }
  return paths.map(({ path }) => found.get(path) ?? none);
}
