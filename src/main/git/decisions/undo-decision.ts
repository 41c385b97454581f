import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { requireRefs } from '../changes/shown-changes';
import { listMoves } from '../checkpoints/list-moves';
import { privateIndexFile } from '../checkpoints/private-index';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { pathKey } from '../path-bytes';
import { runGit } from '../run-git';
import { type ChangedEntry, changedEntries, entriesAt, type TreeEntry } from '../tree-entries';
import { committedAmong } from './committed-among';
import { type Moved, moveAccepted, type OnMoving } from './move-accepted';
import { moveWorktree } from './move-worktree';
import { submoduleRefused } from './submodule-refused';
import { isSameBlob, isSubmodule, withoutChange } from './without-change';

export interface PastDecision {
  worktree: string;
  sessionId: string;
  /** Which of the session's trees the decision moved. */
  moved: 'accepted' | 'worktree';
  before: string;
  after: string;
  onMoving?: OnMoving;
}

/** Where an undo moved a ref, and what it made of which files there. */
export interface UndoMade extends Moved {
  entries: TreeEntry[];
}

/**
 * Takes back what a decision did, keeping what was changed or decided since: a three-way merge per file. The caller
 * has just taken a checkpoint. Answers what moved, or null when nothing of the decision was left. Throws AppError
 * `change.conflict` when what came since is in the way or was committed; nothing is undone then.
 */
export async function undoDecision(past: PastDecision): Promise<UndoMade | null> {
  const location = await locateLinkedWorktree(past.worktree);
  return exclusively(privateIndexFile(location), () => undoNow(location, past));
}

async function undoNow(location: WorktreeLocation, past: PastDecision): Promise<UndoMade | null> {
  const { sessionId, moved, before, after, onMoving } = past;
  const root = location.path;
  const { accepted, committed, checkpoint } = await requireRefs(root, sessionId);
  const now = moved === 'accepted' ? accepted : checkpoint;
  await requireCommits(root, [before, after]);
  const did = await changedEntries(root, before, after);
  if (moved === 'accepted') await refuseCommitted(root, after, committed ?? accepted);
  const entries = await takeBack(location, did, now);
  if (moved === 'worktree') await refuseMoved(location, did, { after, now });
  if (entries.length === 0) return null;
  if (moved === 'worktree') {
    const returning = entries.map((entry) => ({ ...entry, asOf: before }));
    const what = { location, sessionId, checkpoint, entries: returning };
    return { ...(await moveWorktree({ ...what, label: 'Undo', undoes: after, onMoving })), entries };
  }
  const tree = await editTree(root, join(location.gitDir, 'coppice.scratch.index'), accepted, entries);
  if (!tree) throw inTheWay(did[0]?.path);
  const message = `Undo\n\nOf: ${after}`;
  return {
    ...(await moveAccepted({ root, sessionId, from: accepted, committed, tree, message, onMoving })),
    entries,
  };
}

/** Refs may have been deleted by hand, and what they kept with them. */
async function requireCommits(root: string, commits: readonly string[]): Promise<void> {
  const stdin = commits.map((commit) => `${commit}^{commit}\n`).join('');
  const { stdout } = await runGit(['cat-file', '--batch-check'], { cwd: root, stdin });
  if (!/ missing$/m.test(stdout.toString())) return;
  throw new AppError('change.conflict', 'What that decision was made on is no longer in the repository.');
}

/** What is on the branch is not undone behind its back. */
async function refuseCommitted(root: string, after: string, committed: string): Promise<void> {
  if (!(await committedAmong(root, [after], committed)).has(after)) return;
  throw new AppError(
    'change.conflict',
    'What was accepted then has been committed since, so it cannot be undone here.',
    'Revert the commit with git, or change the file again and accept that.',
  );
}

/** A file that the decision put there and somebody moved on since would be there twice. */
async function refuseMoved(
  { path: root }: WorktreeLocation,
  did: readonly ChangedEntry[],
  { after, now }: { after: string; now: string },
): Promise<void> {
  const made = did.flatMap(({ path, before, after }) => (!before && after ? [path] : []));
  const left = (await entriesAt(root, now, made)).filter(({ blob }) => !blob);
  if (left.length === 0) return;
  for (const moves of (await listMoves(root, after, now)).values()) {
    const moved = left.find(({ path }) => moves.get(pathKey(path)));
    if (moved) throw inTheWay(moved.path);
  }
}

async function takeBack(location: WorktreeLocation, did: ChangedEntry[], now: string): Promise<TreeEntry[]> {
  const current = await entriesAt(
    location.path,
    now,
    did.map(({ path }) => path),
  );
  const entries: TreeEntry[] = [];
  for (const [index, change] of did.entries()) {
    const now = current[index]?.blob ?? null;
    if ([change.before, change.after, now].some(isSubmodule)) throw submoduleRefused(change.path.toString());
    const { blob, conflict } = await withoutChange(location.path, change, now);
    if (conflict) throw inTheWay(change.path);
    if (!isSameBlob(blob, now)) entries.push({ path: change.path, blob });
  }
  return entries;
}

function inTheWay(path: Buffer | undefined): AppError {
  return new AppError(
    'change.conflict',
    `${path?.toString('utf8') ?? 'A file'} was changed in the same place since, so this cannot be undone any more.`,
    'Undo what came after it first, or change the file by hand.',
  );
}
