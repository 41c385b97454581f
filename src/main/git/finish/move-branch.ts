import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { exclusively } from '../exclusively';
import { locateWorktree, type WorktreeLocation } from '../locate-worktree';
import { isIndexFree, requireFreeIndex } from '../own-index';
import { requireRoom } from '../require-room';
import { runGit, runGitText } from '../run-git';
import { cannotWrite, isElsewhere, type Refused } from '../update-refs';
import { exists } from '../worktrees/linked-worktrees';
import { checkoutState, findCheckout } from '../worktrees/list-checkouts';
import { bringFiles } from './bring-files';
import { isRefused } from './is-refused';

export interface BranchMove {
  /** Any worktree of the repository. */
  root: string;
  branch: string;
  /** Where the branch has to be for the move to happen. */
  from: string;
  to: string;
  reason: string;
  /** The user asked that a clean checkout of the branch follows, index and files. */
  updateCheckout: boolean;
  /** Is told which checkout is about to follow; `settleCheckout` goes on from there. */
  onFollowing?(path: string): Refused;
}

/**
 * Moves a branch, if it is still where it was. Nobody's checkout is touched unless that was asked for and it is clean
 * at this moment; then its files follow, and its path is answered. Throws AppError `git.busy`, `git.checked-out`;
 * nothing has moved then.
 */
export async function moveBranch(move: BranchMove): Promise<{ checkout?: string }> {
  const { commonDir } = await locateWorktree(move.root);
  return exclusively(`branch:${commonDir}:${move.branch}`, () => moveNow(move));
}

async function moveNow(move: BranchMove): Promise<{ checkout?: string }> {
  const { root, branch, from, to } = move;
  const checkout = await findCheckout(root, branch);
  if (!checkout) {
    const { exit, stderr } = await runGit(
      ['update-ref', '-m', move.reason, `refs/heads/${branch}`, to, from],
      { cwd: root, exits: [0, 1, 128] },
    );
    if (exit !== 0) throw isElsewhere(stderr) ? branchMoved(branch, stderr) : cannotWrite(stderr);
    return {};
  }
  const { path } = checkout;
  if (!move.updateCheckout) throw checkedOut(branch, path, to);
  const state = checkout.state.kind === 'busy' ? checkout.state : await checkoutState(path);
  if (state.kind !== 'clean') throw notClean(branch, path, state);
  const tip = await runGitText(['rev-parse', `refs/heads/${branch}`], { cwd: root });
  if (tip !== from) throw branchMoved(branch);
  await requireRoom({ root: path, from, to });
  await requireFreeIndex(await locateWorktree(path));
  await followIn(path, move);
  return { checkout: path };
}

/**
 * Puts the files of a checkout back that was cut short while it followed, unless its branch had moved by then or somebody
 * works on from there. Answers false while another git holds its index; then this is to be tried again.
 */
export async function settleCheckout({
  path,
  branch,
  from,
  to,
}: Pick<BranchMove, 'branch' | 'from' | 'to'> & { path: string }): Promise<boolean> {
  const location = await locateWorktree(path);
  if (!(await isIndexFree(location))) return false;
  await exclusively(`branch:${location.commonDir}:${branch}`, async () => {
    const checkout = await findCheckout(path, branch);
    if (checkout?.path !== path || checkout.state.kind === 'busy') return;
    const tip = await runGitText(['rev-parse', 'HEAD'], { cwd: path });
    if (tip === from && !(await isTakenOn(location, { from, to })))
      await bringFiles(location, { from: to, to: from });
  });
  return true;
}

/** Git writes the index once it is done with the files: one that is neither here nor there is somebody's since. */
async function isTakenOn(
  { path, gitDir }: WorktreeLocation,
  { from, to }: Pick<BranchMove, 'from' | 'to'>,
): Promise<boolean> {
  if (await exists(join(gitDir, 'SQUASH_MSG'))) return true;
  const flags = ['--cached', '--quiet', '--ignore-submodules=all'];
  const isAt = async (tree: string) =>
    (await runGit(['diff-index', ...flags, tree], { cwd: path, exits: [0, 1], timeoutMs: 0 })).exit === 0;
  return !(await isAt(from)) && !(await isAt(to));
}

/** Forward as a merge that cannot be one; back as the reset that keeps everything somebody changed meanwhile. */
async function followIn(path: string, { branch, from, to, onFollowing }: BranchMove): Promise<void> {
  const ahead = await runGit(['merge-base', '--is-ancestor', from, to], { cwd: path, exits: [0, 1] });
  const command =
    ahead.exit === 0
      ? ['merge', '--ff-only', '--no-autostash', '--no-verify-signatures', '--no-stat', '--quiet', to]
      : ['reset', '--keep', '--quiet', to];
  const refused = onFollowing?.(path);
  const { exit, stderr } = await runGit(command, {
    cwd: path,
    // What the user always merges with: a squash would leave the branch where it was.
    config: { [`branch.${branch}.mergeOptions`]: '' },
    exits: [0, 1, 128],
    timeoutMs: 0,
  });
  if (exit === 0) return;
  if (!isRefused(stderr)) throw halfMoved(path, branch, stderr);
  refused?.();
  throw new AppError(
    'git.busy',
    `git refused to update the files in ${path}, so nothing was moved.`,
    'Show details names the files that are in the way; commit, move or delete them, then try again.',
    stderr,
  );
}

function halfMoved(path: string, branch: string, stderr: string): AppError {
  return new AppError(
    'git.failed',
    `git could not write all of the files in ${path}; those it wrote go back to where ${branch} is.`,
    'Mend what Show details names, then try again.',
    stderr,
  );
}

function branchMoved(branch: string, stderr?: string): AppError {
  return new AppError(
    'git.busy',
    `${branch} moved in the meantime, so nothing was done.`,
    'Look at what would happen now, and decide again.',
    stderr,
  );
}

function checkedOut(branch: string, path: string, to: string): AppError {
  return new AppError(
    'git.checked-out',
    `${branch} is checked out in ${path}, and moving it alone would make those files look changed.`,
    `Let Coppice update that checkout too, or run "git merge --ff-only ${to.slice(0, 12)}" there.`,
  );
}

function notClean(
  branch: string,
  path: string,
  state: Exclude<Awaited<ReturnType<typeof checkoutState>>, { kind: 'clean' }>,
): AppError {
  const why =
    state.kind === 'busy' ? `${state.with} is under way there` : `${state.files[0]} is changed there`;
  return new AppError(
    'git.checked-out',
    `${branch} is checked out in ${path}, and ${why}, so nothing was moved.`,
    'Commit or stash what is there, or switch to another branch, then try again.',
    state.kind === 'dirty' ? state.files.join('\n') : undefined,
  );
}
