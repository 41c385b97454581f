import { AppError } from '../../../shared/errors';
import { catchUp, privateIndexFile } from '../checkpoints/private-index';
import { updateRefs, writeAccepted } from '../decisions/move-accepted';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree } from '../locate-worktree';
import { runGit } from '../run-git';
import { readSessionRefs, sessionRef } from '../session-refs';
import { readMergeHead } from './bringing-in';

/**
 * Gives up a merge: files, index and what counts as accepted are as before it. A checkpoint has just been taken, from
 * which what was done meanwhile can be recovered. Throws AppError `change.stale` when a file changed since, or no
 * merge is under way.
 */
export async function stopBringingIn(worktree: string, sessionId: string): Promise<void> {
  const location = await locateLinkedWorktree(worktree);
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    if (!(await readMergeHead(location))) throw noMerge();
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
    // Files come last: should this be cut short, the merge is forgotten, and what it brought is pending.
    const before = await writeAccepted(
      root,
      `${committed}^{tree}`,
      [accepted],
      'Accepted\n\nBefore the merge',
    );
    await updateRefs(root, [`update ${sessionRef(sessionId, 'accepted')} ${before} ${accepted}\n`]);
    // A mixed reset: the index is HEAD's again, and git forgets the merge.
    await runGit(['reset', '--quiet'], { cwd: root, timeoutMs: 0 });
    await runGit(['read-tree', ...toHead], { ...at, timeoutMs: 0 });
  });
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
