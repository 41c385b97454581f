import { readdir, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors';
import type { WorktreeLocation } from './locate-worktree';

/** A lock that was not touched for so long, in milliseconds, belongs to a command that hangs or is dead. */
const STALE_MS = 60_000;

/** True where a git that works in a folder can be seen. */
const canFindGit = process.platform === 'linux';

/** The lock of the worktree's index, when it is so old that whoever took it is probably gone. */
export function findStaleLock({ gitDir }: WorktreeLocation): Promise<string | undefined> {
  return findOlder(join(gitDir, 'index'), STALE_MS);
}

/**
 * Takes the lock of the worktree's index away where nobody uses it: it is old, and no git works there (on Linux, where
 * that can be seen). Throws AppError `git.busy` when somebody may still need it.
 */
export async function removeStaleLock(location: WorktreeLocation): Promise<void> {
  await removeUnused(location, await findStaleLock(location));
}

/**
 * The same for an index that only Coppice uses, and nothing of this process now: a git that cannot be seen was killed,
 * however young its lock is.
 */
export async function removeKilledLock(location: WorktreeLocation, indexFile: string): Promise<void> {
  await removeUnused(location, await findOlder(indexFile, canFindGit ? 0 : STALE_MS));
}

async function findOlder(indexFile: string, ms: number): Promise<string | undefined> {
  const lock = `${indexFile}.lock`;
  const stats = await stat(lock).catch(() => null);
  return stats && Date.now() - stats.mtimeMs >= ms ? lock : undefined;
}

async function removeUnused(location: WorktreeLocation, lock: string | undefined): Promise<void> {
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
  if (!canFindGit) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const [program, cwd] = await Promise.all(
      ['exe', 'cwd'].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')),
    );
    if (/\/git[^/]*$/.test(program ?? '') && (cwd === root || cwd?.startsWith(`${root}/`))) return pid;
  }
  return undefined;
}
