import type { ChangeSet } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import type { ChangeCounts, Worktree } from '../../../shared/domain/session';
import { countChanges } from '../../git/changes/count-changes';
import { listChanges } from '../../git/changes/list-changes';
import type { Pending } from '../../git/changes/shown-changes';
import { type Checkpoint, CheckpointChain } from '../../git/checkpoints/checkpoint';
import { readLinePatches } from '../../git/checkpoints/line-patches';
import { exclusively } from '../../git/exclusively';
import { readMergeHead } from '../../git/finish/bringing-in';
import { locateLinkedWorktree } from '../../git/locate-worktree';
import type { CheckpointPhase } from '../../store/repositories/checkpoints';
import type { Store } from '../../store/store';
import type { Log } from '../log';
import { appendCheckpoints } from './append-checkpoints';
import type { CallOffs } from './call-offs';
import { creditPending } from './credit-pending';
import { followOwners } from './follow-owners';
import { markedChanges } from './marked-changes';
import type { Origin } from './origin';
import { storeOwners } from './store-owners';

/** What a look found out, for work that goes on from there. */
export interface Listed {
  /** What is pending as of the last look; undefined before the first. */
  pending(): Pending | undefined;
  /**
   * Computes what is pending once the work is done; where all it did is that this commit was accepted, without looking at
   * the worktree. When that fails the work stays done, and is looked at again in a moment.
   */
  tellDone(accepted?: string): Promise<void>;
}

export interface ChangesDeps {
  store: Pick<Store, 'checkpoints' | 'lineOwners' | 'pendingChanges' | 'transaction'>;
  /** The session's worktree once it is ready. */
  worktree(sessionId: SessionId): Promise<Worktree>;
  originNow(sessionId: SessionId): Origin;
  /** Completes or takes back what an earlier run left half moved. */
  settle(sessionId: SessionId, worktree: Worktree): Promise<unknown>;
  onComputed(changeSet: ChangeSet): void;
  callOffs: CallOffs;
  log: Log;
  now?(): number;
}

const nothing: ChangeCounts = { files: 0, insertions: 0, deletions: 0 };

/** How long changes are gathered while an agent works, in milliseconds. */
const SOON = 400;
/** How long work in a worktree may go on at a quit, in milliseconds. */
const PATIENCE = 3_000;

/** What is pending in a session's worktree, and who made it. */
export class Changes {
  readonly #deps: ChangesDeps;
  readonly #chains = new Map<SessionId, CheckpointChain>();
  /** What is known of a session besides what is stored, since it was first looked at in this run. */
  readonly #beside = new Map<SessionId, Pick<ChangeSet, 'skipped' | 'acceptedPending' | 'merge'>>();
  /** The checkpoint that what is stored was computed from, with the refs and the merge under way of that moment. */
  readonly #computed = new Map<SessionId, Checkpoint & { theirs: string | undefined }>();
  readonly #soon = new Map<SessionId, NodeJS.Timeout>();
  /** What was computed last of all sessions: the one at work asks for it again and again, and it can be long. */
  #latest: ChangeSet | undefined;
  #isStopped = false;

  constructor(deps: ChangesDeps) {
    this.#deps = deps;
  }

  /** What was computed last; null before the first checkpoint. */
  current(sessionId: SessionId): ChangeSet | null {
    const checkpoint = this.#deps.store.checkpoints.latest(sessionId);
    if (!checkpoint) return null;
    const latest = this.#latest;
    if (latest?.sessionId === sessionId && latest.checkpoint === checkpoint.commitId) return latest;
    return {
      sessionId,
      checkpoint: checkpoint.commitId,
      changes: this.#deps.store.pendingChanges.list(sessionId),
      ...(this.#beside.get(sessionId) ?? { skipped: [], acceptedPending: nothing }),
    };
  }

  /** Takes a checkpoint of the worktree and computes what is pending. Calls for one session follow each other. */
  checkpoint(sessionId: SessionId, phase: CheckpointPhase): Promise<ChangeSet> {
    return this.#exclusively(sessionId, () => this.#checkpoint(sessionId, phase));
  }

  /** Looks at the worktree again now. */
  refresh(sessionId: SessionId): Promise<ChangeSet> {
    return this.checkpoint(sessionId, 'manual');
  }

  /** Looks at the worktree again in a moment, unless stopped by then; calls in between count as one. */
  refreshSoon(sessionId: SessionId): void {
    if (this.#isStopped || this.#soon.has(sessionId)) return;
    const look = async () => {
      this.#soon.delete(sessionId);
      try {
        await this.checkpoint(sessionId, 'manual');
      } catch (error) {
        // The turn's last checkpoint meets the same failure and tells the user.
        this.#deps.log.warn('changes not computed', { session: sessionId, error: String(error) });
      }
    };
    this.#soon.set(
      sessionId,
      setTimeout(() => void look(), SOON),
    );
  }

  /**
   * Runs `work` while nothing else looks at the session's worktree or decides on it. `look` takes a checkpoint
   * and computes what is pending, as often as the work needs it.
   */
  alone<T>(
    sessionId: SessionId,
    work: (look: () => Promise<ChangeSet>, listed: Listed) => Promise<T>,
  ): Promise<T> {
    const look = () => this.#checkpoint(sessionId, 'decision');
    const listed: Listed = {
      pending: () => this.#listed(sessionId),
      tellDone: (accepted) => this.#tellDone(sessionId, accepted),
    };
    return this.#exclusively(sessionId, () => work(look, listed));
  }

  #listed(sessionId: SessionId): Pending | undefined {
    const { commit: checkpoint, refs } = this.#computed.get(sessionId) ?? {};
    if (!checkpoint || !refs?.accepted) return undefined;
    const { accepted, committed } = refs;
    return { accepted, committed, checkpoint, changes: this.current(sessionId)?.changes ?? [] };
  }

  async #tellDone(sessionId: SessionId, accepted?: string): Promise<void> {
    try {
      await (accepted ? this.#computeAccepted(sessionId, accepted) : this.#checkpoint(sessionId, 'decision'));
    } catch (error) {
      this.#deps.log.warn('changes not computed', { session: sessionId, error: String(error) });
      this.refreshSoon(sessionId);
    }
  }

  /** Accepting touches no file, so that what was seen of the worktree a moment ago is still all there is to know. */
  async #computeAccepted(sessionId: SessionId, accepted: string): Promise<ChangeSet> {
    const seen = this.#computed.get(sessionId);
    if (!seen) return this.#checkpoint(sessionId, 'decision');
    const { refs, commit } = seen;
    const committed = refs.committed ?? refs.accepted ?? accepted;
    const unchanged = { previous: commit, changedFromPrevious: false, steps: [] };
    const taken = { ...seen, ...unchanged, refs: { ...refs, accepted, committed } };
    const origin = this.#deps.originNow(sessionId);
    return this.#compute(sessionId, await this.#deps.worktree(sessionId), taken, {
      phase: 'decision',
      origin,
    });
  }

  /** A last checkpoint before a session is put away; a worktree that is gone is no reason to keep it. */
  async checkpointIfPossible(sessionId: SessionId): Promise<void> {
    try {
      await this.checkpoint(sessionId, 'manual');
    } catch (error) {
      this.#deps.log.warn('no checkpoint before archiving', { session: sessionId, error: String(error) });
    }
  }

  /** Drops looks that are due and waits for what is under way; what git does not get done by then is called off. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#soon.values()) clearTimeout(timer);
    this.#soon.clear();
    const impatient = setTimeout(() => this.#deps.callOffs.stop(), PATIENCE);
    await Promise.all([...this.#chains.keys()].map((id) => this.#exclusively(id, async () => undefined)));
    clearTimeout(impatient);
  }

  async #checkpoint(sessionId: SessionId, phase: CheckpointPhase): Promise<ChangeSet> {
    const worktree = await this.#deps.worktree(sessionId);
    const chain = await this.#chain(sessionId, worktree);
    const { origin, taken } = await this.#deps.callOffs.run(sessionId, async () => {
      await this.#deps.settle(sessionId, worktree);
      const origin = this.#deps.originNow(sessionId);
      const { by, authorOf, toldOf } = origin;
      const said = { author: by, authorOf, ...(toldOf && { toldOf }), label: phase };
      return { origin, taken: await chain.take(said) };
    });
    const outside = phase === 'manual' && origin.by.kind === 'user';
    const changeSet = await this.#compute(sessionId, worktree, taken, {
      phase: outside ? 'outside' : phase,
      origin,
    });
    origin.settled();
    return changeSet;
  }

  async #compute(
    sessionId: SessionId,
    { path: root, baseCommit: base }: Worktree,
    taken: Checkpoint,
    { phase, origin }: { phase: CheckpointPhase; origin: Origin },
  ): Promise<ChangeSet> {
    const { store } = this.#deps;
    const theirs = await readMergeHead(await locateLinkedWorktree(root));
    const same = this.#unchangedSince(sessionId, taken, theirs);
    if (same) return same;
    const at = this.#deps.now?.() ?? Date.now();
    const { accepted = base, committed = accepted } = taken.refs;
    const [listed, acceptedPending, followed] = await Promise.all([
      listChanges(root, accepted, taken.commit),
      countChanges(root, committed, accepted),
      followOwners({ store, sessionId, root, base, taken, at }),
    ]);
    const changes = await creditPending({
      sessionId,
      listed,
      known: followed.rebuilt ? [] : (this.current(sessionId)?.changes ?? []),
      ledger: followed.ledger,
      patches: (paths) => readLinePatches(root, accepted, taken.commit, paths),
    });
    await storeOwners({ store, sessionId, followed, changes }, () => {
      appendCheckpoints(store, sessionId, taken, followed, { phase, origin, at });
    });
    this.#computed.set(sessionId, { ...taken, steps: [], theirs });
    const { commit: checkpoint, skipped } = taken;
    const merge = theirs && { merge: { marked: await markedChanges(root, checkpoint, changes) } };
    return this.#tell({ sessionId, checkpoint, changes, skipped, acceptedPending, ...merge });
  }

  /** What was computed last, when nothing it was computed from has changed: nobody needs to be told again. */
  #unchangedSince(
    sessionId: SessionId,
    { commit, refs, skipped }: Checkpoint,
    theirs: string | undefined,
  ): ChangeSet | null {
    const seen = this.#computed.get(sessionId);
    const latest = this.#deps.store.checkpoints.latest(sessionId);
    const isStored = latest?.commitId === commit && latest.ownersKnown;
    const parts = ['accepted', 'committed', 'base'] as const;
    const isSame =
      seen?.commit === commit &&
      seen.theirs === theirs &&
      parts.every((part) => seen.refs[part] === refs[part]);
    const isSkipped = JSON.stringify(seen?.skipped) === JSON.stringify(skipped);
    return isStored && isSame && isSkipped ? this.current(sessionId) : null;
  }

  #tell(changeSet: ChangeSet): ChangeSet {
    const { sessionId, skipped, acceptedPending, merge } = changeSet;
    this.#beside.set(sessionId, { skipped, acceptedPending, ...(merge && { merge }) });
    this.#latest = changeSet;
    this.#deps.onComputed(changeSet);
    return changeSet;
  }

  async #chain(sessionId: SessionId, worktree: Worktree): Promise<CheckpointChain> {
    const known = this.#chains.get(sessionId);
    // It may have been moved since.
    if (known?.worktree === worktree.path) return known;
    const chain = new CheckpointChain({ worktree: worktree.path, sessionId });
    await chain.start(worktree.baseCommit);
    this.#chains.set(sessionId, chain);
    return chain;
  }

  #exclusively<T>(sessionId: SessionId, work: () => Promise<T>): Promise<T> {
    return exclusively(`changes:${sessionId}`, work);
  }
}
