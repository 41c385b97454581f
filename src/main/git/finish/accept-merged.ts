import { join } from 'node:path';
import { requireRefs } from '../changes/shown-changes';
import { moveAccepted } from '../decisions/move-accepted';
import { editTree } from '../edit-tree';
import { haveSameFiles } from '../have-same-files';
import type { WorktreeLocation } from '../locate-worktree';
import { runGit, runGitText } from '../run-git';
import { entriesAt } from '../tree-entries';
import { markAsShown, mergeWith } from './bringing-in';
import { showTheirs } from './show-theirs';

/**
 * The second half of bringing a commit in, once git has begun the merge: shows what has no markers, and lets what git
 * put together count as accepted. Can be repeated. Answers the conflicts.
 */
export async function acceptMerged(
  location: WorktreeLocation,
  { sessionId, theirs }: { sessionId: string; theirs: string },
): Promise<string[]> {
  const root = location.path;
  const { conflicts } = await mergeWith(root, theirs);
  await showTheirs(root);
  const { accepted, committed } = await requireRefs(root, sessionId);
  if (await haveSameFiles(root, accepted, 'HEAD')) {
    const merged = await mergedTree(location);
    const kept = await entriesAt(root, 'HEAD', conflicts);
    const tree = await editTree(root, scratchIndex(location), merged, kept);
    const message = 'Accepted\n\nBrought in from another branch';
    await moveAccepted({ root, sessionId, from: accepted, committed, tree: tree ?? merged, message });
  }
  await markAsShown(location);
  return conflicts.map((path) => path.toString('utf8'));
}

/** The tree of what the merge put into the worktree's index, with our side where there are conflicts. */
async function mergedTree(location: WorktreeLocation): Promise<string> {
  const root = location.path;
  const { stdout } = await runGit(['ls-files', '-s', '-z'], { cwd: root });
  const staged = Buffer.concat(
    stdout
      .toString('latin1')
      .split('\0')
      .filter((line) => / 0\t/.test(line))
      .map((line) => Buffer.from(`${line}\0`, 'latin1')),
  );
  const at = { cwd: root, env: { GIT_INDEX_FILE: scratchIndex(location) } };
  await runGit(['read-tree', '--empty'], at);
  await runGit(['update-index', '-z', '--index-info'], { ...at, stdin: staged });
  return runGitText(['write-tree'], at);
}

const scratchIndex = ({ gitDir }: WorktreeLocation) => join(gitDir, 'coppice.scratch.index');
