import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { catchUp, privateIndexFile } from '../checkpoints/private-index';
import { completeMove } from '../decisions/complete-move';
import { writeAccepted } from '../decisions/move-accepted';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs, sessionRef } from '../session-refs';
import { type Refused, updateRefs } from '../update-refs';
import { readMergeHead } from './bringing-in';

/** A merge that is about to be given up. */
export interface StopBegun {
  head: string;
  theirs: string;
  /** What counted as accepted, and the checkpoint of the worktree. */
  accepted: string;
  chain: string;
}

/**
 * Gives up a merge: files, index and what counts as accepted are as before it. A checkpoint has just been taken, from
 * which what was done meanwhile can be recovered. `onBegun` is told just before anything moves; `settleStop` goes on
 * from there. Throws AppError `change.stale` when a file changed since, or no merge is under way.
 */
export async function stopBringingIn(
  worktree: string,
  sessionId: string,
  onBegun?: (begun: StopBegun) => Refused,
): Promise<void> {
  const location = await locateLinkedWorktree(worktree);
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    const theirs = await readMergeHead(location);
    if (!theirs) throw noMerge();
    const { accepted = '', committed = '', chain = '' } = await readSessionRefs(root, sessionId);
    const at = { cwd: root, env: { GIT_INDEX_FILE: privateIndexFile(location) } };
    await catchUp(location, chain);
    const toHead = ['-m', '-u', chain, 'HEAD'];
    const ahead = await runGit(['read-tree', '--dry-run', ...toHead], {
      ...at,
      exits: [0, 128],
      timeoutMs: 0,
    });
    if (ahead.exit !== 0) throw changedMeanwhile(ahead.stderr);
    const message = 'Accepted\n\nBefore the merge';
    const before = await writeAccepted(root, `${committed}^{tree}`, [accepted], message);
    const head = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
    const refused = onBegun?.({ head, theirs, accepted, chain });
    await updateRefs(root, [`update ${sessionRef(sessionId, 'accepted')} ${before} ${accepted}\n`], refused);
    await forgetMerge(root);
    await runGit(['read-tree', ...toHead], { ...at, timeoutMs: 0 });
  });
}

/** Goes on with giving a merge up where that was cut short: it is, once what counts as accepted has moved. */
export async function settleStop(
  location: WorktreeLocation,
  { sessionId, head, theirs, accepted, chain }: StopBegun & { sessionId: string },
): Promise<void> {
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    const merging = await readMergeHead(location);
    const isAnother = merging !== undefined && merging !== theirs;
    const isElsewhere = (await runGitText(['rev-parse', 'HEAD'], { cwd: root })) !== head;
    if (isAnother || isElsewhere || (await readSessionRefs(root, sessionId)).accepted === accepted) return;
    if (merging) await forgetMerge(root);
    const scratch = join(location.gitDir, 'coppice.scratch.index');
    await completeMove({ root, scratch, from: chain, to: head });
  });
}

/** A mixed reset: the index is HEAD's again, and git forgets the merge. */
async function forgetMerge(root: string): Promise<void> {
  await runGit(['reset', '--quiet'], { cwd: root, timeoutMs: 0 });
}

function noMerge(): AppError {
  return new AppError('change.stale', 'No branch is being brought into this session any more.');
}

function changedMeanwhile(stderr: string): AppError {
  return new AppError(
    'change.stale',
    'Files changed at the same moment, so nothing was given up.',
    'Try again; Show details names them.',
    stderr,
  );
}
