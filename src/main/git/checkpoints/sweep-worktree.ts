import { lstat, open } from 'node:fs/promises';
import type { SkippedPath } from '../../../shared/domain/change';
import { AppError } from '../../../shared/errors';
import type { WorktreeLocation } from '../locate-worktree';
import { fileAt, joinNul, pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';
import { boundUntracked } from './bound-untracked';
import { submodulesNotSeen } from './submodules-not-seen';
import { type IndexedPath, readWorktreeStatus } from './worktree-status';

/** What is larger is left out and reported. */
export interface SweepLimits {
  /** Bytes of one new or changed file. */
  fileBytes: number;
  /** Files that no earlier checkpoint had; the fullest folders are left out as a whole. */
  newFiles: number;
}

/** What differs between a worktree and its private index, as far as checkpoints hold it. */
export interface WorktreeFound {
  missing: Buffer[];
  /** Files in the index that are others now. */
  changed: IndexedPath[];
  added: Buffer[];
  /** Those of `added` that were there before and only came to light, as ignore rules changed; as text. */
  unhidden: ReadonlySet<string>;
  /** Bytes of all that is there of `changed` and `added`. */
  bytes: number;
  /** Files that cannot or must not be stored, and folders with a slash at the end: they stay as they were. */
  left: Buffer[];
  /** The same for the user, with folders and submodules that are not looked into. */
  skipped: SkippedPath[];
}

/**
 * Looks for new, changed and deleted files, ignore rules respected. `lookedAt` is when that was done last, in
 * milliseconds since the epoch.
 */
export async function lookAtWorktree(
  location: WorktreeLocation,
  indexFile: string,
  limits: SweepLimits,
  lookedAt: number,
): Promise<WorktreeFound> {
  const status = await readWorktreeStatus(location, indexFile);
  const unreadable = status.unreadable.map((path): SkippedPath => ({ path, reason: 'unreadable' }));
  const submodules = await submodulesNotSeen(location.path);
  const untracked = await boundUntracked(status.untracked, limits.newFiles);
  const skipped = [...unreadable, ...submodules, ...untracked.skipped];
  const left = [...status.unreadable.map((folder) => Buffer.from(`${folder}/`)), ...untracked.left];
  let bytes = 0;
  const older = new Set<string>();
  const mayBeStored = async (path: Buffer): Promise<boolean> => {
    const found = await lookAtFile(location.path, path, limits.fileBytes);
    if (typeof found === 'string') {
      skipped.push({ path: path.toString('utf8').replace(/\/$/, ''), reason: found });
      left.push(path);
      return false;
    }
    bytes += found.size;
    if (found.bornAt < lookedAt) older.add(path.toString('utf8'));
    return true;
  };
  const added: Buffer[] = [];
  for (const path of untracked.kept) if (await mayBeStored(path)) added.push(path);
  const rulesChanged = [...status.missing, ...added, ...status.present.map(({ path }) => path)].some(
    isIgnoreFile,
  );
  const unhidden = rulesChanged ? new Set(older) : new Set<string>();
  const changed: IndexedPath[] = [];
  for (const one of status.present) if (await mayBeStored(one.path)) changed.push(one);
  return { missing: status.missing, changed, added, unhidden, bytes, left, skipped };
}

/** Brings a private index in line with what was found. Answers what git could not store; that never fails the rest. */
export async function storeInIndex(
  { path: root }: WorktreeLocation,
  indexFile: string,
  { missing, changed, added }: WorktreeFound,
): Promise<Buffer[]> {
  const kept = [...changed.map(({ path }) => path), ...added];
  await removeFromIndex(root, indexFile, missing);
  const failed = await addToIndex(root, indexFile, kept);
  if (kept.some(isIgnoreFile)) await dropNewlyIgnored(root, indexFile);
  return failed;
}

/** How large a file is and since when it is there, or why it is not stored. */
async function lookAtFile(
  root: string,
  path: Buffer,
  maxFileBytes: number,
): Promise<SkippedPath['reason'] | { size: number; bornAt: number }> {
  if (path.at(-1) === 0x2f) return 'nested-repository';
  const file = fileAt(root, path);
  try {
    const stats = await lstat(file);
    // Where the file system does not tell, this is the time of the last change of any kind.
    const bornAt = stats.birthtimeMs;
    if (!stats.isFile()) return { size: 0, bornAt };
    if (stats.size > maxFileBytes) return 'too-large';
    await (await open(file, 'r')).close();
    return { size: stats.size, bornAt };
  } catch (error) {
    // Gone since git saw it: adding with --remove copes with that.
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isGone ? { size: 0, bornAt: Number.POSITIVE_INFINITY } : 'unreadable';
  }
}

async function removeFromIndex(root: string, indexFile: string, paths: Buffer[]): Promise<void> {
  if (paths.length === 0) return;
  await runGit(['update-index', '-z', '--force-remove', '--stdin'], {
    cwd: root,
    env: { GIT_INDEX_FILE: indexFile },
    stdin: joinNul(paths),
  });
}

/**
 * Stores files as they are on disk in an index, after `first`, more arguments for `update-index`. Answers the ones git
 * could not store: one bad path makes it store none, so that one is left out and the rest retried.
 */
export async function addToIndex(
  root: string,
  indexFile: string,
  paths: readonly Buffer[],
  first: readonly string[] = [],
): Promise<Buffer[]> {
  const failed: Buffer[] = [];
  let rest = [...paths];
  while (rest.length > 0) {
    const { exit, stderr } = await runGit(
      ['update-index', '--add', ...first, '-z', '--remove', '--replace', '--stdin'],
      { cwd: root, env: { GIT_INDEX_FILE: indexFile }, stdin: joinNul(rest), exits: [0, 128], timeoutMs: 0 },
    );
    if (exit === 0) return [...failed, ...refusedNames(rest, stderr)];
    const named = (/Unable to process path ([\s\S]+?)\n*$/.exec(stderr) ?? FILTER_FAILED.exec(stderr))?.[1];
    const bad = rest.find((path) => path.toString('utf8') === named);
    if (!bad) throw new AppError('git.failed', 'git could not take a checkpoint.', undefined, stderr);
    failed.push(bad);
    rest = rest.filter((path) => path !== bad);
  }
  return failed;
}

/** A filter that the repository's attributes require, as of Git LFS where that is not installed. */
const FILTER_FAILED = /^fatal: ([\s\S]+?): clean filter '[^\n]*' failed$/m;

/** Names git keeps for itself on some system, as `.GIT`: it says so and leaves them out. */
function refusedNames(paths: Buffer[], stderr: string): Buffer[] {
  const named = new Set([...stderr.matchAll(/^Ignoring path (.*)$/gm)].map((match) => match[1]));
  return named.size === 0 ? [] : paths.filter((path) => named.has(path.toString('utf8')));
}

export function isIgnoreFile(path: Buffer): boolean {
  return path.toString('latin1').split('/').at(-1) === '.gitignore';
}

/**
 * After an ignore file changed: files that only earlier checkpoints had, not the branch, leave the index when they
 * are ignored now, so that a late `.gitignore` also takes effect on what was swept in before it.
 */
async function dropNewlyIgnored(root: string, indexFile: string): Promise<void> {
  const env = { GIT_INDEX_FILE: indexFile };
  const ignored = await runGit(['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'], {
    cwd: root,
    env,
  });
  const candidates = splitNul(ignored.stdout);
  if (candidates.length === 0) return;
  const head = await runGit(['ls-tree', '-r', '-z', '--name-only', '--full-tree', 'HEAD'], {
    cwd: root,
    exits: [0, 128],
  });
  const committed = new Set(splitNul(head.stdout).map(pathKey));
  const dropped = candidates.filter((path) => !committed.has(pathKey(path)));
  await removeFromIndex(root, indexFile, dropped);
}
