import { createHash } from 'node:crypto';
import { pathKey } from './path-bytes';
import { type GitObject, readObjects } from './read-objects';
import { runGit } from './run-git';

/** What a folder holds under one name; `mode` as git prints it, six digits. */
export interface TreeItem {
  mode: string;
  oid: string;
}

/** One folder: its items by the bytes of their names (`pathKey`). */
export type Folder = Map<string, TreeItem>;

export const FOLDER = '040000';

/**
 * The folders of a commit or tree at these paths, read by one process; those that are none, or not there, are left out.
 * Paths are keys (`pathKey`) without a line end in them, the root is the empty one.
 */
export async function readFolders(
  root: string,
  base: string,
  paths: readonly string[],
): Promise<Map<string, Folder>> {
  const names = paths.map((path) => (path === '' ? `${base}^{tree}` : `${base}:${path}`));
  const found = await readObjects({ cwd: root }, names);
  return new Map(
    paths.flatMap((path, index) => {
      const object = found[index];
      return object?.type === 'tree' ? [[path, parseFolder(object)] as const] : [];
    }),
  );
}

/** `mode SP name NUL id`, the id as bytes. */
function parseFolder({ body, oid: { length } }: GitObject): Folder {
  const folder: Folder = new Map();
  for (let at = 0; at < body.length; ) {
    const blank = body.indexOf(0x20, at);
    const nul = body.indexOf(0, blank);
    const end = nul + 1 + length / 2;
    const mode = body.toString('latin1', at, blank).padStart(6, '0');
    folder.set(pathKey(body.subarray(blank + 1, nul)), { mode, oid: body.toString('hex', nul + 1, end) });
    at = end;
  }
  return folder;
}

/** The id git gives a folder with these items. */
export function folderOid(folder: Folder, oidLength: number): string {
  const parts = inOrder(folder).flatMap(([name, { mode, oid }]) => [
    Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`, 'latin1'),
    Buffer.from(oid, 'hex'),
  ]);
  const body = Buffer.concat(parts);
  const hash = createHash(oidLength === 40 ? 'sha1' : 'sha256');
  return hash.update(`tree ${body.length}\0`).update(body).digest('hex');
}

/** As git sorts them: by bytes, a folder as if its name ended in a slash. */
function inOrder(folder: Folder): [name: string, item: TreeItem][] {
  const keyed = [...folder].map(
    ([name, item]) => [item.mode === FOLDER ? `${name}/` : name, name, item] as const,
  );
  keyed.sort(([a], [b]) => (a < b ? -1 : 1));
  return keyed.map(([, name, item]) => [name, item]);
}

/** Stores folders with one process, those inside others first; answers their ids. */
export async function writeFolders(root: string, folders: readonly Folder[]): Promise<string[]> {
  const kind = (mode: string) => (mode === FOLDER ? 'tree' : mode === '160000' ? 'commit' : 'blob');
  const input = folders.map((folder) => {
    const lines = inOrder(folder).map(([name, { mode, oid }]) => `${mode} ${kind(mode)} ${oid}\t${name}\0`);
    return `${lines.join('')}\0`;
  });
  const stdin = Buffer.from(input.join(''), 'latin1');
  const { stdout } = await runGit(['mktree', '-z', '--batch'], { cwd: root, stdin });
  return stdout.toString('latin1').split('\n').filter(Boolean);
}
