import type { Change } from '../../../shared/domain/change';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { Call } from '../../lib/bridge';
import { type ChangesStore, contentKey, type LoadedDiff } from './changes-slice';
import { contextSteps } from './model/diff-rows';
import type { DiffState } from './model/file-body';
import { shownChange } from './model/list-changes';

const MAX_AT_ONCE = 3;
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
 * Fetches the diffs of the files on screen, the top one first; what scrolled away before its turn is
 * never asked for. A diff stays shown until its newer version is here.
 */
export class DiffLoader {
  private wanted: readonly Change[] = [];
  private readonly inFlight = new Set<string>();
  /** What was asked last for each file, so that a refusal is not asked again and again. */
  private readonly asked = new Map<string, string>();
  /** Diffs that are here and not yet shown: each draws the panel again, so those of one frame are shown together. */
  private arrived: Arrived[] = [];
  private readonly show: () => void;

  constructor(private readonly deps: Deps) {
    const show = () => this.showArrived();
    this.show = deps.gathered?.(show) ?? show;
  }

  /** Says which files are on screen, in order. */
  want(changes: readonly Change[]): void {
    this.wanted = changes;
    this.pump();
  }

  /** Looks again at what is wanted: more context may have been asked for. */
  again(): void {
    this.pump();
  }

  /** Lets go of diffs: of files that are gone, or of what was shown of files out of sight before they changed. */
  forget(files: readonly string[], { alsoInSight }: { alsoInSight: boolean }): void {
    const { store } = this.deps;
    const inSight = new Set(alsoInSight ? [] : this.wanted.map(({ id }) => id));
    const diffs = new Map(store.getState().diffs);
    for (const id of files) {
      if (inSight.has(id)) continue;
      this.asked.delete(id);
      diffs.delete(id);
    }
    if (diffs.size !== store.getState().diffs.size) store.setState({ diffs });
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
      const diff = await this.deps.call('change.diff', {
        sessionId: change.sessionId,
        change: shownChange(change),
        context,
      });
      return { status: 'ready', diff, context };
    } catch (error) {
      if (error instanceof AppError && error.code === 'change.not-found') this.deps.refresh();
      return { status: 'failed', error: toErrorInfo(error) };
    }
  }

  private showArrived(): void {
    const { diffs, updated, awaited } = this.deps.store.getState();
    const next = { diffs: new Map(diffs), updated: new Set(updated), awaited: new Set(awaited) };
    const told: Change[] = [];
    for (const { change, state } of this.arrived) {
      const before = next.diffs.get(change.id);
      next.diffs.delete(change.id);
      next.diffs.set(change.id, { shown: shownChange(change), state });
      const known = before?.state.status === 'ready' ? before : undefined;
      const same = known?.shown.newOid === change.newOid && known.shown.oldOid === change.oldOid;
      const isAwaited = next.awaited.has(change.id);
      // What the reader did themselves is not marked as news.
      if (known && known.shown.newOid !== change.newOid && !isAwaited) next.updated.add(change.id);
      if (same || !isAwaited) continue;
      next.awaited.delete(change.id);
      told.push(change);
    }
    this.arrived = [];
    this.drop(next.diffs);
    this.deps.store.setState({
      diffs: next.diffs,
      ...(next.updated.size !== updated.size && { updated: next.updated }),
      ...(told.length > 0 && { awaited: next.awaited }),
    });
    for (const change of told) this.deps.onAwaited(change);
  }

  private drop(diffs: Map<string, LoadedDiff>): void {
    const onScreen = new Set(this.wanted.map(({ id }) => id));
    let lines = 0;
    for (const { state } of diffs.values()) lines += linesOf(state);
    for (const [id, { state }] of diffs) {
      if (lines <= MAX_LINES) return;
      if (onScreen.has(id)) continue;
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
