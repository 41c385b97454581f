import { pathKey, splitNul } from './path-bytes';
import { runGit, runGitText } from './run-git';
import { indexInfo, type TreeEntry } from './tree-entries';
import { FOLDER, type Folder, folderOid, readFolders, writeFolders } from './tree-objects';

/** With more paths than these an index of everything costs less than their folders one by one. */
const MAX_PATHS = 400;

/**
 * The tree that `base` (a commit or tree id) becomes with these entries; `scratchIndex` is used when they are many.
 * Null when they do not fit: a file where the rest of the tree needs a folder, or the other way round.
 */
export async function editTree(
  root: string,
  scratchIndex: string,
  base: string,
  entries: readonly TreeEntry[],
): Promise<string | null> {
  const few = entries.length > 0 && entries.length <= MAX_PATHS;
  if (few && !entries.some(isInOddFolder)) return editFolders(root, base, entries);
  return editThroughIndex(root, scratchIndex, base, entries);
}

/** Git reads names of folders line by line. */
function isInOddFolder({ path }: TreeEntry): boolean {
  return path.subarray(0, Math.max(0, path.lastIndexOf('/'))).includes(0x0a);
}

/** Reads and writes only the folders the paths lie in, whatever else there is. No folder's name may hold a line end. */
export async function editFolders(
  root: string,
  base: string,
  entries: readonly TreeEntry[],
): Promise<string | null> {
  const edits = entries.map(({ path, blob }) => ({ ...split(pathKey(path)), blob }));
  const paths = [...new Set(edits.flatMap(({ folder }) => withParents(folder)))];
  const folders = await readFolders(root, base, paths);
  if (!folders.has('')) throw new Error(`${base} is no commit or tree of this repository`);
  for (const { folder, name } of edits) {
    const items = folders.get(folder);
    if (items?.get(name)?.mode !== FOLDER) items?.delete(name);
  }
  for (const edit of edits) {
    if (edit.blob && !addFile(folders, { ...edit, blob: edit.blob })) return null;
  }
  const { tree, made } = joined(folders, paths, base.length);
  const written = await writeFolders(root, made);
  if (written.at(-1) !== tree) throw new Error(`git made tree ${written.at(-1)} where ${tree} was meant`);
  return tree;
}

interface FileEdit {
  folder: string;
  name: string;
  blob: NonNullable<TreeEntry['blob']>;
}

/** Puts a file into its folder, and the folders there are not yet; false when something else is in its way. */
function addFile(folders: Map<string, Folder>, { folder, name, blob }: FileEdit): boolean {
  for (const path of withParents(folder).slice(1)) {
    const at = split(path);
    const above = folders.get(at.folder);
    const there = above?.get(at.name);
    if (there && there.mode !== FOLDER) return false;
    if (there) continue;
    above?.set(at.name, { mode: FOLDER, oid: '' });
    folders.set(path, new Map());
  }
  const items = folders.get(folder);
  if (!items) return false;
  const isTaken = items.get(name)?.mode === FOLDER;
  if (isTaken && !isEmptied(folders, folder === '' ? name : `${folder}/${name}`)) return false;
  items.set(name, blob);
  return true;
}

/** True when no file is left in a folder nor in those in it. One that was not read has files. */
function isEmptied(folders: Map<string, Folder>, path: string): boolean {
  const items = folders.get(path);
  if (!items) return false;
  return [...items].every(([name, { mode }]) => mode === FOLDER && isEmptied(folders, `${path}/${name}`));
}

/** Gives every folder its new id in the one above it, deeper ones first, and leaves out the empty ones. */
function joined(folders: Map<string, Folder>, paths: readonly string[], oidLength: number) {
  const made: Folder[] = [];
  let tree = '';
  for (const path of paths.toSorted((a, b) => depth(b) - depth(a))) {
    const items = folders.get(path);
    if (!items) continue;
    const { folder, name } = split(path);
    const above = path === '' ? undefined : folders.get(folder);
    if (path !== '' && items.size === 0) {
      // Where a file took its place it is gone already.
      if (above?.get(name)?.mode === FOLDER) above.delete(name);
      continue;
    }
    tree = folderOid(items, oidLength);
    made.push(items);
    above?.set(name, { mode: FOLDER, oid: tree });
  }
  return { tree, made };
}

/** The folder itself and all above it, the root first. */
function withParents(folder: string): string[] {
  if (folder === '') return [''];
  const parts = folder.split('/');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

function split(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** The same by way of an index of the whole tree. */
export async function editThroughIndex(
  root: string,
  scratchIndex: string,
  base: string,
  entries: readonly TreeEntry[],
): Promise<string | null> {
  const at = { cwd: root, env: { GIT_INDEX_FILE: scratchIndex } };
  await runGit(['read-tree', base], at);
  await runGit(['update-index', '-z', '--index-info'], { ...at, stdin: await indexInfo(entries, base) });
  const tree = await runGitText(['write-tree'], at);
  // git makes room for a file or folder by dropping what is in its way, which nobody chose.
  const meant = new Set(entries.map(({ path }) => pathKey(path)));
  const { stdout } = await runGit(['diff-tree', '-r', '-z', '--name-only', '--no-renames', base, tree], {
    cwd: root,
  });
  return splitNul(stdout).every((path) => meant.has(pathKey(path))) ? tree : null;
}
