import type { Integration, Preflight, Strategy } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import { type BranchMove, moveBranch } from '../../git/finish/move-branch';
import { moveSession } from '../../git/finish/move-session';
import { countApart, makeIntegration, previewIntegration, tipOf } from '../../git/finish/preview-integration';
import { readUncommitted } from '../../git/finish/uncommitted';
import { haveSameFiles } from '../../git/have-same-files';
import { endingWith } from '../../git/run-git';
import { findCheckout } from '../../git/worktrees/list-checkouts';
import type { UnfinishedMoves } from '../unfinished-moves';

export interface Integrating {
  sessionId: SessionId;
  worktree: Worktree;
  strategy: Strategy;
  target: string;
}

/** How long files may take to go back, in milliseconds. */
const PUT_BACK_MS = 60_000;

/** What branches and files are moved with. */
export interface Moving {
  sessionId: SessionId;
  worktree: Worktree;
  moves: Pick<UnfinishedMoves, 'during' | 'settle'>;
  /** Ends git, also where it moves files. */
  signal: AbortSignal;
  /** Is told the folder whose files are about to follow their branch. When it throws, they do not. */
  onMoving?(folder: string): void;
}

export interface IntegrateOptions extends Integrating, Moving {
  /** The tips the user saw; anything else by now is refused. */
  branchTip: string;
  targetTip: string;
  message: string;
  updateCheckout: boolean;
  sign: boolean;
  asUser: NodeJS.ProcessEnv;
}

/** What an integration also moved, besides the target. */
export interface Integrated extends Integration {
  session?: { from: string; to: string };
}

/** Says what integrating would do; nothing moves. `pending` is what nobody has decided on. */
export async function preflight(
  { sessionId, worktree, strategy, target }: Integrating,
  { pending, message }: { pending: number; message: string },
): Promise<Preflight> {
  const root = worktree.path;
  const [branchTip, targetTip] = await Promise.all([tipOf(root, worktree.branch), tipOf(root, target)]);
  const tips = { root, strategy, branchTip, targetTip };
  const [apart, outcome, checkout, uncommitted] = await Promise.all([
    countApart(root, targetTip, branchTip),
    previewIntegration(tips),
    findCheckout(root, target),
    readUncommitted(root, { sessionId, branch: worktree.branch }),
  ]);
  return {
    strategy,
    branch: worktree.branch,
    branchTip,
    target,
    targetTip,
    ...apart,
    outcome,
    ...(checkout && { checkout }),
    uncommitted: uncommitted.paths.length,
    pending,
    message: strategy === 'squash' ? message : `Merge branch '${worktree.branch}' into ${target}\n`,
  };
}

/**
 * Brings the session's branch into the target. A rebase first moves the session's own branch and files. Throws
 * AppError `git.conflicts`, `git.busy` when something moved since it was shown, `git.checked-out`, `input.invalid` when
 * the target has everything already.
 */
export async function integrate(options: IntegrateOptions): Promise<Integrated> {
  const { worktree, strategy, target, branchTip, targetTip, updateCheckout, signal } = options;
  const root = worktree.path;
  await requireTips(options);
  if ((await countApart(root, targetTip, branchTip)).ahead === 0) throw upToDate(target);
  const signer = { asUser: options.asUser, sign: options.sign, signal };
  const tips = { root, strategy, branchTip, targetTip };
  // A merge driver may hang; only objects are written.
  const made = await endingWith(signal, () => makeIntegration(tips, signer, options.message));
  if (made.kind === 'conflicts') throw conflicts(target, made.conflicts[0]?.path);
  signal.throwIfAborted();
  const { tip } = made;
  // What was squashed before has other commits, and would make an empty one.
  if (strategy === 'squash' && (await haveSameFiles(root, tip, targetTip))) throw upToDate(target);
  const session = strategy === 'rebase' && tip !== branchTip ? { from: branchTip, to: tip } : undefined;
  if (session) await moveOwn(options, session);
  try {
    const reason = `coppice: ${strategy} ${worktree.branch}`;
    const move = { root, branch: target, from: targetTip, to: tip, reason, updateCheckout };
    const { checkout } = await moveOther(options, move);
    return {
      strategy,
      target,
      before: targetTip,
      after: tip,
      ...(checkout && { checkout }),
      ...(session && { session }),
    };
  } catch (error) {
    if (session) await moveOwnBack(options, session);
    throw error;
  }
}

/** Takes an integration back: the target, its checkout if that followed, and the session's branch if that moved. */
export async function putBack(done: Integrated, options: Moving): Promise<void> {
  await moveOther(options, {
    root: options.worktree.path,
    branch: done.target,
    from: done.after,
    to: done.before,
    reason: `coppice: put back ${done.target}`,
    updateCheckout: done.checkout !== undefined,
  });
  if (done.session) await moveOwn(options, { from: done.session.to, to: done.session.from });
}

/** What is left half moved elsewhere comes first: while that is noted, nothing else is. */
async function moveOwnBack(options: Moving, { from, to }: { from: string; to: string }): Promise<void> {
  const { sessionId, worktree, moves } = options;
  // What was called off, perhaps as it hung, is not to hang again.
  const signal = AbortSignal.timeout(PUT_BACK_MS);
  if (!(await endingWith(signal, () => moves.settle(sessionId, worktree)))) return;
  await moveOwn({ ...options, signal }, { from: to, to: from }, true);
}

function moveOwn(
  { worktree, sessionId, moves, onMoving, signal }: Moving,
  tips: { from: string; to: string },
  isWayBack = false,
): Promise<void> {
  return moves.during(sessionId, (note) => {
    onMoving?.(worktree.path);
    const onBegun = () => note({ kind: 'session', ...tips });
    const move = { worktree: worktree.path, sessionId, branch: worktree.branch, ...tips, isWayBack, onBegun };
    return endingWith(signal, () => moveSession(move));
  });
}

function moveOther(
  { sessionId, moves, onMoving, signal }: Moving,
  move: BranchMove,
): Promise<{ checkout?: string }> {
  const { branch, from, to } = move;
  return moves.during(sessionId, (note) => {
    const onFollowing = (path: string) => {
      onMoving?.(path);
      return note({ kind: 'checkout', path, branch, from, to });
    };
    return endingWith(signal, () => moveBranch({ ...move, onFollowing }));
  });
}

async function requireTips({ worktree, target, branchTip, targetTip }: IntegrateOptions): Promise<void> {
  const { path, branch } = worktree;
  const same = (await tipOf(path, branch)) === branchTip && (await tipOf(path, target)) === targetTip;
  if (same) return;
  throw new AppError(
    'git.busy',
    `${branch} or ${target} moved since this was shown, so nothing was done.`,
    'Look at what would happen now, and decide again.',
  );
}

function upToDate(target: string): AppError {
  return new AppError(
    'input.invalid',
    `${target} already has everything in this session, so nothing was done.`,
    'Commit what you accepted first, if there is something.',
  );
}

function conflicts(target: string, path: string | undefined): AppError {
  return new AppError(
    'git.conflicts',
    `${path ?? 'A file'} conflicts with ${target}, so nothing was moved.`,
    'Bring the target into the session and let an agent resolve it.',
  );
}
