import { join } from 'node:path';
import { editTree } from '../edit-tree';
import type { WorktreeLocation } from '../locate-worktree';
import { pathKey } from '../path-bytes';
import { changedEntries } from '../tree-entries';

const SLASH = 0x2f;

/**
 * The tree with what an earlier one has at some paths, and in folders by their names with a slash at the end, which are in
 * the worktree and cannot be stored: the private index may have been left behind before they were last changed, or made.
 */
export async function leaveAsWere(
  { path: root, gitDir }: WorktreeLocation,
  tree: string,
  earlier: string,
  paths: readonly Buffer[],
): Promise<string> {
  const left = new Set(paths.map(pathKey));
  const folders = paths.filter((path) => path.at(-1) === SLASH);
  const differing = (await changedEntries(root, tree, earlier)).filter(
    ({ path }) =>
      left.has(pathKey(path)) || folders.some((folder) => path.subarray(0, folder.length).equals(folder)),
  );
  if (differing.length === 0) return tree;
  const entries = differing.map(({ path, after }) => ({ path, blob: after }));
  const edited = await editTree(root, join(gitDir, 'coppice.scratch.index'), tree, entries);
  return edited ?? tree;
}
