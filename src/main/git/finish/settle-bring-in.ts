import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateIndexFile } from '../checkpoints/private-index';
import { exclusively } from '../exclusively';
import type { WorktreeLocation } from '../locate-worktree';
import { fileAt, joinNul } from '../path-bytes';
import { runGit, runGitText } from '../run-git';
import { acceptMerged } from './accept-merged';
import { bringFiles } from './bring-files';
import type { BringInBegun } from './bring-in';
import { mergeWith, readMergeHead } from './bringing-in';

/**
 * Goes on with a merge that was cut short: where git had begun it, it is accepted and shown, else files and index go
 * back to where the branch still is.
 */
export async function settleBringIn(
  location: WorktreeLocation,
  { sessionId, head, theirs }: BringInBegun & { sessionId: string },
): Promise<void> {
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    if ((await runGitText(['rev-parse', 'HEAD'], { cwd: root })) !== head) return;
    // Git writes it last, when files and index are as it wants them.
    const merging = await readMergeHead(location);
    if (merging === theirs) await acceptMerged(location, { sessionId, theirs });
    if (!merging) await bringFiles(location, { from: await mergeAsLeft(location, theirs), to: head });
  });
}

/**
 * The tree of a merge, with the markers git has put into the worktree where it conflicts: those depend on the user's
 * `merge.conflictStyle`, which a merge of trees alone does not ask for before git 2.45.
 */
async function mergeAsLeft(location: WorktreeLocation, theirs: string): Promise<string> {
  const root = location.path;
  const { tree, conflicts } = await mergeWith(root, theirs);
  const texts = conflicts.map((path) => readFile(fileAt(root, path)).catch(() => Buffer.alloc(0)));
  const marks = (await Promise.all(texts)).map((text) => text.includes(`\n>>>>>>> ${theirs}`));
  const marked = conflicts.filter((_, index) => marks[index]);
  const at = { cwd: root, env: { GIT_INDEX_FILE: join(location.gitDir, 'coppice.scratch.index') } };
  await runGit(['read-tree', tree], at);
  await runGit(['update-index', '-z', '--stdin'], { ...at, stdin: joinNul(marked) });
  return runGitText(['write-tree'], at);
}
