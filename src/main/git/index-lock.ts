import { readdir, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors';
import type { WorktreeLocation } from './locate-worktree';

/** A lock that was not touched for so long, in milliseconds, belongs to a command that hangs or is dead. */
const STALE_MS = 60_000;

/** The lock of an index, the worktree's own at first, when it is so old that whoever took it is probably gone. */
export async function findStaleLock(
  location: WorktreeLocation,
  indexFile = join(location.gitDir, 'index'),
): Promise<string | undefined> {
  const lock = `${indexFile}.lock`;
  const stats = await stat(lock).catch(() => null);
  return stats && Date.now() - stats.mtimeMs > STALE_MS ? lock : undefined;
}

/**
 * Takes a lock away that nobody uses: it is old, and no git works in its worktree (on Linux, where that can be seen).
 * Throws AppError `git.busy` when somebody may still need it.
 */
export async function removeStaleLock(location: WorktreeLocation, indexFile?: string): Promise<void> {
  const lock = await findStaleLock(location, indexFile);
  if (!lock) return;
  const user = await findGitIn(location.path);
  if (user !== undefined) {
    throw new AppError(
      'git.busy',
      `git is still at work there (process ${user}), so its lock was left alone.`,
      'Wait for it to finish or end it, then try again.',
    );
  }
  await rm(lock, { force: true });
}

async function findGitIn(root: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const [program, cwd] = await Promise.all(
      ['exe', 'cwd'].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')),
    );
    if (/\/git[^/]*$/.test(program ?? '') && (cwd === root || cwd?.startsWith(`${root}/`))) return pid;
  }
  return undefined;
}
