import type { Author, Change, ChangePart } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { ChosenChange, Decided, ShownChange } from '../../../shared/ipc/contract';
import { becomes } from '../../lib/becomes';
import type { Call } from '../../lib/bridge';
import type { Notice } from '../../lib/toasts';
import { changesStrings } from '../../strings/changes';
import {
  asShown,
  type ChangesStore,
  type ChangesUi,
  contentKey,
  type Decision,
  withEntry,
} from './changes-slice';
import { moreContext } from './model/diff-rows';
import { shownChange } from './model/list-changes';
import { PartQueue, type WaitingPart } from './part-queue';

export interface ChangesDeps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
  list: {
    /** What is pending, as far as the window knows. */
    now(): readonly Change[];
    /** Begins to wait for the host's next list. */
    next(): () => Promise<void>;
  };
  /** Lets go of the diffs of files, see `DiffLoader`. */
  forgetDiffs(files: readonly string[], options: { alsoInSight: boolean }): void;
  notify(notice: Notice): void;
  reportError(error: unknown): void;
}

/** How long a decision waits for the ones before it, in milliseconds. */
const DECISIONS_DEADLINE = 30_000;

/** What the reader can do in the panel; each reports its own failure. */
export class ChangesActions {
  private readonly queue = new PartQueue();

  constructor(private readonly deps: ChangesDeps) {}

  /** Accepts or rejects files exactly as they were shown; all of them or, when one is stale, none. */
  async decide(decision: Decision, changes: readonly Change[]): Promise<void> {
    const { store } = this.deps;
    const free = changes.filter(({ id }) => !store.getState().pending.has(id));
    if (free.length === 0) return;
    this.setPending(free, decision);
    try {
      const shown = free.map((change) => asShown(store.getState(), change));
      const decided = await this.ask(decision, shown, free);
      if (decided) this.leaveOut(free, shown);
    } finally {
      this.setPending(free, undefined);
    }
  }

  /**
   * Accepts or rejects one author's share of files; all of it or, when one is stale, nothing. While others of the
   * reader's decisions on them are under way it waits, and then takes the files as those left them.
   */
  async decideBy(decision: Decision, changes: readonly Change[], by: Author): Promise<void> {
    const { store, list } = this.deps;
    let shown = changes.map((change) => asShown(store.getState(), change));
    let files = changes;
    const isFree = ({ pending, awaited }: ChangesUi) =>
      !changes.some(({ id }) => pending.has(id) || awaited.has(id));
    const start = Date.now();
    while (!isFree(store.getState()) && Date.now() - start < DECISIONS_DEADLINE) {
      await becomes(store, isFree, DECISIONS_DEADLINE);
      const now = new Map(list.now().map((change) => [change.id, change]));
      files = changes.flatMap(({ id }) => now.get(id) ?? []);
      shown = files.map(shownChange);
    }
    if (files.length === 0) return;
    this.setPending(files, decision);
    const listed = list.next();
    try {
      if (await this.ask(decision, shown, files, by)) await listed();
    } finally {
      this.setPending(files, undefined);
    }
  }

  /**
   * Accepts or rejects some lines of a file whose diff is on screen. While that waits for the diff without a part
   * decided on before, it is kept and done then.
   */
  async decidePart(
    decision: Decision,
    change: Change,
    part: ChangePart,
    waits: readonly WaitingPart[] = [],
  ): Promise<void> {
    const { store } = this.deps;
    const { pending, awaited, diffs } = store.getState();
    const loaded = diffs.get(change.id);
    if (pending.has(change.id) || loaded?.state.status !== 'ready') return;
    store.setState({ selection: null });
    if (awaited.has(change.id)) {
      this.setWaiting(change.id, this.queue.add(change.id, { decision, part }));
      return;
    }
    // Until the new diff is here: line numbers of the old one mean nothing any more.
    this.setAwaited(change.id, true);
    if (loaded.state.diff.kind === 'text') this.queue.begin(change.id, loaded.state.diff, part, waits);
    const decided = await this.ask(decision, [{ ...loaded.shown, part }], [change]);
    if (decided) return;
    this.setAwaited(change.id, false);
    this.setWaiting(change.id, 0);
    this.sayLost(change, this.queue.take(change.id, null).lost);
  }

  /** The diff without the part that was decided on is here: goes on with what waits. */
  decideWaiting(change: Change): void {
    const state = this.deps.store.getState().diffs.get(change.id)?.state;
    const diff = state?.status === 'ready' && state.diff.kind === 'text' ? state.diff : null;
    const { parts, lost } = this.queue.take(change.id, diff);
    const [next, ...others] = parts;
    this.setWaiting(change.id, others.length);
    this.sayLost(change, lost);
    if (next) void this.decidePart(next.decision, change, next.part, others);
  }

  /** Lets go of what is known of files that are no longer pending: one that comes back is seen anew. */
  forgetGone(changes: readonly Change[]): void {
    const pending = new Set(changes.map(({ id }) => id));
    const gone = [...this.deps.store.getState().diffs.keys()].filter((id) => !pending.has(id));
    this.deps.forgetDiffs(gone, { alsoInSight: true });
    for (const id of this.queue.fileIds().filter((file) => !pending.has(file))) {
      this.queue.take(id, null);
      this.setWaiting(id, 0);
      this.setAwaited(id, false);
    }
  }

  /** Takes a decision back, the newest one when none is named. True when it was. */
  async undo(ordinal?: number): Promise<boolean> {
    const { sessionId, call, notify, reportError } = this.deps;
    try {
      const { what } = await call('change.undo', { sessionId, ...(ordinal !== undefined && { ordinal }) });
      notify({ id: 'decided', title: changesStrings.undone(what.files, what.path) });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'change.not-found') {
        notify({ id: 'decided', title: error.message });
      } else reportError(error);
      return false;
    }
  }

  /** Asks the host to look at the worktree again; the new list arrives as an event. */
  async refresh(): Promise<void> {
    const { store, sessionId, call, reportError } = this.deps;
    if (store.getState().refreshing) return;
    store.setState({ refreshing: true });
    try {
      await call('change.refresh', { sessionId });
    } catch (error) {
      reportError(error);
    } finally {
      store.setState({ refreshing: false });
    }
  }

  /** Calls off what git is doing in the worktree; whoever waits for that is told. */
  async callOff(): Promise<void> {
    const { sessionId, call, reportError } = this.deps;
    await call('change.callOff', { sessionId }).catch(reportError);
  }

  /** Asks for more unchanged lines around a file's changes, up to the whole file. */
  expandContext(change: Change): void {
    const { store } = this.deps;
    const { contexts, diffs } = store.getState();
    const state = diffs.get(change.id)?.state;
    const more = state?.status === 'ready' ? moreContext(state.context) : undefined;
    if (more !== undefined) store.setState({ contexts: withEntry(contexts, change.id, more) });
  }

  /** Learns whether anything was decided here before this window was opened. */
  async recall(): Promise<void> {
    const { call, sessionId, store, reportError } = this.deps;
    try {
      const decisions = await call('change.decisions', { sessionId });
      if (decisions.some(({ undone }) => !undone)) store.setState({ hasDecided: true });
    } catch (error) {
      reportError(error);
    }
  }

  private async ask(
    decision: Decision,
    shown: ChosenChange[],
    changes: readonly Change[],
    by?: Author,
  ): Promise<Decided | null> {
    const { call, sessionId, store } = this.deps;
    const method = decision === 'accept' ? 'change.accept' : 'change.reject';
    try {
      const decided = await call(method, { sessionId, changes: shown, ...(by && { by }) });
      store.setState({ hasDecided: true });
      this.sayDecided(decided);
      return decided;
    } catch (error) {
      await this.sayFailed(error, changes);
      return null;
    }
  }

  /** Until the host's next list arrives these count as gone. */
  private leaveOut(changes: readonly Change[], shown: readonly ShownChange[]): void {
    const decided = new Map(this.deps.store.getState().decided);
    changes.forEach(({ id }, index) => {
      const as = shown[index];
      if (as) decided.set(id, contentKey(as));
    });
    this.deps.store.setState({ decided });
  }

  private setPending(changes: readonly Change[], decision: Decision | undefined): void {
    const pending = new Map(this.deps.store.getState().pending);
    for (const { id } of changes) {
      if (decision) pending.set(id, decision);
      else pending.delete(id);
    }
    this.deps.store.setState({ pending });
  }

  private setAwaited(id: string, waits: boolean): void {
    const awaited = new Set(this.deps.store.getState().awaited);
    if (waits) awaited.add(id);
    else awaited.delete(id);
    this.deps.store.setState({ awaited });
  }

  private setWaiting(id: string, count: number): void {
    const { waiting } = this.deps.store.getState();
    if ((waiting.get(id) ?? 0) !== count) {
      this.deps.store.setState({ waiting: withEntry(waiting, id, count === 0 ? undefined : count) });
    }
  }

  private sayLost(change: Change, count: number): void {
    if (count === 0) return;
    this.deps.notify({
      title: changesStrings.waitingLost(count, change.path),
      description: changesStrings.waitingLostHint,
      timeout: 12_000,
    });
  }

  private sayDecided({ decision, inseparable }: Decided): void {
    const { kind, what, ordinal } = decision;
    const title = kind === 'accept' ? changesStrings.accepted(what) : changesStrings.rejected(what);
    this.deps.notify({
      id: 'decided',
      title,
      ...(inseparable.length > 0 && { description: changesStrings.inseparable(inseparable) }),
      action: { label: changesStrings.undo, run: () => void this.undo(ordinal) },
      ...(kind === 'accept' && { tone: 'success' }),
      timeout: inseparable.length > 0 ? 20_000 : 8_000,
    });
  }

  private async sayFailed(error: unknown, changes: readonly Change[]): Promise<void> {
    if (!(error instanceof AppError) || error.code !== 'change.stale') {
      this.deps.reportError(error);
      return;
    }
    await this.refresh();
    // In sight the new diff replaces it; out of sight it would be asked for the old one again and again.
    this.deps.forgetDiffs(
      changes.map(({ id }) => id),
      { alsoInSight: false },
    );
    this.deps.notify({
      title: changesStrings.stale(changes.length, changes[0]?.path ?? ''),
      description: changesStrings.staleHint,
      timeout: 12_000,
    });
  }
}
