import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A linked worktree as its repository has it registered, whether its folder is there or not. */
export interface LinkedWorktree {
  /** The worktree's own git folder, in the repository. */
  gitDir: string;
  /** Where the repository thinks the worktree is. */
  path: string;
  /** The branch it has checked out, short name; null for a detached HEAD. */
  branch: string | null;
}

/** All linked worktrees a repository has registered, read from files alone. */
export async function linkedWorktrees(commonDir: string): Promise<LinkedWorktree[]> {
  const folder = join(commonDir, 'worktrees');
  const names = await readdir(folder).catch(() => []);
  const read = await Promise.all(names.map((name) => readLinked(join(folder, name))));
  return read.filter((worktree) => worktree !== null);
}

/** The branch a HEAD file names, short name; null for a detached HEAD or a file that cannot be read. */
export async function headBranch(gitDir: string): Promise<string | null> {
  const head = await readFile(join(gitDir, 'HEAD'), 'utf8').catch(() => '');
  return /^ref: refs\/heads\/(.+?)\r?\n?$/.exec(head)?.[1] ?? null;
}

/** True when both paths name one folder, or the same place where there is none. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => resolve(path))));
  return a === b;
}

/** True when a path leads to something; a link that leads nowhere does not. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function readLinked(gitDir: string): Promise<LinkedWorktree | null> {
  const dotGit = await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => null);
  if (dotGit === null) return null;
  const path = dirname(resolve(gitDir, dotGit.replace(/\r?\n$/, '')));
  return { gitDir, path, branch: await headBranch(gitDir) };
}
