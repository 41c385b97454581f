import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { writeAccepted } from '../decisions/move-accepted';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { isIndexFree, withOwnIndex } from '../own-index';
import { pathKey, splitNul } from '../path-bytes';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs, sessionRef } from '../session-refs';
import { entriesAt } from '../tree-entries';
import { updateRefs } from '../update-refs';
import { type AcceptedPath, pathsBetween } from './uncommitted';

/** A commit of what was accepted, as of the moment before it is made. */
export interface CommitBegun {
  head: string;
  /** What is committed. */
  tree: string;
  accepted: string;
  committed: string;
  /** Paths of a merge that conflicted, their bytes in base64. */
  conflicts: string[];
  isMerge: boolean;
}

/** What was committed is now accepted and committed; what was accepted while hooks ran stays to be committed. */
export async function recordCommitted(
  location: WorktreeLocation,
  sessionId: string,
  { accepted, committed }: Pick<CommitBegun, 'accepted' | 'committed'>,
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

/**
 * Goes on with a commit that was begun and perhaps made: records it, and shows it in the worktree's own index. Answers
 * false when that index is held by another git; then this is to be tried again.
 */
export async function settleCommit(
  location: WorktreeLocation,
  sessionId: string,
  begun: CommitBegun,
): Promise<boolean> {
  const root = location.path;
  // Asked at every look: not to be waited for each time.
  if (!(await isIndexFree(location))) return false;
  const range = `${begun.head}..HEAD`;
  const args = ['log', '--first-parent', '--reverse', '--format=%H %P', '--no-show-signature', range];
  const [commit, parent] = (await runGitText(args, { cwd: root })).split('\n')[0]?.split(' ') ?? [];
  // It was not made, or the branch went elsewhere.
  if (!commit || parent !== begun.head) return true;
  const refs = await readSessionRefs(root, sessionId);
  if ((refs.committed ?? refs.accepted) === begun.committed) {
    await recordCommitted(location, sessionId, begun, await pathsBetween(root, begun.tree, commit));
  }
  return showCommit(location, begun);
}

/**
 * Lets the worktree's own index have what was committed, so that git shows those paths as they are. Answers false when
 * another git holds that index.
 */
export async function showCommit(
  location: WorktreeLocation,
  { head, conflicts, isMerge }: CommitBegun,
): Promise<boolean> {
  const root = location.path;
  try {
    await withOwnIndex(location, head, async () => {
      const tip = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
      const moved = await pathsBetween(root, head, tip);
      // What somebody staged otherwise is theirs; of a merge git itself staged what it brought.
      const staged = isMerge ? new Set() : new Set((await stagedSince(root, head)).map(pathKey));
      const entries = moved.flatMap(({ path, after }) =>
        staged.has(pathKey(path)) ? [] : [{ path, blob: after }],
      );
      const conflicting = conflicts.map((path) => Buffer.from(path, 'base64'));
      return [...entries, ...(await entriesAt(root, tip, conflicting))];
    });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'git.busy') return false;
    throw error;
  }
}

/** Paths the worktree's own index has otherwise than a commit. */
async function stagedSince(root: string, commit: string): Promise<Buffer[]> {
  const flags = [
    '--cached',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--ignore-submodules=none',
  ];
  return splitNul((await runGit(['diff-index', ...flags, commit], { cwd: root, timeoutMs: 0 })).stdout);
}

/** The error of a path that a commit in between has otherwise than it was accepted. */
export function committedOtherwise(paths: string[]): AppError {
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  return new AppError(
    'git.conflicts',
    `A commit on the session's branch has other content for ${paths[0]}${more} than you accepted, so nothing was committed.`,
    'Accept the newest version of these files, or take that commit back in the worktree, then commit again.',
    paths.join('\n'),
  );
}
