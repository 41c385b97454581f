import type { Change } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { Call } from '../../lib/bridge';
import type { Notice } from '../../lib/toasts';
import { changesStrings } from '../../strings/changes';
import { type ChangesStore, contentKey, type Decision, withEntry } from './changes-slice';
import { moreContext } from './model/diff-rows';
import { shownChange } from './model/list-changes';

interface Deps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
  notify(notice: Notice): void;
  reportError(error: unknown): void;
}

/** What the reader can do in the panel; each reports its own failure. */
export class ChangesActions {
  constructor(private readonly deps: Deps) {}

  /** Accepts or rejects files exactly as they were shown; all of them or, when one is stale, none. */
  async decide(decision: Decision, changes: readonly Change[]): Promise<void> {
    const { store, sessionId, call } = this.deps;
    const free = changes.filter(({ id }) => !store.getState().pending.has(id));
    if (free.length === 0) return;
    this.setPending(free, decision);
    const input = { sessionId, changes: free.map((change) => this.asShown(change)) };
    try {
      if (decision === 'accept') {
        await call('change.accept', input);
        this.deps.notify({ title: changesStrings.accepted(free.length), tone: 'success' });
      } else {
        await call('change.reject', input);
        this.sayRejected(free);
      }
      const decided = new Map(store.getState().decided);
      free.forEach(({ id }, index) => {
        const shown = input.changes[index];
        if (shown) decided.set(id, contentKey(shown));
      });
      store.setState({ decided, hasDecided: true });
    } catch (error) {
      await this.sayFailed(error, free);
    } finally {
      this.setPending(free, undefined);
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

  /** Asks for more unchanged lines around a file's changes, up to the whole file. */
  expandContext(change: Change): void {
    const { store } = this.deps;
    const { contexts, diffs } = store.getState();
    const state = diffs.get(change.id)?.state;
    const more = state?.status === 'ready' ? moreContext(state.context) : undefined;
    if (more !== undefined) store.setState({ contexts: withEntry(contexts, change.id, more) });
  }

  private asShown(change: Change): ShownChange {
    const loaded = this.deps.store.getState().diffs.get(change.id);
    return loaded?.state.status === 'ready' ? loaded.shown : shownChange(change);
  }

  private setPending(changes: readonly Change[], decision: Decision | undefined): void {
    const pending = new Map(this.deps.store.getState().pending);
    for (const { id } of changes) {
      if (decision) pending.set(id, decision);
      else pending.delete(id);
    }
    this.deps.store.setState({ pending });
  }

  private sayRejected(changes: readonly Change[]): void {
    const only = changes.length === 1 ? changes[0] : undefined;
    this.deps.notify({
      title: only ? changesStrings.rejected(only.path) : changesStrings.rejectedMany(changes.length),
      description: changesStrings.checkpointKept,
    });
  }

  private async sayFailed(error: unknown, changes: readonly Change[]): Promise<void> {
    if (!(error instanceof AppError) || error.code !== 'change.stale') {
      this.deps.reportError(error);
      return;
    }
    await this.refresh();
    this.deps.notify({
      title: changesStrings.stale(changes.length, changes[0]?.path ?? ''),
      description: changesStrings.staleHint,
      timeout: 12_000,
    });
  }
}
