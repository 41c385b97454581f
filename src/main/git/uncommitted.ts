import { AppError } from '../../shared/errors';
import { diffTrees, type TreeDifference } from './diff-trees';
import { isZeroOid } from './path-bytes';
import { readSessionRefs } from './session-refs';
import type { TreeEntry } from './tree-entries';

/** One path as it was at the last commit, and as it has been accepted since. */
export interface AcceptedPath {
  path: Buffer;
  before: TreeEntry['blob'];
  after: TreeEntry['blob'];
}

export interface Uncommitted {
  accepted: string;
  committed: string;
  paths: AcceptedPath[];
}

/** What has been accepted and is in no commit yet. Throws AppError `git.broken` when the session's refs are gone. */
export async function readUncommitted(worktree: string, sessionId: string): Promise<Uncommitted> {
  const { accepted, committed = accepted } = await readSessionRefs(worktree, sessionId);
  if (!accepted || !committed) {
    throw new AppError(
      'git.broken',
      'The checkpoints of this session are gone from the repository.',
      'Start a new session; the files of this one are still in its worktree.',
    );
  }
  return { accepted, committed, paths: await pathsBetween(worktree, committed, accepted) };
}

/** Every path that differs between two commits or trees, a rename as both of its paths. */
export async function pathsBetween(worktree: string, from: string, to: string): Promise<AcceptedPath[]> {
  return (await diffTrees(worktree, from, to)).flatMap(bothPaths);
}

function bothPaths(change: TreeDifference): AcceptedPath[] {
  const before = blobOf(change.oldMode, change.oldOid);
  const after = blobOf(change.newMode, change.newOid);
  if (!change.oldPath) return [{ path: change.path, before, after }];
  return [
    { path: change.oldPath, before, after: null },
    { path: change.path, before: null, after },
  ];
}

function blobOf(mode: string, oid: string): TreeEntry['blob'] {
  return isZeroOid(oid) ? null : { mode, oid };
}
