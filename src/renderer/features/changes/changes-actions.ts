import type { Author, Change } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { Call } from '../../lib/bridge';
import type { Notice } from '../../lib/toasts';
import { changesStrings } from '../../strings/changes';
import { asShown, type ChangesStore, contentKey, type Decision, withEntry } from './changes-slice';
import { type Choice, Choices } from './choices';
import { decidedNotice, lostNotice, staleNotice } from './decision-notices';
import type { DiffLoader } from './diff-loader';
import { moreContext } from './model/diff-rows';
import { isChosen, only } from './model/list-changes';
import { PartDecisions, type PendingList } from './part-decisions';

export interface ChangesDeps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
  list: PendingList;
  /** Where the diffs are kept. */
  diffs(): Pick<DiffLoader, 'forget' | 'left' | 'told' | 'want'>;
  notify(notice: Notice): void;
  reportError(error: unknown): void;
}

/** What the reader can do in the panel; each reports its own failure. */
export class ChangesActions {
  readonly parts: PartDecisions;
  private readonly choices: Choices;

  constructor(private readonly deps: ChangesDeps) {
    this.choices = new Choices(deps.store);
    const read = (change: Change) => deps.diffs().want([], [change]);
    this.parts = new PartDecisions({ ...deps, read }, this.choices, (choice) => this.ask(choice));
  }

  /** Takes files, or one author's share of them, as they are in front of the reader now, to be decided on now or later. */
  choose(decision: Decision, changes: readonly Change[], by?: Author): Choice {
    const ui = this.deps.store.getState();
    // Files of others may go on changing meanwhile.
    const theirs = by
      ? changes.filter(({ authors }) => authors.some((one) => isChosen(one, only(by))))
      : changes;
    const files = new Map(theirs.map((change) => [change.id, { change, shown: asShown(ui, change) }]));
    return this.choices.choose({ decision, files, ...(by && { by }) });
  }

  /** Accepts or rejects files, or one author's share of them, exactly as they are in front of the reader now. */
  decide(decision: Decision, changes: readonly Change[], by?: Author): Promise<void> {
    return this.make(this.choose(decision, changes, by));
  }

  /**
   * Makes what was chosen: all of it or, when one file is not as it was then, nothing. While others of the reader's
   * decisions on these files are under way it waits, and then takes the files as those left them.
   */
  async make(choice: Choice): Promise<void> {
    const end = this.choices.begin(choice);
    try {
      if (!this.choices.isNext(choice)) await this.choices.waitFor(choice);
      const files = [...choice.files.values()];
      if (files.length === 0) return;
      const paths = files.map(({ change }) => change.path);
      if (choice.lost) {
        this.choices.lose(choice.files.keys(), choice);
        this.deps.notify(lostNotice(paths, 1));
      } else await this.makeNow(choice);
    } finally {
      end();
    }
  }

  /** A new list is here. Lets go of what is known of files that are no longer pending: one that comes back is seen anew. */
  takeList(changes: readonly Change[]): void {
    this.parts.takeList(changes);
    const pending = new Set(changes.map(({ id }) => id));
    const { seen, diffs } = this.deps.store.getState();
    this.deps.diffs().forget([...seen.keys(), ...diffs.keys()].filter((id) => !pending.has(id)));
  }

  /** Takes a decision back, the newest one when none is named, or an undo, which `redoes` that. True when it was. */
  async undo(ordinal?: number, redoes = false): Promise<boolean> {
    const { sessionId, store, call, notify, reportError } = this.deps;
    try {
      const which = ordinal !== undefined && { ordinal };
      const { decision, rest } = await call('change.undo', { sessionId, ...which });
      this.choices.followUndo(rest);
      this.deps.diffs().left(rest);
      const { files, path } = decision.what;
      if (redoes) store.setState({ canUndo: true });
      const said = redoes ? changesStrings.redone : changesStrings.undone;
      notify({ id: 'decided', title: said(files, path) });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'change.not-found') {
        notify({ id: 'decided', title: error.message });
        if (ordinal === undefined) store.setState({ canUndo: false });
      } else reportError(error);
      return false;
    }
  }

  /** Asks the host to look at the worktree again; the new list arrives as an event. */
  async refresh(): Promise<void> {
    if (!this.deps.store.getState().refreshing) await this.look();
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

  /** Learns what was decided here, also before this window was opened. */
  async recall(): Promise<void> {
    const { call, sessionId, store, reportError } = this.deps;
    try {
      const decisions = await call('change.decisions', { sessionId });
      const inForce = decisions.filter(({ undone }) => !undone);
      if (inForce.length > 0) store.setState({ hasDecided: true });
      store.setState({ canUndo: inForce.some(({ kind, committed }) => kind !== 'undo' && !committed) });
    } catch (error) {
      reportError(error);
    }
  }

  /** Answers what is pending now, or as far as that is known. */
  private async look(): Promise<readonly Change[]> {
    const { store, sessionId, call, list, reportError } = this.deps;
    store.setState({ refreshing: true });
    try {
      return (await call('change.refresh', { sessionId })).changes;
    } catch (error) {
      reportError(error);
      return list.now() ?? [];
    } finally {
      store.setState({ refreshing: false });
    }
  }

  private async makeNow(choice: Choice): Promise<void> {
    const { store, list } = this.deps;
    const listed = list.next();
    if (!(await this.ask(choice))) return;
    if (choice.by) {
      await listed();
      const now = list.now();
      // While another session is shown nobody knows what is left.
      const pending = now && new Set(now.map(({ id }) => id));
      for (const id of choice.files.keys())
        if (pending?.has(id) === false) this.choices.follow(choice, id, undefined);
      return;
    }
    // Until the host's next list arrives these count as gone.
    const decided = new Map(store.getState().decided);
    for (const [id, { shown }] of choice.files) decided.set(id, contentKey(shown));
    store.setState({ decided });
  }

  /** True when it was done. Whatever else the reader chose goes on from what it left. */
  private async ask(choice: Choice): Promise<boolean> {
    const { call, sessionId, store, notify } = this.deps;
    const { decision, by, part, files } = choice;
    const method = decision === 'accept' ? 'change.accept' : 'change.reject';
    const changes = [...files.values()].map(({ shown }) => ({ ...shown, ...(part && { part }) }));
    try {
      const decided = await call(method, { sessionId, changes, ...(by && { by }) });
      store.setState({ hasDecided: true, canUndo: true });
      this.goOnFrom(choice, decided.rest);
      notify(decidedNotice(decided, () => void this.undo(decided.decision.ordinal)));
      return true;
    } catch (error) {
      await this.sayFailed(error, choice);
      this.choices.lose(files.keys(), choice);
      return false;
    }
  }

  private goOnFrom(choice: Choice, rest: readonly ShownChange[]): void {
    const { store } = this.deps;
    const left = new Map(rest.map((file) => [fileKey(file), file]));
    const seen = new Map(store.getState().seen);
    for (const [id, { change, shown }] of choice.files) {
      const file = left.get(fileKey(change));
      // One author's share may have been nothing of it.
      if (!file && choice.by) continue;
      this.choices.follow(choice, id, file);
      if (file && contentKey(seen.get(id) ?? shown) === contentKey(shown)) seen.set(id, file);
    }
    store.setState({ seen });
  }

  private async sayFailed(error: unknown, { files }: Choice): Promise<void> {
    const { diffs, notify, reportError } = this.deps;
    if (!(error instanceof AppError) || error.code !== 'change.stale') {
      reportError(error);
      return;
    }
    const now = new Map((await this.look()).map((change) => [change.id, change]));
    const changed = [...files.values()].filter(({ change: { id }, shown }) => {
      const change = now.get(id);
      return !change || contentKey(change) !== contentKey(shown);
    });
    diffs().told(changed.flatMap(({ change }) => now.get(change.id) ?? []));
    notify(staleNotice(changed.map(({ change }) => change.path)));
  }
}
