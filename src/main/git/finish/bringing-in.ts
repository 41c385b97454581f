import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { pathKey, toRawPath } from '../path-bytes';
import { runGitText } from '../run-git';
import { readSessionRefs } from '../session-refs';
import { markedFiles } from './marked-files';
import { mergeCommits } from './merge-commits';
import { leftAsOurs, showTheirs } from './show-theirs';
import { pathsBetween } from './uncommitted';

export interface BringingIn {
  /** The first line of git's message for the merge. */
  subject: string;
  conflicts: Buffer[];
  /** Those of them, and of what the other branch brings, whose content in the worktree has not been decided on. */
  undecided: string[];
  /** Those that were accepted with conflict markers in them. */
  marked: string[];
}

/** The merge that is under way in a session's worktree; undefined when there is none. */
export async function bringingIn(
  location: WorktreeLocation,
  sessionId: string,
): Promise<BringingIn | undefined> {
  const root = location.path;
  const theirs = await readMergeHead(location);
  if (!theirs) return undefined;
  const { conflicts, tree } = await mergeWith(root, theirs);
  const head = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
  const { accepted = head, chain = head } = await readSessionRefs(root, sessionId);
  const differing = async (from: string, to: string) =>
    new Map((await pathsBetween(root, from, to)).map(({ path }) => [pathKey(path), path]));
  const pending = await differing(accepted, chain);
  const decided = await differing(head, accepted);
  // What git put together is accepted at once, but not when somebody else began the merge.
  const brought = [...(await differing(head, tree)).values()].filter((path) => !decided.has(pathKey(path)));
  const open = new Map([...conflicts, ...brought].map((path) => [pathKey(path), path]));
  const unseen = (await isMergeShown(location)) ? [] : await leftAsOurs(root);
  const isUndecided = new Set([...pending.keys(), ...unseen.map(({ path }) => pathKey(path))]);
  const undecided = [...open.values()].filter((path) => isUndecided.has(pathKey(path)));
  const marked = await markedFiles(
    root,
    accepted,
    conflicts.filter((path) => !isUndecided.has(pathKey(path))),
  );
  const message = await readFile(join(location.gitDir, 'MERGE_MSG'), 'utf8').catch(() => '');
  const subject = message.split('\n')[0] ?? '';
  return { subject, conflicts, undecided: undecided.map((path) => path.toString('utf8')), marked };
}

/**
 * Puts into the worktree what a merge that somebody else began, or that was cut short, left out of it, so that it is
 * decided on. Take a checkpoint before and after. Answers false when there was nothing to do.
 */
export function showMerge(location: WorktreeLocation): Promise<boolean> {
  return exclusively(privateIndexFile(location), async () => {
    if (await isMergeShown(location)) return false;
    await showTheirs(location.path);
    await markAsShown(location);
    return true;
  });
}

/** What a merge of HEAD with a commit comes to. */
export async function mergeWith(
  root: string,
  theirs: string,
): Promise<{ tree: string; conflicts: Buffer[] }> {
  const merged = await mergeCommits(root, 'HEAD', theirs);
  const conflicts = merged.kind === 'clean' ? [] : merged.conflicts.map(toRawPath);
  return { tree: merged.tree, conflicts };
}

/** The commit that is being merged; undefined when none is. */
export async function readMergeHead({ gitDir }: WorktreeLocation): Promise<string | undefined> {
  const text = await readFile(join(gitDir, 'MERGE_HEAD'), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

/** Notes that everything of the merge under way is in the worktree: a file that is as ours has been decided on. */
export async function markAsShown(location: WorktreeLocation): Promise<void> {
  await writeFile(shownFile(location), (await nameMerge(location)) ?? '');
}

/** False while a merge is under way of which something may not be in the worktree; see `showMerge`. */
export async function isMergeShown(location: WorktreeLocation): Promise<boolean> {
  const merge = await nameMerge(location);
  return merge === undefined || merge === (await readFile(shownFile(location), 'utf8').catch(() => ''));
}

const shownFile = ({ gitDir }: WorktreeLocation) => join(gitDir, 'coppice.merge');

/** Tells one merge from another one of the same commit, begun later. */
async function nameMerge(location: WorktreeLocation): Promise<string | undefined> {
  const theirs = await readMergeHead(location);
  const stats = await stat(join(location.gitDir, 'MERGE_HEAD')).catch(() => null);
  return theirs && stats ? `${theirs} ${stats.mtimeMs}` : undefined;
}
