import { lstat } from 'node:fs/promises';
import { AppError } from '../../shared/errors';
import { fileAt, pathKey, splitNul } from './path-bytes';
import { runGit } from './run-git';
import { changedEntries } from './tree-entries';

interface Move {
  root: string;
  /** What the worktree and its index are at. */
  from: string;
  to: string;
  /** The index that knows what git tracks there, when it is not the worktree's own. */
  indexFile?: string;
}

const AT_ONCE = 100;

/**
 * Refuses a move from one tree to another that would overwrite or delete files git does not track. An ignored one is in
 * no checkpoint, and git overwrites it without a word. Throws AppError `change.conflict`; nothing has moved then.
 */
export async function requireRoom({ root, from, to, indexFile }: Move): Promise<void> {
  const changed = await changedEntries(root, from, to);
  const removed = new Set(changed.flatMap(({ path, after }) => (after ? [] : [pathKey(path)])));
  const added = changed.flatMap(({ path, before, after }) => (!before && after ? [path] : []));
  const occupied: Buffer[] = [];
  for (let at = 0; at < added.length; at += AT_ONCE) {
    const found = await Promise.all(added.slice(at, at + AT_ONCE).map((path) => occupant(root, path)));
    occupied.push(...found.flatMap((path) => (path && !removed.has(pathKey(path)) ? [path] : [])));
  }
  if (occupied.length === 0) return;
  // Of folders only what is not tracked is in the way.
  const env = indexFile && { env: { GIT_INDEX_FILE: indexFile } };
  const paths = occupied.slice(0, AT_ONCE).map((path) => path.toString('utf8'));
  const args = ['--literal-pathspecs', 'ls-files', '-z', '--others', '--', ...paths];
  const [first] = splitNul((await runGit(args, { cwd: root, ...env })).stdout);
  if (first) throw inTheWay(first.toString('utf8'));
}

/** The path itself when something is there, or the file that stands where one of its folders would be. */
export async function occupant(root: string, path: Buffer): Promise<Buffer | null> {
  for (let end = path.indexOf(0x2f); end !== -1; end = path.indexOf(0x2f, end + 1)) {
    const folder = path.subarray(0, end);
    const found = await stat(root, folder);
    if (!found) return null;
    if (!found.isDirectory()) return folder;
  }
  return (await stat(root, path)) ? path : null;
}

/** What is at a path on disk, links not followed; null where nothing is. */
export async function stat(root: string, path: Buffer) {
  try {
    return await lstat(fileAt(root, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function inTheWay(path: string): AppError {
  return new AppError(
    'change.conflict',
    `${path} is in the way: git does not track it, so it would be lost. Nothing was changed.`,
    'Move or delete that file, then try again.',
  );
}
