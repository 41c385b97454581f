import { randomUUID } from 'node:crypto';
import { copyFile, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { asGitSays, gitFailure } from './git-failure';
import type { WorktreeLocation } from './locate-worktree';
import { runGit } from './run-git';
import { indexInfo, type TreeEntry } from './tree-entries';

const LOCK_DELAYS_MS = [50, 100, 200, 400, 800];

/**
 * Does `work` while holding the lock of the worktree's own index, and then lets that index have the entries `work`
 * answers, so that git shows their paths as it should. The lock comes first: when somebody else holds it for long
 * (AppError `git.busy`) nothing was done, and when `work` fails the index is as it was. `anyOid` tells how long ids are.
 */
export async function withOwnIndex(
  location: WorktreeLocation,
  anyOid: string,
  work: () => Promise<readonly TreeEntry[]>,
): Promise<void> {
  const index = join(location.gitDir, 'index');
  const lock = `${index}.lock`;
  await takeLock(lock);
  try {
    const entries = await work();
    const draft = join(location.gitDir, 'coppice.own.index');
    await rm(`${draft}.lock`, { force: true });
    await copyIndex(index, draft);
    // What `work` did is done by now.
    const at = { cwd: location.path, env: { GIT_INDEX_FILE: draft }, signal: null };
    await runGit(['update-index', '-z', '--index-info'], { ...at, stdin: await indexInfo(entries, anyOid) });
    await refresh(location.path, draft);
    await rename(draft, lock);
    await rename(lock, index);
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

/**
 * Stat data, so that git need not read the files. Unmerged paths and changed files make it exit 1; where it fails in
 * the filter of a file that somebody else is changing, or is called off there, git reads them.
 */
async function refresh(root: string, indexFile: string): Promise<void> {
  const at = { cwd: root, env: { GIT_INDEX_FILE: indexFile }, exits: [0, 1], timeoutMs: 0 };
  await runGit(['update-index', '-q', '--refresh'], at).catch(() => rm(`${indexFile}.lock`, { force: true }));
}

/** As git takes it: whoever makes the file has the lock. What is in ours says whose it is, should nobody remove it. */
async function takeLock(lock: string): Promise<void> {
  for (const pause of [...LOCK_DELAYS_MS, null]) {
    try {
      return await makeLock(lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asGitSays(error);
      if (pause === null) throw gitFailure('index', null, `Unable to create '${lock}': File exists`);
      if (!(await removeOrphan(lock))) await delay(pause);
    }
  }
}

async function makeLock(lock: string): Promise<void> {
  const file = await open(lock, 'wx');
  try {
    await file.writeFile(`coppice ${process.pid} ${run}\n`);
  } catch (error) {
    // Empty, on a full disk, nobody would know it for ours.
    await rm(lock, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Waits for the lock of a worktree's own index as git does, and throws AppError `git.busy` when it stays held: what moves
 * files with that index asks before it begins.
 */
export async function requireFreeIndex({ gitDir }: Pick<WorktreeLocation, 'gitDir'>): Promise<void> {
  const lock = join(gitDir, 'index.lock');
  await takeLock(lock);
  await rm(lock, { force: true });
}

const run = randomUUID();

/** Whether nobody holds a worktree's own index; a lock that a killed Coppice left is taken away. */
export async function isIndexFree({ gitDir }: Pick<WorktreeLocation, 'gitDir'>): Promise<boolean> {
  const lock = join(gitDir, 'index.lock');
  return (await stat(lock).catch(() => null)) === null || removeOrphan(lock);
}

/** Takes the locks away of indexes that only Coppice uses. For when nothing of it is at work in the worktree. */
export async function removeOwnLocks({ gitDir }: Pick<WorktreeLocation, 'gitDir'>): Promise<void> {
  for (const name of ['coppice.index', 'coppice.own.index', 'coppice.scratch.index']) {
    await rm(join(gitDir, `${name}.lock`), { force: true });
  }
}

async function removeOrphan(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'latin1').catch(() => '');
  const [, pid, owner] = /^coppice (\d+) (\S+)\n$/.exec(text) ?? [];
  if (pid === undefined || owner === run || (Number(pid) !== process.pid && lives(Number(pid)))) return false;
  await rm(lock, { force: true });
  return true;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Copies an index with its time, on which git's check for edits in the same instant rests. Does nothing when there
 * is none to copy. Throws AppError `git.failed` where the disk is full.
 */
export async function copyIndex(from: string, to: string): Promise<void> {
  const stats = await stat(from).catch(() => null);
  if (!stats) return;
  const seconds = Math.floor(stats.mtimeMs) / 1000;
  const draft = `${to}.new`;
  try {
    await copyFile(from, draft);
    await utimes(draft, seconds, seconds);
    await rename(draft, to);
  } catch (error) {
    // Half of it takes room that the disk may not have.
    await rm(draft, { force: true });
    throw asGitSays(error);
  }
}
