import type { Change } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { Call } from '../../lib/bridge';
import { asShown, type ChangesStore, contentKey, newSide, withEntry } from './changes-slice';

interface Deps {
  sessionId: SessionId;
  store: ChangesStore;
  call: Call;
  reportError(error: unknown): void;
}

/** What is known of files beside their changes: ticked off by the reader, or generated. */
export class FileMarks {
  /** What the attributes were last read for. */
  private attributesAsked: ReadonlySet<string> = new Set();

  constructor(private readonly deps: Deps) {}

  /** Reads which files were ticked off. */
  async loadViewed(): Promise<void> {
    const { sessionId, call, store, reportError } = this.deps;
    try {
      const files = await call('change.viewed', { sessionId });
      store.setState({ viewed: new Map(files.map((file) => [fileKey(file), newSide(file)])) });
    } catch (error) {
      reportError(error);
    }
  }

  /** Reads which files the repository's attributes call generated, when that can be news. */
  async loadGenerated(changes: readonly Change[]): Promise<void> {
    const { sessionId, call, store, reportError } = this.deps;
    const keys = changes.map((change) =>
      change.path.endsWith('.gitattributes') ? `${change.path} ${contentKey(change)}` : fileKey(change),
    );
    if (keys.every((key) => this.attributesAsked.has(key))) return;
    this.attributesAsked = new Set(keys);
    try {
      const files = await call('change.generated', { sessionId });
      store.setState({ attributes: new Map(files.map((file) => [fileKey(file), file.generated])) });
    } catch (error) {
      this.attributesAsked = new Set();
      // Names still tell most of them; that the worktree cannot be read is said elsewhere.
      if (!(error instanceof AppError) || error.code === 'internal') reportError(error);
    }
  }

  /** Ticks a file off as it is now, or takes that back. */
  async setViewed(change: Change, viewed: boolean): Promise<void> {
    const { sessionId, call, store, reportError } = this.deps;
    const key = fileKey(change);
    const before = store.getState();
    const shown = asShown(before, change);
    store.setState({
      viewed: withEntry(before.viewed, key, viewed ? newSide(shown) : undefined),
      collapsed: withEntry(before.collapsed, change.id, undefined),
    });
    try {
      await call('change.setViewed', { sessionId, change: shown, viewed });
    } catch (error) {
      store.setState({ viewed: withEntry(store.getState().viewed, key, before.viewed.get(key)) });
      reportError(error);
    }
  }
}
