import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** An agent asked for a path it may not touch; the message is the sentence it gets as the answer. */
export class OutsideWorktreeError extends Error {
  override readonly name = 'OutsideWorktreeError';
}

/**
 * The real path behind `path` (taken against `root` when relative), which may not exist yet. Throws
 * `OutsideWorktreeError` when it ends up outside `root`: by `..`, as an absolute path elsewhere, or through a
 * symbolic link, also one in a parent folder or one that leads nowhere.
 */
export async function confinePath(root: string, path: string): Promise<string> {
  if (path.includes('\0')) throw new OutsideWorktreeError('A path cannot contain a NUL character.');
  const realRoot = await realpath(root);
  const real = await realOf(resolve(root, path), path);
  if (!isInside(realRoot, real)) throw outside(path);
  return real;
}

/** Like `confinePath`, and also refuses git's own files: a worktree's `.git` decides which code git runs. */
export async function confineForWriting(root: string, path: string): Promise<string> {
  const real = await confinePath(root, path);
  const parts = relative(await realpath(root), real).split(sep);
  if (parts.some((part) => part.toLowerCase() === '.git')) {
    throw new OutsideWorktreeError(`${path} belongs to git itself, so it is left alone.`);
  }
  return real;
}

async function realOf(absolute: string, asked: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw outside(asked);
    if (code !== 'ENOENT') throw error;
  }
  // Writing through a link that leads nowhere would create its target, wherever that is.
  if (await isLink(absolute)) throw outside(asked);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(await realOf(parent, asked), basename(absolute));
}

async function isLink(absolute: string): Promise<boolean> {
  try {
    return (await lstat(absolute)).isSymbolicLink();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest === '' || (!isAbsolute(rest) && rest !== '..' && !rest.startsWith(`..${sep}`));
}

function outside(path: string): OutsideWorktreeError {
  return new OutsideWorktreeError(`${path} is outside this session's worktree, so it is left alone.`);
}
