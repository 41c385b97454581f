import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { AgentError, errorCode } from './agent-error';

/** A path proven to lie inside the workspace. */
export interface ConfinedPath {
  /** As the host named it: the workspace root plus `relative`. Use it in everything shown or sent. */
  absolute: string;
  /** `/`-separated, relative to the workspace root; `.` for the root itself. */
  relative: string;
}

/**
 * Resolves `path` against `root` and refuses, with a sentence, whatever ends up outside: `..`, absolute paths
 * elsewhere, and symbolic links (also in parents, also dangling ones). `keepLeafLink` checks the folder only,
 * for acts on a link itself such as deleting it.
 */
export async function confinePath(
  root: string,
  path: string,
  { keepLeafLink = false } = {},
): Promise<ConfinedPath> {
  if (path.includes('\0')) throw new AgentError('A path cannot contain a NUL character.');
  const realRoot = await realpath(root);
  let absolute = resolve(root, path);
  // An absolute path may name the same folder by its real name where the host gave a link (macOS's /tmp).
  if (!isInside(root, absolute) && isInside(realRoot, absolute)) {
    absolute = join(root, relative(realRoot, absolute));
  }
  if (!isInside(root, absolute)) throw outside(path);
  const real =
    keepLeafLink && absolute !== resolve(root)
      ? join(await realpathOfExisting(dirname(absolute), path), basename(absolute))
      : await realpathOfExisting(absolute, path);
  if (!isInside(realRoot, real)) throw outside(path);
  return { absolute, relative: relative(root, absolute).split(sep).join('/') || '.' };
}

/** Refuses paths inside git's own folder: writing there could run code or break the worktree. */
export function refuseGitInternals(path: ConfinedPath): void {
  if (path.relative.split('/').some((part) => part.toLowerCase() === '.git')) {
    throw new AgentError(`${path.relative} belongs to git itself, so it is left alone.`);
  }
}

async function realpathOfExisting(absolute: string, asked: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTDIR') throw new AgentError(`Part of ${asked} is a file, not a folder.`);
    if (code === 'ELOOP') throw new AgentError(`${asked} is a symbolic link that leads to itself.`);
    if (code !== 'ENOENT') throw error;
  }
  if (await isLink(absolute)) throw new AgentError(`${asked} is a symbolic link that leads nowhere.`);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(await realpathOfExisting(parent, asked), basename(absolute));
}

async function isLink(absolute: string): Promise<boolean> {
  try {
    return (await lstat(absolute)).isSymbolicLink();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest === '' || (!isAbsolute(rest) && rest !== '..' && !rest.startsWith(`..${sep}`));
}

function outside(path: string): AgentError {
  return new AgentError(`${path} is outside this session's worktree, so it is left alone.`);
}
