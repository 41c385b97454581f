import type { WorktreeLocation } from '../locate-worktree';
import { splitNul } from '../path-bytes';
import { runGit } from '../run-git';
import { folderTimesTell } from './folder-times';

/** A path, and what the index has there; null for an unmerged one. */
export interface IndexedPath {
  path: Buffer;
  indexed: { mode: string; oid: string } | null;
}

/** How the files of a worktree differ from an index. */
export interface WorktreeStatus {
  /** In the index, and changed since. */
  present: IndexedPath[];
  /** Not in the index; a nested repository ends in `/`. */
  untracked: Buffer[];
  missing: Buffer[];
  /** Folders git could not look into. */
  unreadable: string[];
}

/**
 * Keeps in the index which folders hold what untracked files, so that folders whose time is the same need not be read.
 * With `--untracked-files=all` git does that only where it is configured as well, before 2.37 not at all.
 */
const UNTRACKED_CACHE = { 'core.untrackedCache': 'true', 'status.showUntrackedFiles': 'all' };

/**
 * Compares a worktree with a private index, following ignore rules, and refreshes that index's stat data.
 * Submodules are compared by commit only: looking inside would run what their own configuration says.
 */
export async function readWorktreeStatus(
  location: WorktreeLocation,
  indexFile: string,
): Promise<WorktreeStatus> {
  const cached = await folderTimesTell(location);
  const { stdout, stderr } = await runGit(
    [
      'status',
      '--porcelain=v2',
      '-z',
      '--untracked-files=all',
      '--ignored=no',
      '--ignore-submodules=dirty',
      '--no-renames',
      '--no-branch',
      '--no-show-stash',
    ],
    // The index is ours alone, so git may write refreshed stat data into it.
    {
      cwd: location.path,
      env: { GIT_INDEX_FILE: indexFile, GIT_OPTIONAL_LOCKS: '1' },
      timeoutMs: 0,
      ...(cached && { config: UNTRACKED_CACHE }),
    },
  );
  const status: WorktreeStatus = { present: [], untracked: [], missing: [], unreadable: [] };
  for (const record of splitNul(stdout)) sortRecord(record, status);
  for (const match of stderr.matchAll(/could not open directory '(.+?)\/?': /g)) {
    if (match[1]) status.unreadable.push(match[1]);
  }
  return status;
}

/** Fields before the path, separated by single spaces, in the records of `--porcelain=v2`. */
const FIELDS_BEFORE_PATH: Record<string, number> = { '?': 1, '1': 8, u: 10 };

function sortRecord(record: Buffer, status: WorktreeStatus): void {
  const kind = String.fromCharCode(record[0] ?? 0);
  let fields = FIELDS_BEFORE_PATH[kind];
  if (fields === undefined) return;
  let start = 0;
  for (; fields > 0; fields--) start = record.indexOf(0x20, start) + 1;
  const path = record.subarray(start);
  if (kind === '?') return void status.untracked.push(path);
  // An unmerged path has no single content in the index: whatever lies in the worktree counts.
  const inWorktree = kind === 'u' ? 'M' : String.fromCharCode(record[3] ?? 0);
  if (inWorktree === 'D') status.missing.push(path);
  else if (inWorktree !== '.')
    status.present.push({ path, indexed: kind === 'u' ? null : indexedOf(record) });
}

/** `1 <XY> <sub> <mode in HEAD> <mode in the index> <mode on disk> <id in HEAD> <id in the index> <path>` */
function indexedOf(record: Buffer): IndexedPath['indexed'] {
  const [, , , , mode = '', , , oid = ''] = record.toString('latin1').split(' ', 8);
  return { mode, oid };
}
