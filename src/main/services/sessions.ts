import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type RepositoryId, type SessionId, sessionId as toSessionId } from '../../shared/domain/ids';
import type { Session, SessionStatus, Worktree } from '../../shared/domain/session';
import { isActive, isResumable } from '../../shared/domain/turn';
import { AppError, toErrorInfo } from '../../shared/errors';
import type { SessionState, StoredSession } from '../store/repositories/sessions';
import type { LatestTurn } from '../store/repositories/turns';
import type { Store } from '../store/store';
import type { Log } from './log';

export interface SessionsDeps {
  store: Pick<Store, 'sessions' | 'turns' | 'pendingChanges'>;
  /** Makes the worktree of a new session. Throws AppError. */
  makeWorktree(
    session: StoredSession,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Worktree>;
  /** Brings back the worktree of a session whose folder is gone. Throws AppError. */
  restoreWorktree(
    session: StoredSession,
    worktree: Worktree,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<void>;
  /** Called once a session's worktree is ready. */
  onReady(sessionId: SessionId): void;
  isQueueHeld(sessionId: SessionId): boolean;
  isQueuePaused(sessionId: SessionId): boolean;
  /** True while an agent of the session waits for the user to decide about its earlier conversation. */
  hasLostContext(sessionId: SessionId): boolean;
  onChange(session: Session): void;
  onRemoved(sessionId: SessionId): void;
  log: Log;
  now?(): number;
}

/** Files checked out so far, of how many. */
export interface Progress {
  done: number;
  total: number;
}

interface Preparation {
  done: Promise<void>;
  abort: AbortController;
  progress?: Progress;
}

/** The lines of work: each owns one worktree, made in the background when the session is created. */
export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #preparing = new Map<SessionId, Preparation>();

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** Tells the truth about sessions whose preparation an earlier run did not finish. */
  start(): void {
    for (const { id, state } of this.#deps.store.sessions.list()) {
      if (state.kind !== 'preparing') continue;
      const message = 'Coppice was closed while the worktree was being made.';
      this.#deps.store.sessions.setState(id, { kind: 'failed', message });
    }
  }

  /** Creates a session and begins to make its worktree; `worktree` waits for that. */
  create(repositoryId: RepositoryId, title: string, baseRef?: string): Session {
    const session = this.#deps.store.sessions.insert({
      id: toSessionId.parse(randomUUID()),
      repositoryId,
      title: title.trim() || 'Untitled session',
      createdAt: this.#now(),
      ...(baseRef && { baseRef }),
    });
    this.#begin(session);
    return this.changed(session.id);
  }

  /** The session's worktree once it is ready. Throws `worktree.missing` when it could not be made, `session.archived`. */
  async worktree(id: SessionId): Promise<Worktree> {
    await this.#preparing.get(id)?.done;
    const session = this.#deps.store.sessions.get(id);
    if (session.state.kind === 'failed') {
      throw new AppError(
        'worktree.missing',
        session.state.message,
        'Archive this session and restore it to try again, or create a new one.',
      );
    }
    if (session.archivedAt)
      throw new AppError('session.archived', 'This session is archived.', 'Restore it first.');
    return this.#deps.store.sessions.getWorktree(id);
  }

  get(id: SessionId): Session {
    return this.#toSessions([this.#deps.store.sessions.get(id)])[0] as Session;
  }

  /** Sessions that are not archived, the one used last first. */
  list(): Session[] {
    return this.#toSessions(this.#deps.store.sessions.list());
  }

  /** Archived sessions, the one archived last first; also of repositories that were forgotten. */
  listArchived(): Session[] {
    return this.#toSessions(this.#deps.store.sessions.listArchived());
  }

  rename(id: SessionId, title: string): void {
    this.#deps.store.sessions.rename(id, title);
    this.changed(id);
  }

  setUnread(id: SessionId, unread: boolean): void {
    if (this.#deps.store.sessions.get(id).unread === unread) return;
    this.#deps.store.sessions.setUnread(id, unread);
    this.changed(id);
  }

  /** Moves the session up in lists: something happened in it. */
  touch(id: SessionId): void {
    this.#deps.store.sessions.touch(id, this.#now());
  }

  /** Hides the session; its worktree, branch and log stay until it is deleted. */
  archive(id: SessionId): void {
    this.#deps.store.sessions.archive(id, this.#now());
    this.#deps.onRemoved(id);
  }

  /** Calls off the making of a session's worktree, and returns when nothing of it is left. */
  async callOff(id: SessionId): Promise<void> {
    const preparation = this.#preparing.get(id);
    preparation?.abort.abort();
    await preparation?.done;
  }

  /** Shows an archived session again, and begins to make its worktree when there is none any more. */
  restore(id: SessionId): void {
    const { sessions } = this.#deps.store;
    sessions.restore(id);
    const session = sessions.get(id);
    const { worktree } = session;
    if (!this.#preparing.has(id) && !(worktree && existsSync(worktree.path))) {
      sessions.setState(id, { kind: 'preparing' });
      this.#begin(session);
    }
    this.changed(id);
  }

  /** Publishes the session as it is now. */
  changed(id: SessionId): Session {
    const session = this.get(id);
    if (!session.archivedAt) this.#deps.onChange(session);
    return session;
  }

  /** Ends what is being prepared. */
  async stop(): Promise<void> {
    const preparing = [...this.#preparing.values()];
    for (const { abort } of preparing) abort.abort();
    await Promise.all(preparing.map(({ done }) => done));
  }

  #begin(session: StoredSession): void {
    const preparation: Preparation = { abort: new AbortController(), done: Promise.resolve() };
    this.#preparing.set(session.id, preparation);
    preparation.done = this.#prepare(session, preparation);
  }

  async #prepare(session: StoredSession, preparation: Preparation): Promise<void> {
    const { sessions } = this.#deps.store;
    const { signal } = preparation.abort;
    const onProgress = (progress: Progress) => {
      preparation.progress = progress;
      this.changed(session.id);
    };
    try {
      if (session.worktree) await this.#deps.restoreWorktree(session, session.worktree, signal, onProgress);
      else sessions.setWorktree(session.id, await this.#deps.makeWorktree(session, signal, onProgress));
      sessions.setState(session.id, { kind: 'ready' });
      this.#deps.onReady(session.id);
    } catch (error) {
      const { message, hint } = signal.aborted
        ? { message: 'Making the worktree was called off.', hint: undefined }
        : toErrorInfo(error);
      this.#deps.log.warn('session could not be prepared', { session: session.id, error: String(error) });
      sessions.setState(session.id, { kind: 'failed', message: hint ? `${message} ${hint}` : message });
    }
    this.#preparing.delete(session.id);
    this.changed(session.id);
  }

  // What is derived is asked for once for all of them: a thousand sessions must not be thousands of statements.
  #toSessions(stored: StoredSession[]): Session[] {
    const { pendingChanges, turns } = this.#deps.store;
    const ids = stored.map(({ id }) => id);
    const [changes, queued, latest] = [
      pendingChanges.counts(ids),
      turns.countQueued(ids),
      turns.latestStates(ids),
    ];
    return stored.map(({ state, baseRef: _baseRef, ...rest }) => ({
      ...rest,
      status: this.#statusOf(rest.id, state, latest.get(rest.id), queued.get(rest.id) ?? 0),
      changes: changes.get(rest.id) ?? { files: 0, insertions: 0, deletions: 0 },
      queued: queued.get(rest.id) ?? 0,
      queueHeld: this.#deps.isQueueHeld(rest.id),
      queuePaused: this.#deps.isQueuePaused(rest.id),
    }));
  }

  #statusOf(
    id: SessionId,
    state: SessionState,
    latest: LatestTurn | undefined,
    queued: number,
  ): SessionStatus {
    if (state.kind === 'preparing') return { kind: 'preparing', ...this.#preparing.get(id)?.progress };
    if (state.kind === 'failed') return state;
    if (latest && isActive(latest.state)) {
      return { kind: latest.state.status === 'awaiting' ? 'needs-you' : 'working' };
    }
    if (queued > 0 && this.#deps.hasLostContext(id)) return { kind: 'needs-you' };
    if (latest?.state.status !== 'ended') return { kind: 'idle' };
    const { stopReason, error } = latest.state;
    if (stopReason === 'failed') return { kind: 'failed', message: error?.message ?? 'The turn failed.' };
    return { kind: isResumable(latest) ? 'interrupted' : 'idle' };
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}
