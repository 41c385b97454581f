import type { Change } from '../../../shared/domain/change';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { Call } from '../../lib/bridge';
import type { ChangesStore, LoadedDiff } from './changes-slice';
import { contextSteps } from './model/diff-rows';
import type { DiffState } from './model/file-body';
import { shownChange } from './model/list-changes';

const MAX_AT_ONCE = 3;
/** Diff lines kept in memory over all files; beyond it the ones longest out of sight are dropped. */
const MAX_LINES = 400_000;

interface Deps {
  call: Call;
  store: ChangesStore;
  /** Asked when the host says that what we know is out of date. */
  refresh(): void;
  /** Told when the diff that a decision on a part of the file waited for is here. */
  onAwaited(change: Change): void;
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

  constructor(private readonly deps: Deps) {}

  /** Says which files are on screen, in order. */
  want(changes: readonly Change[]): void {
    this.wanted = changes;
    this.pump();
  }

  /** Looks again at what is wanted: more context may have been asked for. */
  again(): void {
    this.pump();
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
    return `${change.oldOid} ${change.newOid} ${change.oldMode} ${change.newMode} ${this.contextOf(change)}`;
  }

  private async load(change: Change): Promise<void> {
    const context = this.contextOf(change);
    this.inFlight.add(change.id);
    this.asked.set(change.id, this.keyOf(change));
    const state = await this.fetch(change, context);
    this.inFlight.delete(change.id);
    this.keep(change, state);
    this.pump();
  }

  private async fetch(change: Change, context: number): Promise<DiffState> {
    try {
      const diff = await this.deps.call('change.diff', {
        sessionId: change.sessionId,
        change: shownChange(change),
        context,
        ...(change.oldPath !== undefined && { oldPath: change.oldPath }),
      });
      return { status: 'ready', diff, context };
    } catch (error) {
      if (error instanceof AppError && error.code === 'change.stale') this.deps.refresh();
      return { status: 'failed', error: toErrorInfo(error) };
    }
  }

  private keep(change: Change, state: DiffState): void {
    const { diffs, updated, awaited } = this.deps.store.getState();
    const before = diffs.get(change.id);
    const next = new Map(diffs);
    next.delete(change.id);
    next.set(change.id, { shown: shownChange(change), state });
    this.drop(next);
    const known = before?.state.status === 'ready' ? before : undefined;
    const same = known?.shown.newOid === change.newOid && known.shown.oldOid === change.oldOid;
    // What the reader did themselves is not marked as news.
    const replaced = known && known.shown.newOid !== change.newOid && !awaited.has(change.id);
    const still = new Set(awaited);
    still.delete(change.id);
    this.deps.store.setState({
      diffs: next,
      ...(!same && awaited.has(change.id) && { awaited: still }),
      ...(replaced && { updated: new Set(updated).add(change.id) }),
    });
    if (!same && awaited.has(change.id)) this.deps.onAwaited(change);
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
