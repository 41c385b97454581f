import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { fileKey } from '../../../shared/domain/file-key';
import type { SessionId } from '../../../shared/domain/ids';
import type { RewindFile, RewindPreview, RewindTarget, TimelineEntry } from '../../../shared/domain/rewind';
import { type ErrorInfo, toErrorInfo } from '../../../shared/errors';
import type { Output } from '../../../shared/ipc/contract';
import type { Call } from '../../lib/bridge';
import type { Notice } from '../../lib/toasts';
import { timelineStrings as strings } from '../../strings/timeline';

export interface Rewinding {
  entry: TimelineEntry;
  target: RewindTarget;
  /** Null until it is known what would happen. */
  preview: RewindPreview | null;
  /** Keys of files in conflict that go back as a whole. */
  take: ReadonlySet<string>;
  busy: boolean;
}

export interface TimelineState {
  entries: readonly TimelineEntry[] | null;
  /** Why they cannot be read. */
  error: ErrorInfo | null;
  chosen: TimelineEntry | null;
  /** Files that differed from the base, by checkpoint. */
  moments: ReadonlyMap<string, FilesThen>;
  rewinding: Rewinding | null;
}

export type FilesThen = Output<'rewind.filesAt'>;

interface Deps {
  sessionId: SessionId;
  call: Call;
  notify(notice: Notice): void;
  reportError(error: unknown): void;
  undo(ordinal: number): void;
}

/** What the open timeline knows and does; failures are reported here. */
export class TimelineModel {
  readonly use: UseBoundStore<StoreApi<TimelineState>> = create<TimelineState>()(() => ({
    entries: null,
    error: null,
    chosen: null,
    moments: new Map(),
    rewinding: null,
  }));

  constructor(private readonly deps: Deps) {}

  async load(): Promise<void> {
    const { call, sessionId } = this.deps;
    try {
      const entries = await call('rewind.timeline', { sessionId });
      this.use.setState({ entries, error: null });
      if (entries[0]) void this.choose(entries[0]);
    } catch (error) {
      this.use.setState({ error: toErrorInfo(error) });
    }
  }

  /** Shows what the session was like after an entry. */
  async choose(entry: TimelineEntry): Promise<void> {
    if (this.use.getState().chosen === entry) return;
    this.use.setState({ chosen: entry });
    const { moments } = this.use.getState();
    if (moments.has(entry.after)) return;
    const { sessionId, call } = this.deps;
    const files = await this.#reporting(() => call('rewind.filesAt', { sessionId, checkpoint: entry.after }));
    if (files) this.use.setState(({ moments }) => ({ moments: new Map(moments).set(entry.after, files) }));
  }

  /** Asks what taking back would do; nothing moves. */
  async look(entry: TimelineEntry, target: RewindTarget): Promise<void> {
    const { sessionId, call } = this.deps;
    const rewinding: Rewinding = { entry, target, preview: null, take: new Set(), busy: false };
    this.use.setState({ rewinding });
    const preview = await this.#reporting(() => call('rewind.preview', { sessionId, target }));
    // Gone back, or on to something else, in the meantime.
    if (this.use.getState().rewinding?.target !== target) return;
    this.use.setState({ rewinding: preview ? { ...rewinding, preview } : null });
  }

  /** Whether a file in conflict goes back as a whole. */
  take(file: RewindFile, whole: boolean): void {
    this.#change((rewinding) => {
      const take = new Set(rewinding.take);
      if (whole) take.add(fileKey(file));
      else take.delete(fileKey(file));
      return { take };
    });
  }

  leave(): void {
    this.use.setState({ rewinding: null });
  }

  /** Does what was previewed. True when it was done. */
  async apply(): Promise<boolean> {
    const { rewinding } = this.use.getState();
    if (!rewinding?.preview || rewinding.busy) return false;
    const { sessionId, call, notify, undo } = this.deps;
    const { target, preview, take } = rewinding;
    this.#change(() => ({ busy: true }));
    const decision = await this.#reporting(() =>
      call('rewind.apply', {
        sessionId,
        target,
        checkpoint: preview.checkpoint,
        take: preview.files.filter((file) => take.has(fileKey(file))),
      }),
    );
    if (!decision) {
      // What was shown may be stale: nothing was moved, and it is looked at again.
      void this.look(rewinding.entry, { ...target });
      return false;
    }
    const action = { label: strings.undo, run: () => undo(decision.ordinal) };
    notify({ id: 'decided', title: strings.done(decision.what.files), tone: 'success', action });
    return true;
  }

  #change(edit: (rewinding: Rewinding) => Partial<Rewinding>): void {
    this.use.setState(({ rewinding }) =>
      rewinding ? { rewinding: { ...rewinding, ...edit(rewinding) } } : {},
    );
  }

  async #reporting<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.deps.reportError(error);
      return undefined;
    }
  }
}
