import { mkdir, mkdtemp, rename, rm, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorktreeLocation } from '../locate-worktree';

const known = new Map<number, Promise<boolean>>();

/**
 * True when a folder's time tells that something was put into it, taken out or renamed, as on every usual file system:
 * what git's untracked cache rests on. Tried out once per file system, in the worktree's git folder; false where that
 * is on another one, or it cannot be tried.
 */
export async function folderTimesTell({ path, gitDir }: WorktreeLocation): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const [worktree, beside] = await Promise.all([stat(path), stat(gitDir)]);
  if (worktree.dev !== beside.dev) return false;
  const found = known.get(worktree.dev) ?? tryOut(gitDir).catch(() => false);
  known.set(worktree.dev, found);
  return found;
}

async function tryOut(parent: string): Promise<boolean> {
  const folder = await mkdtemp(join(parent, 'coppice.times-'));
  const [file, other, inner] = ['file', 'other', 'inner'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const long = new Date(Date.now() - 60_000);
  try {
    for (const act of [
      () => writeFile(file, ''),
      () => rename(file, other),
      () => unlink(other),
      () => mkdir(inner),
      () => rmdir(inner),
    ]) {
      await utimes(folder, long, long);
      const { mtimeMs } = await stat(folder);
      await act();
      if ((await stat(folder)).mtimeMs === mtimeMs) return false;
    }
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
