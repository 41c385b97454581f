import { lstat, open } from 'node:fs/promises';
import type { SkippedPath } from '../../shared/domain/change';
import { AppError } from '../../shared/errors';
import { boundUntracked } from './bound-untracked';
import type { WorktreeLocation } from './locate-worktree';
import { joinNul, pathKey, splitNul } from './path-bytes';
import { runGit } from './run-git';
import { submodulesNotSeen } from './submodules-not-seen';
import { readWorktreeStatus } from './worktree-status';

/** What is larger is left out and reported. */
export interface SweepLimits {
  /** Bytes of one new or changed file. */
  fileBytes: number;
  /** Files that no earlier checkpoint had; the fullest folders are left out as a whole. */
  newFiles: number;
}

const SLASH = Buffer.from('/');

/**
 * Brings a private index in line with the worktree: new, changed and deleted files, ignore rules respected.
 * Answers what cannot or must not be stored: it is left as it was and never fails the sweep.
 */
export async function sweepWorktree(
  location: WorktreeLocation,
  indexFile: string,
  limits: SweepLimits,
): Promise<SkippedPath[]> {
  const status = await readWorktreeStatus(location, indexFile);
  const skipped: SkippedPath[] = status.unreadable.map((path) => ({ path, reason: 'unreadable' }));
  skipped.push(...(await submodulesNotSeen(location.path)));
  const untracked = await boundUntracked(status.untracked, limits.newFiles);
  skipped.push(...untracked.skipped);
  const kept: Buffer[] = [];
  for (const path of [...status.present, ...untracked.kept]) {
    const reason = await reasonToSkip(location.path, path, limits.fileBytes);
    if (reason) skipped.push({ path: path.toString('utf8').replace(/\/$/, ''), reason });
    else kept.push(path);
  }
  await removeFromIndex(location.path, indexFile, status.missing);
  const failed = await addToIndex(location.path, indexFile, kept);
  for (const path of failed) skipped.push({ path: path.toString('utf8'), reason: 'unreadable' });
  if (kept.some(isIgnoreFile)) await dropNewlyIgnored(location.path, indexFile);
  return skipped;
}

async function reasonToSkip(
  root: string,
  path: Buffer,
  maxFileBytes: number,
): Promise<SkippedPath['reason'] | undefined> {
  if (path.at(-1) === 0x2f) return 'nested-repository';
  const file = Buffer.concat([Buffer.from(root), SLASH, path]);
  try {
    const stats = await lstat(file);
    if (!stats.isFile()) return undefined;
    if (stats.size > maxFileBytes) return 'too-large';
    await (await open(file, 'r')).close();
    return undefined;
  } catch (error) {
    // Gone since git saw it: adding with --remove copes with that.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable';
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

/** Answers the paths git could not store: one bad path makes it store none, so that one is left out and the rest retried. */
async function addToIndex(root: string, indexFile: string, paths: Buffer[]): Promise<Buffer[]> {
  const failed: Buffer[] = [];
  let rest = paths;
  while (rest.length > 0) {
    const { exit, stderr } = await runGit(
      ['update-index', '-z', '--add', '--remove', '--replace', '--stdin'],
      { cwd: root, env: { GIT_INDEX_FILE: indexFile }, stdin: joinNul(rest), exits: [0, 128], timeoutMs: 0 },
    );
    if (exit === 0) return [...failed, ...refusedNames(rest, stderr)];
    const named = /Unable to process path ([\s\S]+?)\n*$/.exec(stderr)?.[1];
    const bad = rest.find((path) => path.toString('utf8') === named);
    if (!bad) throw new AppError('git.failed', 'git could not take a checkpoint.', undefined, stderr);
    failed.push(bad);
    rest = rest.filter((path) => path !== bad);
  }
  return failed;
}

/** Names git keeps for itself on some system, as `.GIT`: it says so and leaves them out. */
function refusedNames(paths: Buffer[], stderr: string): Buffer[] {
  const named = new Set([...stderr.matchAll(/^Ignoring path (.*)$/gm)].map((match) => match[1]));
  return named.size === 0 ? [] : paths.filter((path) => named.has(path.toString('utf8')));
}

function isIgnoreFile(path: Buffer): boolean {
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
