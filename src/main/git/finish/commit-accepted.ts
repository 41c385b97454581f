import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { isSameBlob } from '../decisions/without-change';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { copyIndex } from '../own-index';
import { pathKey } from '../path-bytes';
import { requireBranch } from '../require-branch';
import { runGit, runGitText } from '../run-git';
import { entriesAt, type TreeEntry } from '../tree-entries';
import type { Refused } from '../update-refs';
import { readUserIdentity } from '../user-identity';
import { bringingIn } from './bringing-in';
import { halfDone } from './half-done';
import { markedFiles } from './marked-files';
import { type CommitBegun, committedOtherwise, recordCommitted, showCommit } from './record-commit';
import { runUserCommit, type UserCommit } from './run-user-commit';
import { type AcceptedPath, pathsBetween, readUncommitted } from './uncommitted';

export interface CommitAcceptedOptions extends UserCommit {
  /** Root of the session's worktree, which must have `branch` checked out. */
  worktree: string;
  sessionId: string;
  /** Is told what is about to be committed, before anything moves; `settleCommit` goes on from there. */
  onBegun?(begun: CommitBegun): Refused;
}

export interface AcceptedCommit {
  /** Null when the branch had everything already. */
  commit: string | null;
  /** Paths a hook committed differently from what was accepted; they count as accepted now. */
  changedByHooks: string[];
  /** Set while the worktree's own index could not be told, for whatever reason; `settleCommit` tells it. */
  unshown?: CommitBegun;
}

/**
 * Commits what has been accepted since the last commit, and nothing else, to the session's branch: a real
 * `git commit` in the user's name with their hooks and signing, from an index that holds exactly that tree.
 * Files in the worktree stay as they are. Throws AppError `git.conflicts` when a commit made in between has other
 * content for one of the paths or one that conflicted still has its markers, `git.hook-failed`, `git.sign-failed`,
 * `git.identity-missing`, `git.cancelled`; nothing has moved then.
 */
export async function commitAccepted(options: CommitAcceptedOptions): Promise<AcceptedCommit> {
  const location = await locateLinkedWorktree(options.worktree);
  return exclusively(indexFileOf(location), () => commitNow(location, options));
}

function indexFileOf(location: WorktreeLocation): string {
  return join(location.gitDir, 'coppice.commit.index');
}

async function commitNow(
  location: WorktreeLocation,
  options: CommitAcceptedOptions,
): Promise<AcceptedCommit> {
  const root = location.path;
  await requireBranch(root, options.branch);
  await readUserIdentity(root);
  const merge = await bringingIn(location, options.sessionId);
  if (merge && merge.undecided.length > 0) throw stillUndecided(merge.undecided);
  const uncommitted = await readUncommitted(root, options);
  const head = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
  const tree = await treeToCommit(location, head, uncommitted.paths);
  if (merge) await requireNoMarkers(root, tree, merge.conflicts);
  const isSame = tree === (await runGitText(['rev-parse', `${head}^{tree}`], { cwd: root }));
  if (isSame && !merge) {
    await recordCommitted(location, options.sessionId, uncommitted, []);
    return { commit: null, changedByHooks: [] };
  }
  const { accepted, committed } = uncommitted;
  const conflicts = merge?.conflicts.map((path) => path.toString('base64')) ?? [];
  const begun = { head, tree, accepted, committed, conflicts, isMerge: merge !== undefined };
  const indexFile = indexFileOf(location);
  await rm(`${indexFile}.lock`, { force: true });
  await copyIndex(join(location.gitDir, 'index'), indexFile);
  await runGit(['read-tree', '--reset', tree], { cwd: root, env: { GIT_INDEX_FILE: indexFile } });
  const refused = options.onBegun?.(begun);
  const commit = await runUserCommit(location, indexFile, { head, tree }, { ...options, refused });
  const byHooks = await pathsBetween(root, tree, commit);
  await recordCommitted(location, options.sessionId, begun, byHooks).catch((error: unknown) => {
    throw halfDone('The commit was made', error);
  });
  // The commit is made and recorded: whatever keeps its index from showing it, a later look can show it.
  const isShown = await showCommit(location, begun).catch(() => false);
  const changedByHooks = byHooks.map(({ path }) => path.toString('utf8'));
  return { commit, changedByHooks, ...(!isShown && { unshown: begun }) };
}

/** HEAD's tree with the accepted paths as they were accepted; refuses what a commit in between has otherwise. */
async function treeToCommit(
  location: WorktreeLocation,
  head: string,
  paths: readonly AcceptedPath[],
): Promise<string> {
  const root = location.path;
  const names = paths.map(({ path }) => path);
  const now = new Map((await entriesAt(root, head, names)).map(({ path, blob }) => [pathKey(path), blob]));
  const foreign = paths.filter(({ path, before, after }) => {
    const blob = now.get(pathKey(path)) ?? null;
    return !isSameBlob(blob, before) && !isSameBlob(blob, after);
  });
  if (foreign.length > 0) throw committedOtherwise(foreign.map(({ path }) => path.toString('utf8')));
  const entries: TreeEntry[] = paths.map(({ path, after }) => ({ path, blob: after }));
  const tree = await editTree(root, join(location.gitDir, 'coppice.scratch.index'), head, entries);
  if (!tree) throw committedOtherwise(names.map((path) => path.toString('utf8')));
  return tree;
}

/** Accepting a file that conflicted says that it is right; with the markers in it, it never is. */
async function requireNoMarkers(root: string, tree: string, conflicts: readonly Buffer[]): Promise<void> {
  const marked = await markedFiles(root, tree, conflicts);
  if (marked.length > 0) throw stillMarked(marked);
}

function stillMarked(paths: string[]): AppError {
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  return new AppError(
    'git.conflicts',
    `${paths[0]}${more} still has conflict markers (<<<<<<<), so nothing was committed.`,
    'Take them out of the file, or have an agent do it, accept the file again, then commit.',
    paths.join('\n'),
  );
}

function stillUndecided(paths: string[]): AppError {
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  return new AppError(
    'git.conflicts',
    `A merge is under way, and nobody has decided on ${paths[0]}${more} yet.`,
    'Review these files under Changes and accept or reject them, or stop bringing the other branch in.',
    paths.join('\n'),
  );
}
