import { isUtf8 } from 'node:buffer';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { updateRefs, writeAccepted } from '../decisions/move-accepted';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { copyIndex, withOwnIndex } from '../own-index';
import { pathKey, splitNul } from '../path-bytes';
import { requireBranch } from '../require-branch';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs, sessionRef } from '../session-refs';
import { entriesAt, type TreeEntry } from '../tree-entries';
import { readUserIdentity } from '../user-identity';
import { bringingIn } from './bringing-in';
import { runUserCommit, type UserCommit } from './run-user-commit';
import { type AcceptedPath, pathsBetween, readUncommitted, type Uncommitted } from './uncommitted';

export interface CommitAcceptedOptions extends UserCommit {
  /** Root of the session's worktree, which must have `branch` checked out. */
  worktree: string;
  sessionId: string;
}

export interface AcceptedCommit {
  /** Null when the branch had everything already. */
  commit: string | null;
  /** Paths a hook committed differently from what was accepted; they count as accepted now. */
  changedByHooks: string[];
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
  const indexFile = indexFileOf(location);
  await rm(`${indexFile}.lock`, { force: true });
  await copyIndex(join(location.gitDir, 'index'), indexFile);
  await runGit(['read-tree', '--reset', tree], { cwd: root, env: { GIT_INDEX_FILE: indexFile } });
  const commit = await runUserCommit(location, indexFile, { head, tree }, options);
  const byHooks = await pathsBetween(root, tree, commit);
  await recordCommitted(location, options.sessionId, uncommitted, byHooks);
  await showAsCommitted(location, head, commit, merge?.conflicts ?? []);
  return { commit, changedByHooks: byHooks.map(({ path }) => path.toString('utf8')) };
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
    return !sameBlob(blob, before) && !sameBlob(blob, after);
  });
  if (foreign.length > 0) throw committedOtherwise(foreign.map(({ path }) => path.toString('utf8')));
  const entries: TreeEntry[] = paths.map(({ path, after }) => ({ path, blob: after }));
  const tree = await editTree(root, join(location.gitDir, 'coppice.scratch.index'), head, entries);
  if (!tree) throw committedOtherwise(names.map((path) => path.toString('utf8')));
  return tree;
}

function sameBlob(one: TreeEntry['blob'], other: TreeEntry['blob']): boolean {
  return one?.oid === other?.oid && one?.mode === other?.mode;
}

function committedOtherwise(paths: string[]): AppError {
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  return new AppError(
    'git.conflicts',
    `A commit on the session's branch has other content for ${paths[0]}${more} than you accepted, so nothing was committed.`,
    'Accept the newest version of these files, or take that commit back in the worktree, then commit again.',
    paths.join('\n'),
  );
}

/** Accepting a file that conflicted says that it is right; with the markers in it, it never is. */
async function requireNoMarkers(root: string, tree: string, conflicts: readonly Buffer[]): Promise<void> {
  const paths = conflicts.filter(isUtf8).map((path) => path.toString('utf8'));
  if (paths.length === 0) return;
  const both = ['--all-match', '-e', '^<<<<<<< ', '--or', '-e', '^>>>>>>> '];
  const args = [
    '--literal-pathspecs',
    'grep',
    '-l',
    '-z',
    '-a',
    '-G',
    '--no-color',
    ...both,
    tree,
    '--',
    ...paths,
  ];
  const { stdout } = await runGit(args, { cwd: root, exits: [0, 1] });
  const marked = splitNul(stdout).map((found) => found.toString('utf8').slice(tree.length + 1));
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

/** What was committed is now accepted and committed; what was accepted while hooks ran stays to be committed. */
async function recordCommitted(
  location: WorktreeLocation,
  sessionId: string,
  { accepted, committed }: Uncommitted,
  byHooks: readonly AcceptedPath[],
): Promise<void> {
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    const refs = await readSessionRefs(root, sessionId);
    const latest = refs.accepted ?? accepted;
    const nowCommitted = await withPaths(location, accepted, byHooks);
    const nowAccepted = latest === accepted ? nowCommitted : await withPaths(location, latest, byHooks);
    const was = refs.committed ?? '';
    const lines = [`update ${sessionRef(sessionId, 'committed')} ${nowCommitted} ${was && committed}\n`];
    if (nowAccepted !== latest) {
      lines.push(`update ${sessionRef(sessionId, 'accepted')} ${nowAccepted} ${latest}\n`);
    }
    await updateRefs(root, lines);
  });
}

async function withPaths(
  location: WorktreeLocation,
  accepted: string,
  paths: readonly AcceptedPath[],
): Promise<string> {
  if (paths.length === 0) return accepted;
  const root = location.path;
  const entries = paths.map(({ path, after }) => ({ path, blob: after }));
  const tree = await editTree(root, join(location.gitDir, 'coppice.scratch.index'), accepted, entries);
  if (!tree) throw committedOtherwise(paths.map(({ path }) => path.toString('utf8')));
  return writeAccepted(root, tree, [accepted], 'Accepted\n\nBy a commit hook');
}

/** Lets the worktree's own index have what was committed, so that git shows those paths as they are. */
async function showAsCommitted(
  location: WorktreeLocation,
  head: string,
  commit: string,
  conflicts: readonly Buffer[],
): Promise<void> {
  const root = location.path;
  await withOwnIndex(location, head, async () => {
    const moved = await pathsBetween(root, head, commit);
    const entries = moved.map(({ path, after }) => ({ path, blob: after }));
    return [...entries, ...(await entriesAt(root, commit, conflicts))];
  });
}
