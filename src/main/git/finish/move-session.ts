import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { writeAccepted } from '../decisions/move-accepted';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree } from '../locate-worktree';
import { requireFreeIndex } from '../own-index';
import { requireBranch } from '../require-branch';
import { requireRoom } from '../require-room';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs, sessionRef } from '../session-refs';
import { type Refused, updateRefs } from '../update-refs';
import { bringFiles } from './bring-files';
import { halfDone } from './half-done';
import { isRefused } from './is-refused';
import { requireSettled } from './require-settled';

export interface SessionMove {
  worktree: string;
  sessionId: string;
  branch: string;
  /** Where the branch has to be. */
  from: string;
  to: string;
  /** It takes back what was just moved: no checkpoint has been taken since. */
  isWayBack?: boolean;
  /** Is told just before anything moves; `settleSessionMove` goes on from there. */
  onBegun?(): Refused;
}

/**
 * Moves a session's branch, its worktree's files and what counts as accepted to another commit; take a checkpoint
 * afterwards. Everything must be committed before. Throws AppError `git.busy`; nothing has moved then. `git.failed` where
 * git could not do all of it.
 */
export async function moveSession(move: SessionMove): Promise<void> {
  const { worktree, sessionId, branch, from, to } = move;
  const location = await locateLinkedWorktree(worktree);
  const root = location.path;
  await requireBranch(root, branch);
  await exclusively(privateIndexFile(location), async () => {
    if (!move.isWayBack) await requireSettled(root, sessionId);
    const tip = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
    await requireRoom({ root, from, to });
    if (tip !== from) throw movedMeanwhile(`${branch} is at ${tip}`);
    await requireFreeIndex(location);
    const refused = move.onBegun?.();
    const at = { cwd: root, exits: [0, 1, 128], timeoutMs: 0 };
    const { exit, stderr } = await runGit(['reset', '--keep', '--quiet', to], at);
    if (exit !== 0) {
      if (!isRefused(stderr)) throw halfMoved(branch, stderr);
      refused?.();
      throw movedMeanwhile(stderr);
    }
    await countAsAccepted(root, sessionId, to).catch((error: unknown) => {
      throw halfDone(`${branch} and its files have moved`, error);
    });
  });
}

function movedMeanwhile(detail: string): AppError {
  return new AppError(
    'git.busy',
    "The session's branch or files changed in the meantime, so nothing was moved.",
    'Try again.',
    detail,
  );
}

function halfMoved(branch: string, stderr: string): AppError {
  return new AppError(
    'git.failed',
    `git could not write all of the session's files; those it wrote go back to where ${branch} is.`,
    'Mend what Show details names, then try again.',
    stderr,
  );
}

async function countAsAccepted(root: string, sessionId: string, to: string): Promise<void> {
  const { accepted = to } = await readSessionRefs(root, sessionId);
  const message = 'Accepted\n\nWith its branch moved';
  const moved = await writeAccepted(root, `${to}^{tree}`, [accepted, to], message);
  await updateRefs(root, [
    `update ${sessionRef(sessionId, 'accepted')} ${moved} ${accepted}\n`,
    `update ${sessionRef(sessionId, 'committed')} ${moved}\n`,
  ]);
}

/**
 * Goes on with a move that was cut short: where the branch has moved it is completed, else files go back. Git moves files
 * first, but a worktree that was remade since has those of the last checkpoint.
 */
export async function settleSessionMove({
  worktree,
  sessionId,
  from,
  to,
}: Omit<SessionMove, 'branch' | 'isWayBack' | 'onBegun'>): Promise<void> {
  const location = await locateLinkedWorktree(worktree);
  const root = location.path;
  await exclusively(privateIndexFile(location), async () => {
    const tip = await runGitText(['rev-parse', 'HEAD'], { cwd: root });
    if (tip === from) await bringFiles(location, { from: to, to: from });
    if (tip !== to) return;
    await bringFiles(location, { from, to });
    const { accepted = from } = await readSessionRefs(root, sessionId);
    const trees = await runGitText(['rev-parse', `${accepted}^{tree}`, `${from}^{tree}`], { cwd: root });
    const [counted, before] = trees.split('\n');
    if (counted === before) await countAsAccepted(root, sessionId, to);
  });
}
