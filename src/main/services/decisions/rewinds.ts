import type { Decision } from '../../../shared/domain/decision';
import type { SessionId } from '../../../shared/domain/ids';
import type { RewindFile, RewindPreview, RewindTarget, TimelineEntry } from '../../../shared/domain/rewind';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import { type ListedChange, listChanges } from '../../git/changes/list-changes';
import { requireRefs } from '../../git/changes/shown-changes';
import type { ChainStep } from '../../git/checkpoints/line-patches';
import { listSteps } from '../../git/checkpoints/list-steps';
import { privateIndexFile } from '../../git/checkpoints/private-index';
import { withoutBlocked } from '../../git/decisions/blocked-paths';
import { type MovedEntry, moveWorktree } from '../../git/decisions/move-worktree';
import { type PlannedEntry, planReturn } from '../../git/decisions/plan-rewind';
import { planTakingOut } from '../../git/decisions/plan-taking-out';
import { isSameBlob } from '../../git/decisions/without-change';
import { exclusively } from '../../git/exclusively';
import { locateLinkedWorktree } from '../../git/locate-worktree';
import { pathKey, toNamedPath } from '../../git/path-bytes';
import type { Changes } from '../changes/changes';
import type { Decisions } from './decisions';
import { readTimeline } from './read-timeline';

export interface RewindsDeps {
  changes: Pick<Changes, 'alone' | 'checkpoint'>;
  decisions: Pick<Decisions, 'moving' | 'past'>;
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** True while an agent is at work in the session. */
  isWorking(sessionId: SessionId): boolean;
}

export interface RewindChoice {
  target: RewindTarget;
  /** As the preview said. */
  checkpoint: string;
  /** Paths in conflict that go back with all that others did there afterwards; in the other ones that stays. */
  take: readonly { path: string; pathBytes?: string | undefined }[];
}

/** Takes work back: all that came after a checkpoint, or what one agent did. Committed and accepted work stays. */
export class Rewinds {
  readonly #deps: RewindsDeps;

  constructor(deps: RewindsDeps) {
    this.#deps = deps;
  }

  /** What was done in the session, newest first, with all changes since its last checkpoint. */
  async timeline(sessionId: SessionId): Promise<TimelineEntry[]> {
    const { path, baseCommit } = await this.#deps.worktree(sessionId);
    const { checkpoint } = await this.#deps.changes.checkpoint(sessionId, 'manual');
    return readTimeline(path, { base: baseCommit, tip: checkpoint }, this.#deps.decisions.past(sessionId));
  }

  /** The files that differed from the session's base at a checkpoint. */
  async filesAt(sessionId: SessionId, checkpoint: string): Promise<ListedChange[]> {
    const { path, baseCommit } = await this.#deps.worktree(sessionId);
    await requireStep(path, { base: baseCommit, tip: await tipOf(path, sessionId) }, checkpoint);
    return listChanges(path, baseCommit, checkpoint);
  }

  /** What a rewind would do; nothing moves. Throws `not-found` for a checkpoint that is not the session's. */
  async preview(sessionId: SessionId, target: RewindTarget): Promise<RewindPreview> {
    const worktree = await this.#deps.worktree(sessionId);
    const { checkpoint } = await this.#deps.changes.checkpoint(sessionId, 'manual');
    const planned = await plan(worktree.path, { base: worktree.baseCommit, tip: checkpoint }, target);
    return { checkpoint, files: planned.map(toFile) };
  }

  /**
   * Takes back what was previewed, as one decision that can be undone. Throws `git.busy` while an agent works,
   * `change.stale` when the session is not as the preview saw it, `change.not-found` when nothing would change.
   */
  rewind(sessionId: SessionId, { target, checkpoint, take }: RewindChoice): Promise<Decision> {
    if (this.#deps.isWorking(sessionId)) throw atWork();
    return this.#deps.changes.alone(sessionId, async (look, { tellDone }) => {
      const worktree = await this.#deps.worktree(sessionId);
      const seen = await look();
      if (seen.checkpoint !== checkpoint) throw stale();
      const location = await locateLinkedWorktree(worktree.path);
      const planned = await plan(worktree.path, { base: worktree.baseCommit, tip: checkpoint }, target);
      const chosen = new Set(take.map(({ path, pathBytes }) => keyOf(path, pathBytes)));
      const entries = planned.flatMap((entry) => toEntry(entry, chosen.has(pathKey(entry.path))));
      if (entries.length === 0) throw new AppError('change.not-found', 'There is nothing to rewind.');
      const what = {
        files: entries.length,
        path: toNamedPath(entries[0]?.path ?? Buffer.alloc(0)).path,
        partly: false,
        ...(target.kind === 'agent' && { by: authorOf(target) }),
      };
      const made = { kind: 'rewind', moved: 'worktree', what } as const;
      const decision = await this.#deps.decisions.moving(sessionId, made, (onMoving) => {
        const move = { location, sessionId, checkpoint, entries, label: 'Rewind', onMoving };
        return exclusively(privateIndexFile(location), () => moveWorktree(move));
      });
      await tellDone();
      return decision;
    });
  }
}

interface Chain {
  base: string;
  tip: string;
}

async function plan(root: string, chain: Chain, target: RewindTarget): Promise<PlannedEntry[]> {
  return withoutBlocked(root, chain.tip, await planAll(root, chain, target));
}

async function planAll(root: string, chain: Chain, target: RewindTarget): Promise<PlannedEntry[]> {
  if (target.kind === 'session') {
    await requireStep(root, chain, target.to);
    return planReturn(root, chain.tip, target.to);
  }
  await requireStep(root, chain, target.after);
  const steps = await listSteps(root, target.after, chain.tip);
  const range = { base: target.after, tip: chain.tip };
  return planTakingOut(root, range, steps, (step) => isMeant(step, target));
}

function isMeant({ author }: ChainStep, target: Extract<RewindTarget, { kind: 'agent' }>): boolean {
  if (author.kind !== 'agent' || author.agent !== target.agent) return false;
  return target.turnId === undefined || target.turnId === author.turnId;
}

/** A checkpoint of another session, or one the chain has lost, is none to go back to. */
async function requireStep(root: string, { base, tip }: Chain, commit: string): Promise<void> {
  if (commit === base || commit === tip) return;
  const steps = await listSteps(root, base, tip);
  if (steps.some((step) => step.commit === commit)) return;
  throw new AppError('not-found', 'That moment is no longer kept.', 'Choose another one.');
}

async function tipOf(root: string, sessionId: SessionId): Promise<string> {
  return (await requireRefs(root, sessionId)).checkpoint;
}

function toFile({ path, now, blob, conflict, isBlocked }: PlannedEntry): RewindFile {
  if (isBlocked) return { ...toNamedPath(path), outcome: 'blocked' };
  const outcome = conflict ? 'conflict' : !now ? 'brought-back' : !blob ? 'removed' : 'changed';
  return { ...toNamedPath(path), outcome };
}

function toEntry(entry: PlannedEntry, take: boolean): MovedEntry[] {
  const { path, now, blob, asOf, alsoOf, conflict, isBlocked } = entry;
  if (isBlocked && take) throw blocked(path);
  if (conflict && take) return [{ path, blob: conflict.before, asOf: conflict.asOf }];
  return isSameBlob(now, blob) ? [] : [{ path, blob, asOf, ...(alsoOf && { alsoOf }) }];
}

function keyOf(path: string, pathBytes: string | undefined): string {
  return pathKey(pathBytes === undefined ? Buffer.from(path) : Buffer.from(pathBytes, 'base64'));
}

function authorOf({ agent, turnId }: Extract<RewindTarget, { kind: 'agent' }>) {
  return { kind: 'agent', agent, ...(turnId && { turnId }) } as const;
}

function atWork(): AppError {
  return new AppError(
    'git.busy',
    'An agent is at work in this session, and its files may change at any moment.',
    'Wait until it is done, or stop it, then try again.',
  );
}

function blocked(path: Buffer): AppError {
  return new AppError(
    'change.conflict',
    `${path.toString('utf8')} cannot be brought back: something else stands in its place.`,
    'Nothing was changed. Move that away, or leave this file as it is.',
  );
}

function stale(): AppError {
  return new AppError(
    'change.stale',
    'Files changed since you looked, so nothing was rewound.',
    'Look again at what would happen.',
  );
}
