import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readCapped } from './read-capped';

export type FoundGitDir =
  /** `root` has a `.git` that leads to `gitDir`; `commonDir` differs in a linked worktree. */
  | { kind: 'worktree'; root: string; gitDir: string; commonDir: string }
  /** The folder is itself a git folder. */
  | { kind: 'git-dir'; gitDir: string }
  | { kind: 'broken'; root: string; reason: string }
  | { kind: 'none' };

const MAX_POINTER = 8_192;
const MAX_PARENTS = 200;

/** Looks from a folder upwards for the repository it lies in, reading small files only. `start` has no symlinks. */
export async function findGitDir(start: string): Promise<FoundGitDir> {
  let folder = start;
  for (let level = 0; level < MAX_PARENTS; level++) {
    const found = await lookAt(folder);
    if (found) return found;
    if (await isGitDir(folder)) return { kind: 'git-dir', gitDir: folder };
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return { kind: 'none' };
}

async function lookAt(root: string): Promise<FoundGitDir | null> {
  const dotGit = join(root, '.git');
  const stats = await stat(dotGit).catch(() => null);
  if (stats?.isDirectory()) return lookInFolder(root, await realpath(dotGit));
  if (stats?.isFile()) return followPointer(root, dotGit);
  return null;
}

async function lookInFolder(root: string, gitDir: string): Promise<FoundGitDir | null> {
  // git would follow it, and take its configuration and hooks from there.
  if (await readCapped(join(gitDir, 'commondir'), MAX_POINTER)) {
    const reason = 'Its .git folder claims to belong to another repository, as only linked worktrees do.';
    return { kind: 'broken', root, reason };
  }
  if (await isGitDir(gitDir)) return { kind: 'worktree', root, gitDir, commonDir: gitDir };
  const names = new Set(await readdir(gitDir));
  // git ignores a .git folder with nothing of a repository in it, and so do we.
  const missing = ['HEAD', 'objects', 'refs'].filter((name) => !names.has(name));
  if (missing.length === 3 && !names.has('config')) return null;
  const reason =
    missing.length > 0
      ? `Its .git folder lacks ${missing.join(' and ')}.`
      : 'Its HEAD, objects or refs cannot be read.';
  return { kind: 'broken', root, reason };
}

/** A `.git` file of a linked worktree, a submodule or a repository kept elsewhere. */
async function followPointer(root: string, dotGit: string): Promise<FoundGitDir> {
  const pointer = await readCapped(dotGit, MAX_POINTER);
  const target = /^gitdir: ([^\0]+?)\r?\n?$/.exec(pointer?.complete ? pointer.text : '')?.[1];
  if (!target) return { kind: 'broken', root, reason: 'Its .git file does not say where the repository is.' };
  const gitDir = await realpath(resolve(root, target)).catch(() => null);
  if (!gitDir)
    return { kind: 'broken', root, reason: `Its .git file points to ${target}, which is not there.` };
  const common = await readCapped(join(gitDir, 'commondir'), MAX_POINTER);
  if (!common) {
    if (await isGitDir(gitDir)) return { kind: 'worktree', root, gitDir, commonDir: gitDir };
    return { kind: 'broken', root, reason: `Its .git file points to ${target}, which is no repository.` };
  }
  const commonDir = await realpath(resolve(gitDir, common.text.replace(/\r?\n$/, ''))).catch(() => null);
  if (!commonDir || !(await isGitDir(commonDir))) {
    return { kind: 'broken', root, reason: 'The repository it is a worktree of is not there.' };
  }
  const owner = await ownerOfLink(gitDir);
  if (owner && owner !== (await realpath(dotGit))) {
    return {
      kind: 'broken',
      root,
      reason: `It is a copy of the worktree ${dirname(owner)} and shares its state.`,
    };
  }
  return { kind: 'worktree', root, gitDir, commonDir };
}

/** The existing `.git` file a linked worktree's git folder belongs to. */
async function ownerOfLink(gitDir: string): Promise<string | null> {
  const back = await readCapped(join(gitDir, 'gitdir'), MAX_POINTER);
  return back ? realpath(resolve(gitDir, back.text.replace(/\r?\n$/, ''))).catch(() => null) : null;
}

async function isGitDir(folder: string): Promise<boolean> {
  const kinds = await Promise.all(
    ['HEAD', 'objects', 'refs'].map((name) => stat(join(folder, name)).catch(() => null)),
  );
  return Boolean(kinds[0]?.isFile() && kinds[1]?.isDirectory() && kinds[2]?.isDirectory());
}
