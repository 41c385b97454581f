import { isUtf8 } from 'node:buffer';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { editTree } from '../edit-tree';
import type { WorktreeLocation } from '../locate-worktree';
import { pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';
import type { TreeEntry } from '../tree-entries';
import { addToIndex, isIgnoreFile, type WorktreeFound } from './sweep-worktree';

/** What is more than that is stored in the index, so that it is not read again for each checkpoint. */
const MAX_PATHS = 100;
const MAX_BYTES = 4_000_000;
const MAX_NAMED_BYTES = 60_000;

/**
 * The tree of the worktree's files, from `held`, the tree its private index holds, and what was found to differ from
 * it: without reading and writing all of that index, which is left behind. Null where only the whole index tells.
 */
export async function treeBesideIndex(
  location: WorktreeLocation,
  held: string,
  found: WorktreeFound,
): Promise<{ tree: string; failed: Buffer[] } | null> {
  const { missing, changed, added, bytes } = found;
  const written = [...changed.map(({ path }) => path), ...added];
  const all = [...missing, ...written];
  if (all.length === 0) return { tree: held, failed: [] };
  if (all.length > MAX_PATHS || bytes > MAX_BYTES || !all.every(isPlain)) return null;
  if (all.reduce((sum, path) => sum + path.length, 0) > MAX_NAMED_BYTES) return null;
  if (!changed.every(({ indexed }) => indexed && indexed.mode !== GITLINK)) return null;
  if (await isSparse(location)) return null;
  const { blobs, failed } = await storeFiles(location, found, written);
  const refused = new Set(failed.map(pathKey));
  const entries: TreeEntry[] = all
    .filter((path) => !refused.has(pathKey(path)))
    .map((path) => ({ path, blob: blobs.get(pathKey(path)) ?? null }));
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const tree = entries.length === 0 ? held : await editTree(location.path, scratch, held, entries);
  return tree === null ? null : { tree, failed };
}

const GITLINK = '160000';

/** Attributes and ignore rules say something of other files too; the name of another may not go on a command line. */
function isPlain(path: Buffer): boolean {
  return isUtf8(path) && !isIgnoreFile(path) && !path.toString('latin1').endsWith('.gitattributes');
}

/** Where some files are not on disk, attributes may be in the index alone. */
async function isSparse({ gitDir }: WorktreeLocation): Promise<boolean> {
  return (await stat(join(gitDir, 'info/sparse-checkout')).catch(() => null)) !== null;
}

/**
 * Stores files by way of an index of nothing but them. What the private index has of them is in it first: git looks
 * there for their line ends and modes.
 */
async function storeFiles(
  { gitDir, path: root }: WorktreeLocation,
  { changed }: WorktreeFound,
  paths: readonly Buffer[],
) {
  const indexFile = join(gitDir, 'coppice.small.index');
  for (const left of [indexFile, `${indexFile}.lock`]) await rm(left, { force: true });
  const known = changed.flatMap(({ path, indexed }) => [
    '--cacheinfo',
    `${indexed?.mode},${indexed?.oid},${path.toString('utf8')}`,
  ]);
  const failed = await addToIndex(root, indexFile, paths, known);
  const { stdout } = await runGit(['ls-files', '-z', '--stage'], {
    cwd: root,
    env: { GIT_INDEX_FILE: indexFile },
  });
  const blobs = new Map<string, NonNullable<TreeEntry['blob']>>();
  for (const line of splitNul(stdout)) {
    const tab = line.indexOf(0x09);
    const [mode = '', oid = ''] = line.toString('latin1', 0, tab).split(' ');
    blobs.set(pathKey(line.subarray(tab + 1)), { mode, oid });
  }
  return { blobs, failed };
}
