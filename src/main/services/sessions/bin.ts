import type { BinnedSession, RemovedSession } from '../../../shared/domain/bin';
import type { SessionId } from '../../../shared/domain/ids';
import { BIN_MS, removalTime } from '../../../shared/domain/session-life';
import { AppError, toErrorInfo } from '../../../shared/errors';
import { exists } from '../../git/worktrees/linked-worktrees';
import type { StoredSession } from '../../store/repositories/sessions';
import type { Store } from '../../store/store';
import type { Disk } from '../disk/disk';
import type { Log } from '../log';
import { discardSession, finishRemoval } from './remove-session';
import type { Sessions } from './sessions';

export interface BinDeps {
  store: Pick<Store, 'sessions' | 'repositories' | 'events'>;
  sessions: Sessions;
  disk: Disk;
  /** Where Coppice makes worktrees: nothing outside of it is deleted without git's word for whose it is. */
  worktreesFolder: string;
  log: Log;
  now?(): number;
}

const HOUR = 60 * 60 * 1000;

/** Deleted sessions: whole for 30 days, then, or when the user says so, removed for good. */
export class Bin {
  readonly #deps: BinDeps;
  readonly #problems = new Map<SessionId, string>();
  /** Removals whose files are still being deleted. */
  readonly #finishing = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #tidying: Promise<void> | undefined;
  #measuring = new AbortController();
  #stopped = false;

  constructor(deps: BinDeps) {
    this.#deps = deps;
  }

  /** Goes on with what an earlier run did not finish, and removes what is due, now and every hour. */
  start(): void {
    this.#timer = setInterval(() => void this.tidy(), HOUR);
    this.#timer.unref();
    void this.tidy();
  }

  /** The one deleted last first; without those whose files are being deleted, unless that failed. */
  list(): BinnedSession[] {
    return this.#deps.sessions.listBinned().flatMap((session) => {
      const removedAt = removalTime(session.life);
      const problem = this.#problems.get(session.id);
      if (removedAt === undefined && !problem) return [];
      return [{ session, ...(removedAt && { removedAt }), ...(problem && { problem }) }];
    });
  }

  /** Bytes the session's worktree takes on disk; null when nobody waits for it any more. */
  async measure(id: SessionId): Promise<number | null> {
    const { signal } = this.#measuring;
    const path = this.#deps.store.sessions.get(id).worktree?.path;
    if (!path) return 0;
    try {
      return await this.#deps.disk.measure(path, signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  /** Calls off all measuring that is under way. */
  stopMeasuring(): void {
    this.#measuring.abort();
    this.#measuring = new AbortController();
  }

  /**
   * Removes sessions of the bin for good, one after the other. Answers when git has let go of them; their files are
   * deleted after that. The first one that cannot be removed stays in the bin and is thrown, `change.stale` for one that
   * is not there any more.
   */
  async remove(ids: readonly SessionId[]): Promise<RemovedSession[]> {
    const removed: RemovedSession[] = [];
    for (const id of ids) removed.push(await this.#remove(id));
    return removed;
  }

  /** Removes what is due, and goes on with what was begun. What cannot be removed now is tried again later. */
  tidy(): Promise<void> {
    this.#tidying ??= this.#tidy().finally(() => {
      this.#tidying = undefined;
    });
    return this.#tidying;
  }

  async #tidy(): Promise<void> {
    const now = this.#deps.now?.() ?? Date.now();
    const isDue = (session: StoredSession | undefined) => session !== undefined && this.#isDue(session, now);
    for (const session of this.#deps.store.sessions.listBinned()) {
      try {
        if (!isDue(session) || !(await this.#isReachable(session)) || this.#stopped) continue;
        // While others were removed, this one may have been restored.
        if (isDue(this.#deps.store.sessions.find(session.id))) await this.#remove(session.id);
      } catch (error) {
        this.#deps.log.warn('a session could not be removed', { session: session.id, error: String(error) });
      }
    }
  }

  #isDue({ life }: StoredSession, now: number): boolean {
    return life.kind === 'removing' || (life.kind === 'binned' && life.at + BIN_MS <= now);
  }

  // A disk that is not there now may come back with what git keeps of the session.
  #isReachable({ repositoryId }: StoredSession): Promise<boolean> {
    return exists(this.#deps.store.repositories.get(repositoryId).path);
  }

  /** Ends measuring and deleting; the next start goes on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.stopMeasuring();
    await this.#tidying;
    await this.#deps.disk.stop();
    await Promise.all(this.#finishing);
  }

  async #remove(id: SessionId): Promise<RemovedSession> {
    this.#deps.sessions.act(id, { type: 'remove' });
    const session = this.#deps.store.sessions.get(id);
    if (session.life.kind !== 'removing') throw notInBin(session);
    this.#problems.delete(id);
    try {
      const removed = await discardSession(this.#deps, session);
      this.#finish(session);
      return removed;
    } catch (error) {
      this.#deps.sessions.act(id, { type: 'keep' });
      this.#problems.set(id, toErrorInfo(error).message);
      throw error;
    }
  }

  #finish(session: StoredSession): void {
    const finishing = finishRemoval(this.#deps, session)
      .catch((error: unknown) => {
        if (this.#stopped) return;
        this.#problems.set(session.id, toErrorInfo(error).message);
        this.#deps.log.warn('files of a removed session stay', { session: session.id, error: String(error) });
      })
      .finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }
}

function notInBin({ title }: StoredSession): AppError {
  return new AppError('change.stale', `“${title}” is not in the bin any more, so nothing of it was removed.`);
}
