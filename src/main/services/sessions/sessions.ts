import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type RepositoryId, type SessionId, sessionId as toSessionId } from '../../../shared/domain/ids';
import type { Session, Worktree } from '../../../shared/domain/session';
import { isLive, type LifeAct, reduceLife } from '../../../shared/domain/session-life';
import { UNTITLED } from '../../../shared/domain/session-title';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { CheckoutProgress } from '../../git/worktrees/check-out-files';
import type { SessionState, StoredSession } from '../../store/repositories/sessions';
import type { Store } from '../../store/store';
import type { Log } from '../log';
import { type DescribeDeps, describeSessions } from './describe-sessions';
import type { PrepareOptions } from './prepare-worktree';

export interface SessionsDeps extends DescribeDeps {
  store: DescribeDeps['store'] & Pick<Store, 'sessions'>;
  /** Makes the worktree of a session, or brings it back when its folder is gone. Throws AppError. */
  prepare(session: StoredSession, how: PrepareOptions): Promise<Worktree>;
  /** Called once a session's worktree is ready. */
  onReady(sessionId: SessionId): void;
  onChange(session: Session): void;
  onRemoved(sessionId: SessionId): void;
  log: Log;
  now?(): number;
}

interface Preparation {
  done: Promise<void>;
  abort: AbortController;
  progress?: CheckoutProgress;
}

/** The lines of work: each owns one worktree, made in the background when the session is created. */
export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #preparing = new Map<SessionId, Preparation>();
  /** How preparations ended that a full disk would not let the store keep. */
  readonly #unwritten = new Map<SessionId, SessionState>();

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
      title: title.trim() || UNTITLED,
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
    const state = this.#stateOf(session);
    if (state.kind === 'failed') {
      throw new AppError('worktree.missing', state.message, 'Try again in the session, or create a new one.');
    }
    if (!isLive(session))
      throw new AppError('session.archived', 'This session was put away.', 'Restore it first.');
    return this.#deps.store.sessions.getWorktree(id);
  }

  get(id: SessionId): Session {
    return this.#toSessions([this.#deps.store.sessions.get(id)])[0] as Session;
  }

  /** The session; undefined when it is gone. */
  find(id: SessionId): Session | undefined {
    const stored = this.#deps.store.sessions.find(id);
    return stored && this.#toSessions([stored])[0];
  }

  /** The live ones, the one used last first. */
  list(): Session[] {
    return this.#toSessions(this.#deps.store.sessions.list());
  }

  /** Archived sessions, the one archived last first; also of repositories that were forgotten. */
  listArchived(): Session[] {
    return this.#toSessions(this.#deps.store.sessions.listArchived());
  }

  /** Sessions in the bin, the one deleted last first. */
  listBinned(): Session[] {
    return this.#toSessions(this.#deps.store.sessions.listBinned());
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

  /** Moves the session on in its life; an act that does not apply changes nothing. */
  act(id: SessionId, act: LifeAct): void {
    const before = this.#deps.store.sessions.get(id);
    const life = reduceLife(before.life, act);
    if (life === before.life) return;
    this.#deps.store.sessions.setLife(id, life);
    if (life.kind === 'live') this.#comeBack(id);
    else if (isLive(before)) this.#deps.onRemoved(id);
  }

  /** Calls off the making of a session's worktree, and returns when nothing of it is left. */
  async callOff(id: SessionId): Promise<void> {
    const preparation = this.#preparing.get(id);
    preparation?.abort.abort();
    await preparation?.done;
  }

  /**
   * Shows a session again that was put away, and begins to make its worktree when there is none any more. Throws
   * `session.archived` for one that is being removed for good.
   */
  restore(id: SessionId): void {
    this.act(id, { type: 'restore' });
    const session = this.#deps.store.sessions.get(id);
    if (!isLive(session))
      throw new AppError('session.archived', `“${session.title}” is being removed already.`);
    this.#comeBack(id);
  }

  /** Makes the worktree of a live session anew, from its newest checkpoint. */
  remake(id: SessionId): void {
    if (this.#preparing.has(id)) return;
    this.#deps.store.sessions.setState(id, { kind: 'preparing' });
    this.#unwritten.delete(id);
    this.#begin(this.#deps.store.sessions.get(id));
    this.changed(id);
  }

  /** True while the session's worktree is being made. */
  isPreparing(id: SessionId): boolean {
    return this.#preparing.has(id);
  }

  /** True when the worktree of a session could be made, so that turns may run in it. */
  isPrepared(id: SessionId): boolean {
    return this.#stateOf(this.#deps.store.sessions.get(id)).kind === 'ready';
  }

  #comeBack(id: SessionId): void {
    const session = this.#deps.store.sessions.get(id);
    const { worktree } = session;
    const isWhole = this.#stateOf(session).kind === 'ready' && worktree && existsSync(worktree.path);
    if (isWhole) this.changed(id);
    else this.remake(id);
  }

  /** Publishes the session as it is now. */
  changed(id: SessionId): Session {
    const session = this.get(id);
    if (isLive(session)) this.#deps.onChange(session);
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
    const onProgress = (progress: CheckoutProgress) => {
      preparation.progress = progress;
      this.changed(session.id);
    };
    // Kept before anything is made, so that the next start knows what a crash left half made.
    const onNamed = (worktree: Worktree) => sessions.setWorktree(session.id, worktree);
    let state: SessionState = { kind: 'ready' };
    try {
      const worktree = await this.#deps.prepare(session, { signal, onNamed, onProgress });
      sessions.setWorktree(session.id, worktree);
    } catch (error) {
      const { message, hint } = signal.aborted
        ? { message: 'Making the worktree was called off.', hint: undefined }
        : toErrorInfo(error);
      this.#deps.log.warn('session could not be prepared', { session: session.id, error: String(error) });
      state = { kind: 'failed', message: hint ? `${message} ${hint}` : message };
    }
    this.#settle(session, state);
  }

  #settle({ id, worktree }: StoredSession, state: SessionState): void {
    const { sessions } = this.#deps.store;
    try {
      // One that was never there was taken away as it was made.
      if (state.kind === 'failed' && !worktree) sessions.deleteWorktree(id);
      sessions.setState(id, state);
      this.#unwritten.delete(id);
    } catch (error) {
      this.#unwritten.set(id, state);
      this.#deps.log.error('how a preparation ended was not written', { session: id, error: String(error) });
    }
    this.#preparing.delete(id);
    if (state.kind === 'ready') this.#deps.onReady(id);
    this.changed(id);
  }

  #stateOf({ id, state }: StoredSession): SessionState {
    return this.#unwritten.get(id) ?? state;
  }

  #toSessions(stored: StoredSession[]): Session[] {
    return describeSessions(this.#deps, stored, {
      stateOf: (session) => this.#stateOf(session),
      progressOf: (id) => this.#preparing.get(id)?.progress,
    });
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}
