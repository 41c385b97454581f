import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { diffTrees, type TreeDifference } from '../changes/diff-trees';
import { writeAccepted } from '../decisions/move-accepted';
import { isSameBlob } from '../decisions/without-change';
import { editTree } from '../edit-tree';
import { locateLinkedWorktree } from '../locate-worktree';
import { isZeroOid } from '../path-bytes';
import { readSessionRefs, readTips, sessionRef } from '../session-refs';
import { entriesAt, type TreeEntry } from '../tree-entries';
import { updateRefs } from '../update-refs';

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

/**
 * What has been accepted and is not on the session's branch: never committed, or on a commit that the branch was moved
 * back from. Throws AppError `git.broken` when the session's refs are gone.
 */
export async function readUncommitted(
  worktree: string,
  { sessionId, branch }: { sessionId: string; branch: string },
): Promise<Uncommitted> {
  const { accepted, base, ...refs } = await readSessionRefs(worktree, sessionId);
  const before = refs.committed ?? accepted;
  if (!accepted || !before) {
    throw new AppError(
      'git.broken',
      'The checkpoints of this session are gone from the repository.',
      'Start a new session; the files of this one are still in its worktree.',
    );
  }
  const committed = base ? await stillCommitted(worktree, { sessionId, branch, base, before }) : before;
  return { accepted, committed, paths: await pathsBetween(worktree, committed, accepted) };
}

interface Before {
  sessionId: string;
  branch: string;
  base: string;
  /** What was accepted at the last commit. */
  before: string;
}

/** What was accepted at the last commit, without what the branch has again as the session began with it. */
async function stillCommitted(root: string, { sessionId, branch, base, before }: Before): Promise<string> {
  const known = await readTips(root, [`refs/heads/${branch}`]);
  const tip = known.get(`refs/heads/${branch}`);
  const paths = tip ? await pathsBetween(root, base, before) : [];
  if (!tip || paths.length === 0) return before;
  const now = await entriesAt(
    root,
    tip,
    paths.map(({ path }) => path),
  );
  const lost = paths.filter((path, index) => isSameBlob(now[index]?.blob ?? null, path.before));
  if (lost.length === 0) return before;
  const { gitDir } = await locateLinkedWorktree(root);
  const entries = lost.map(({ path, before }) => ({ path, blob: before }));
  const tree = await editTree(root, join(gitDir, 'coppice.scratch.index'), before, entries);
  if (!tree) return before;
  const committed = await writeAccepted(root, tree, [base], 'Committed\n\nWithout what the branch lost');
  await updateRefs(root, [`update ${sessionRef(sessionId, 'committed')} ${committed} ${before}\n`]);
  return committed;
}

/** Every path that differs between two commits or trees by their ids, a rename as both of its paths. */
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
