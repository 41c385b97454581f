import type { SessionId } from '../../shared/domain/ids';
import { detailOf, type EventBatch, type HostEvent, type WindowRequest } from '../../shared/ipc/events';
import type { AppSnapshot, SessionSnapshot } from '../../shared/ipc/snapshots';
import type { AppState, OpenSession } from './app-store';
import { applyHostEvents } from './apply-host-events';

export interface HostFeedDeps {
  get(): AppState;
  set(state: AppState): void;
  appSnapshot(): Promise<AppSnapshot>;
  sessionSnapshot(id: SessionId): Promise<SessionSnapshot>;
  /** Asks for `flush()` to be called soon, at most once until it is. */
  scheduleFlush(): void;
  onAsked(request: WindowRequest): void;
  onFailed(error: unknown): void;
}

/**
 * Keeps the cache equal to main: a snapshot, then every later batch exactly once and in order. A gap
 * in the numbers means batches were lost, and everything is asked for anew.
 */
export class HostFeed {
  /** Number of the last batch taken over, by snapshot or one by one; null while a snapshot is awaited. */
  private last: number | null = null;
  /** Batches that arrived while a snapshot was awaited. */
  private held: EventBatch[] = [];
  /** Batches taken over but not applied yet. */
  private pending: EventBatch[] = [];
  /** Batches applied while a session is being opened, whose snapshot may be older than them. */
  private whileOpening: EventBatch[] | null = null;
  private openAttempt = 0;
  private syncAttempt = 0;

  constructor(private readonly deps: HostFeedDeps) {}

  /** Takes a fresh snapshot and drops what it already contains; safe to call at any time. */
  async sync(): Promise<void> {
    const attempt = ++this.syncAttempt;
    this.last = null;
    // The snapshot will contain them, but not what they ask the window to do.
    this.held.unshift(...this.pending);
    this.pending = [];
    try {
      const snapshot = await this.deps.appSnapshot();
      const reopenId = this.deps.get().open?.id;
      if (attempt !== this.syncAttempt) return;
      this.takeSnapshot(snapshot);
      if (!reopenId) return;
      if (snapshot.sessions.some((session) => session.id === reopenId)) await this.open(reopenId);
      else this.close();
    } catch (error) {
      if (attempt === this.syncAttempt) this.deps.onFailed(error);
    }
  }

  receive(batch: EventBatch): void {
    if (this.last === null) {
      this.held.push(batch);
      return;
    }
    if (batch.number <= this.last) return;
    if (batch.number !== this.last + 1) {
      this.held = [batch];
      void this.sync();
      return;
    }
    this.last = batch.number;
    this.pending.push(batch);
    this.deps.scheduleFlush();
  }

  /** Applies what has arrived since the last flush. */
  flush(): void {
    const batches = this.pending;
    this.pending = [];
    if (batches.length === 0) return;
    this.whileOpening?.push(...batches);
    const before = this.deps.get();
    const events = batches.flatMap((batch) => fresh(batch, before.open));
    this.deps.set(applyHostEvents(before, events));
    this.answer(events);
  }

  /** Opens a session: its snapshot, then every later event. Throws what the host refused with. */
  async open(id: SessionId): Promise<void> {
    const attempt = ++this.openAttempt;
    this.flush();
    this.whileOpening = [];
    try {
      const snapshot = await this.deps.sessionSnapshot(id);
      if (attempt !== this.openAttempt) return;
      this.flush();
      const missed = this.whileOpening.filter((batch) => batch.number > snapshot.number);
      const opened: AppState = { ...this.deps.get(), open: toOpenSession(snapshot) };
      const details = missed.flatMap((batch) => batch.events.filter((event) => detailOf(event) === id));
      this.deps.set(applyHostEvents(opened, details));
    } finally {
      if (attempt === this.openAttempt) this.whileOpening = null;
    }
  }

  /** Forgets the open session, also one that is still being opened. */
  close(): void {
    this.openAttempt++;
    this.whileOpening = null;
    if (this.deps.get().open) this.deps.set({ ...this.deps.get(), open: null });
  }

  private takeSnapshot(snapshot: AppSnapshot): void {
    const { number, view: _view, ...facts } = snapshot;
    this.deps.set({ ...this.deps.get(), ...facts, phase: { kind: 'ready' } });
    this.last = number;
    const held = this.held;
    this.held = [];
    for (const batch of held) {
      if (batch.number <= number) this.answer(batch.events);
      else this.receive(batch);
    }
  }

  private answer(events: readonly HostEvent[]): void {
    for (const event of events) if (event.type === 'window.asked') this.deps.onAsked(event.show);
  }
}

/** A session snapshot may be newer than batches that still arrive: those say nothing new of it. */
function fresh(batch: EventBatch, open: OpenSession | null): HostEvent[] {
  if (!open || batch.number > open.number) return batch.events;
  return batch.events.filter((event) => detailOf(event) !== open.id);
}

function toOpenSession(snapshot: SessionSnapshot): OpenSession {
  const {
    number,
    session,
    transcript,
    hasOlder,
    turns,
    agentSessions,
    changeSet,
    comments,
    draft,
    commentDrafts,
  } = snapshot;
  return {
    id: session.id,
    number,
    transcript,
    hasOlder,
    loadingOlder: false,
    turns,
    agentSessions,
    changeSet,
    comments,
    draft,
    commentDrafts,
    usage: {},
  };
}
