import type { Change } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { ShownChange, Undone } from '../../../shared/ipc/contract';
import { unpackDiff } from '../../../shared/ipc/packed-diff';
import type { Call } from '../../lib/bridge';
import { inSlices } from '../../lib/in-slices';
import { type ChangesStore, type ChangesUi, contentKey, type LoadedDiff, newSide } from './changes-slice';
import { contextSteps } from './model/diff-rows';
import type { DiffState } from './model/file-body';
import { shownChange } from './model/list-changes';

/** Main reads together what waits for it. */
const MAX_AT_ONCE = 12;
/** Diff lines kept in memory over all files; beyond it the ones longest out of sight are dropped. */
const MAX_LINES = 400_000;

interface Deps {
  call: Call;
  store: ChangesStore;
  /** Asked when the host says that a file is no longer pending: what we know is out of date. */
  refresh(): void;
  /** Told when the diff that a decision on a part of the file waited for is here. */
  onAwaited(change: Change): void;
  /** Makes work one that is done once in a while, however often it is called; at once when absent. */
  gathered?(work: () => void): () => void;
}

interface Arrived {
  change: Change;
  state: DiffState;
}

/**
 * Fetches the diffs of the files on screen, the top one first, then of those that come next; what scrolled away before
 * its turn is never asked for. A diff stays shown until its newer version is here.
 */
export class DiffLoader {
  private onScreen: readonly Change[] = [];
  private wanted: readonly Change[] = [];
  private readonly inFlight = new Set<string>();
  /** What was asked last for each file, so that a refusal is not asked again and again. */
  private readonly asked = new Map<string, string>();
  /** What the reader's own undo made of files whose diff is still the one of before it. */
  private readonly undone = new Map<string, string>();
  /** Diffs that are here and not yet shown: each draws the panel again, so those of one frame are shown together. */
  private arrived: Arrived[] = [];
  private readonly show: () => void;

  constructor(private readonly deps: Deps) {
    const show = () => this.showArrived();
    this.show = deps.gathered?.(show) ?? show;
  }

  /**
   * Says which files are on screen, in order, and which come next. Others of `all` are read only when something waits for
   * their diff.
   */
  want(onScreen: readonly Change[], all: readonly Change[] = [], ahead: readonly Change[] = []): void {
    const { awaited, updated, diffs } = this.deps.store.getState();
    const ids = new Set(onScreen.map(({ id }) => id));
    const lookedAt = this.onScreen.flatMap(({ id }) => (!ids.has(id) && diffs.has(id) ? [id] : []));
    if (lookedAt.some((id) => updated.has(id))) this.setState({ updated: without(updated, lookedAt) });
    this.onScreen = onScreen;
    this.see();
    this.wanted = [...onScreen, ...all.filter(({ id }) => awaited.has(id) && !ids.has(id)), ...ahead];
    this.pump();
  }

  /** What is on screen with its diff is what the reader saw of it. */
  private see(): void {
    const { diffs, seen, awaited } = this.deps.store.getState();
    const looked = this.onScreen.flatMap(({ id }): [string, ShownChange][] => {
      const loaded = diffs.get(id);
      const known = seen.get(id);
      // What the reader's own decision or undo left is newer than the diff of before it.
      if (loaded?.state.status !== 'ready' || awaited.has(id)) return [];
      if (known && this.undone.get(id) === contentKey(known)) return [];
      return known && contentKey(known) === contentKey(loaded.shown) ? [] : [[id, loaded.shown]];
    });
    if (looked.length > 0) this.setState({ seen: new Map([...seen, ...looked]) });
  }

  /** Looks again at what is wanted: more context may have been asked for. */
  again(): void {
    this.pump();
  }

  /** Lets go of all that is known of files: they are gone. */
  forget(files: readonly string[]): void {
    const { diffs, seen, updated } = this.deps.store.getState();
    if (files.length === 0) return;
    for (const id of files) {
      this.asked.delete(id);
      this.undone.delete(id);
    }
    this.setState({
      diffs: withoutKeys(diffs, files),
      seen: withoutKeys(seen, files),
      updated: without(updated, files),
    });
  }

  /**
   * The reader was told that these are not as they saw them. What is on screen shows itself; of the others they know with
   * this what is there now, and can go on without looking.
   */
  told(changes: readonly Change[]): void {
    const { diffs, seen, updated } = this.deps.store.getState();
    const onScreen = new Set(this.onScreen.map(({ id }) => id));
    const next = { diffs: new Map(diffs), seen: new Map(seen), updated: new Set(updated) };
    for (const change of changes) {
      const { id } = change;
      const isHere = this.asked.get(id) === this.keyOf(change) && !this.inFlight.has(id);
      if (onScreen.has(id) && !isHere) continue;
      next.seen.set(id, shownChange(change));
      next.updated.add(id);
      if (onScreen.has(id)) continue;
      this.asked.delete(id);
      next.diffs.delete(id);
    }
    this.setState(next);
  }

  /** The reader undid something: what they had seen just as that found it they know as it left it. */
  left(rest: Undone['rest']): void {
    const { seen } = this.deps.store.getState();
    const ids = new Map([...seen].map(([id, file]) => [fileKey(file), id]));
    const next = new Map(seen);
    for (const { was, is } of rest) {
      const id = ids.get(fileKey(was));
      const known = id === undefined ? undefined : seen.get(id);
      if (id === undefined || !known || contentKey(known) !== contentKey(was)) continue;
      next.set(id, is);
      this.undone.set(id, contentKey(is));
    }
    this.setState({ seen: next });
  }

  /** Asks again for a file whose diff failed. */
  retry(change: Change): void {
    this.asked.delete(change.id);
    this.pump();
  }

  private pump(): void {
    for (const change of this.wanted) {
      if (this.inFlight.size >= MAX_AT_ONCE) return;
      if (!this.inFlight.has(change.id) && this.asked.get(change.id) !== this.keyOf(change)) {
        void this.load(change);
      }
    }
  }

  private contextOf(change: Change): number {
    return this.deps.store.getState().contexts.get(change.id) ?? contextSteps[0];
  }

  private keyOf(change: Change): string {
    return `${contentKey(change)} ${this.contextOf(change)}`;
  }

  private async load(change: Change): Promise<void> {
    const context = this.contextOf(change);
    this.inFlight.add(change.id);
    this.asked.set(change.id, this.keyOf(change));
    const state = await this.fetch(change, context);
    this.inFlight.delete(change.id);
    this.arrived.push({ change, state });
    this.show();
    this.pump();
  }

  private async fetch(change: Change, context: number): Promise<DiffState> {
    try {
      const packed = await this.deps.call('change.diff', {
        sessionId: change.sessionId,
        change: shownChange(change),
        context,
      });
      const diff = await inSlices(unpackDiff(packed));
      return { status: 'ready', diff, context };
    } catch (error) {
      if (error instanceof AppError && error.code === 'change.not-found') this.deps.refresh();
      return { status: 'failed', error: toErrorInfo(error) };
    }
  }

  private showArrived(): void {
    const { diffs, seen, updated, awaited } = this.deps.store.getState();
    const next = { diffs: new Map(diffs), seen: new Map(seen), updated: new Set(updated), awaited };
    const waited: Change[] = [];
    const onScreen = new Set(this.onScreen.map(({ id }) => id));
    for (const { change, state } of this.arrived) {
      const { id } = change;
      const shown = shownChange(change);
      const before = next.diffs.get(id);
      const known = next.seen.get(id);
      next.diffs.delete(id);
      next.diffs.set(id, { shown, state });
      this.undone.delete(id);
      // More context, or another try, is no other content.
      if (before?.state.status === 'ready' && contentKey(before.shown) === contentKey(shown)) continue;
      if (known && newSide(known) !== newSide(shown)) next.updated.add(id);
      if (onScreen.has(id) && state.status === 'ready') next.seen.set(id, shown);
      if (awaited.has(id)) waited.push(change);
    }
    this.arrived = [];
    this.drop(next.diffs);
    next.awaited = withoutKeys(
      awaited,
      waited.map(({ id }) => id),
    );
    this.setState(next);
    for (const change of waited) this.deps.onAwaited(change);
  }

  private setState(next: Partial<ChangesUi>): void {
    this.deps.store.setState(next);
  }

  private drop(diffs: Map<string, LoadedDiff>): void {
    // Against what is awaited the next diff is compared.
    const needed = new Set([
      ...this.onScreen.map(({ id }) => id),
      ...this.deps.store.getState().awaited.keys(),
    ]);
    let lines = 0;
    for (const { state } of diffs.values()) lines += linesOf(state);
    for (const [id, { state }] of diffs) {
      if (lines <= MAX_LINES) return;
      if (needed.has(id)) continue;
      diffs.delete(id);
      this.asked.delete(id);
      lines -= linesOf(state);
    }
  }
}

function linesOf(state: DiffState): number {
  if (state.status !== 'ready' || state.diff.kind !== 'text') return 0;
  return state.diff.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
}

function without<T>(set: ReadonlySet<T>, gone: readonly T[]): ReadonlySet<T> {
  const left = new Set(set);
  for (const one of gone) left.delete(one);
  return left.size === set.size ? set : left;
}

function withoutKeys<K, V>(map: ReadonlyMap<K, V>, gone: readonly K[]): ReadonlyMap<K, V> {
  const left = new Map(map);
  for (const key of gone) left.delete(key);
  return left.size === map.size ? map : left;
}
