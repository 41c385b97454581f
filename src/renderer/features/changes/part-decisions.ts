import type { Change, ChangePart } from '../../../shared/domain/change';
import type { Notice } from '../../lib/toasts';
import {
  type ChangesStore,
  contentKey,
  type DecidedPart,
  type Decision,
  type LoadedDiff,
  withEntry,
} from './changes-slice';
import type { Choice, Choices } from './choices';
import { lostNotice } from './decision-notices';
import { PartQueue } from './part-queue';

/** The host's list of what is pending. */
export interface PendingList {
  /** What is pending; null while the window shows another session and knows nothing of this one. */
  now(): readonly Change[] | null;
  /** Begins to wait for the host's next list. */
  next(): () => Promise<void>;
}

interface PartDeps {
  store: ChangesStore;
  list: PendingList;
  /** Reads the diff of a file that is not on screen, as it is said to be. */
  read(change: Change): void;
  notify(notice: Notice): void;
}

/** Decisions on parts of files: in each file one after the other, on the diff without the ones before. */
export class PartDecisions {
  private readonly queue = new PartQueue();
  /** Files of which a part was decided on, as every list from now on shows. */
  private readonly answered = new Set<string>();

  constructor(
    private readonly deps: PartDeps,
    private readonly choices: Choices,
    private readonly ask: (choice: Choice) => Promise<boolean>,
  ) {}

  /**
   * Accepts or rejects some lines of a file whose diff is on screen. While that waits for the diff without a part
   * decided on before, it is kept and done then.
   */
  async decide(decision: Decision, change: Change, part: ChangePart): Promise<void> {
    const { store } = this.deps;
    const { pending, awaited, diffs } = store.getState();
    const loaded = diffs.get(change.id);
    if (pending.has(change.id) || loaded?.state.status !== 'ready') return;
    store.setState({ selection: null });
    const decided = awaited.get(change.id);
    if (decided) {
      this.setAwaited(change.id, [...decided, { decision, part }]);
      this.setWaiting(change.id, this.queue.add(change.id, { decision, part }));
    } else await this.make({ decision, part }, change, loaded, []);
  }

  /** The diff without the part that was decided on is here: goes on with what waits. */
  goOn(change: Change): void {
    const loaded = this.deps.store.getState().diffs.get(change.id);
    const { parts, lost } = this.queue.take(change.id, loaded ? textOf(loaded) : null);
    const [next, ...others] = parts;
    if (lost > 0) this.lose(change.id, change.path, lost);
    this.setWaiting(change.id, others.length);
    if (next && loaded) void this.make(next, change, loaded, others);
  }

  /** A new list is here: what waited for files that are no longer in it is not made. */
  takeList(changes: readonly Change[]): void {
    const { seen, awaited } = this.deps.store.getState();
    const pending = new Set(changes.map(({ id }) => id));
    for (const id of [...awaited.keys()].filter((file) => !pending.has(file))) {
      const { lost } = this.queue.take(id, null);
      if (lost > 0) this.lose(id, seen.get(id)?.path ?? '', lost);
      this.setWaiting(id, 0);
      this.setAwaited(id, undefined);
    }
    this.goOnUnchanged(changes);
  }

  private async make(
    { decision, part }: DecidedPart,
    change: Change,
    loaded: LoadedDiff,
    waits: readonly DecidedPart[],
  ): Promise<void> {
    const { id } = change;
    const files = new Map([[id, { change, shown: loaded.shown }]]);
    const choice: Choice = { decision, part, files, lost: false };
    const text = textOf(loaded);
    // Until the new diff is here: line numbers of the old one mean nothing any more.
    this.setAwaited(id, [{ decision, part }, ...waits]);
    this.answered.delete(id);
    if (text) this.queue.begin(id, text, { decision, part }, waits);
    const end = this.choices.begin(choice);
    const made = await this.ask(choice);
    if (!made) {
      const { lost } = this.queue.take(id, null);
      if (lost > 0) this.lose(id, change.path, lost);
      this.setWaiting(id, 0);
      this.setAwaited(id, undefined);
    }
    end();
    if (made) void this.noteAnswered(change);
  }

  private async noteAnswered(change: Change): Promise<void> {
    const { list } = this.deps;
    // The list that follows from it is here then; none comes while another session is shown.
    if (list.now()) await list.next()();
    this.answered.add(change.id);
    const now = list.now();
    if (now) this.goOnUnchanged(now);
    else this.goOnUnlisted(change);
  }

  /** While nobody tells of the file, it goes on from what the decision left of it. */
  private goOnUnlisted(change: Change): void {
    const { waiting, seen } = this.deps.store.getState();
    if (!waiting.has(change.id)) return;
    const left = { ...change, ...seen.get(change.id) };
    this.goOnUnchanged([left]);
    if (this.deps.store.getState().awaited.has(change.id)) this.deps.read(left);
  }

  /** No diff comes of files that are again as they are shown, as the part was undone at once: goes on without it. */
  private goOnUnchanged(changes: readonly Change[]): void {
    const { awaited, diffs } = this.deps.store.getState();
    for (const change of changes) {
      const loaded =
        awaited.has(change.id) && this.answered.has(change.id) ? diffs.get(change.id) : undefined;
      if (!loaded || contentKey(loaded.shown) !== contentKey(change)) continue;
      this.setAwaited(change.id, undefined);
      this.goOn(change);
    }
  }

  private setAwaited(id: string, decided: readonly DecidedPart[] | undefined): void {
    const { store } = this.deps;
    store.setState({ awaited: withEntry(store.getState().awaited, id, decided) });
  }

  private setWaiting(id: string, count: number): void {
    const { waiting } = this.deps.store.getState();
    if ((waiting.get(id) ?? 0) !== count) {
      this.deps.store.setState({ waiting: withEntry(waiting, id, count === 0 ? undefined : count) });
    }
  }

  private lose(id: string, path: string, count: number): void {
    this.choices.lose([id]);
    this.deps.notify(lostNotice([path], count));
  }
}

function textOf({ state }: LoadedDiff) {
  return state.status === 'ready' && state.diff.kind === 'text' ? state.diff : null;
}
