import { isDeepStrictEqual } from 'node:util';
import type { SessionId } from '../../../shared/domain/ids';
import type { BaseDrift } from '../../../shared/domain/session';
import { isLive } from '../../../shared/domain/session-life';
import { blocksTurns, type SessionTrouble } from '../../../shared/domain/session-trouble';
import { readBaseDrift } from '../../git/finish/base-drift';
import { diagnoseWorktree } from '../../git/worktrees/diagnose-worktree';
import { exists } from '../../git/worktrees/linked-worktrees';
import type { Store } from '../../store/store';
import type { Log } from '../log';

export interface SessionTroublesDeps {
  store: Pick<Store, 'sessions' | 'repositories'>;
  /** Called when what is wrong with a session is not what it was. */
  onChange(sessionId: SessionId): void;
  /** Called when a session that could not be worked in can be again. */
  onCured(sessionId: SessionId): void;
  log: Log;
}

/** A look under way, and the one that was asked for since it began. */
interface Look {
  answer: Promise<SessionTrouble | undefined>;
  next?: Promise<SessionTrouble | undefined>;
}

/**
 * What is wrong with the worktrees of sessions, and how the branches they started from moved on: looked for when it
 * matters, never by polling.
 */
export class SessionTroubles {
  readonly #deps: SessionTroublesDeps;
  readonly #known = new Map<SessionId, SessionTrouble>();
  readonly #drifts = new Map<SessionId, BaseDrift>();
  readonly #looking = new Map<SessionId, Look>();
  #surveying = false;
  #stopped = false;

  constructor(deps: SessionTroublesDeps) {
    this.#deps = deps;
  }

  /** As of the last look. */
  of(id: SessionId): SessionTrouble | undefined {
    return this.#known.get(id);
  }

  /** How its base has moved on, as of the last look. */
  driftOf(id: SessionId): BaseDrift | undefined {
    return this.#drifts.get(id);
  }

  /** True when a session can be worked in, as far as is known. */
  allows(id: SessionId): boolean {
    return !blocksTurns(this.of(id));
  }

  /**
   * Looks at a session as it is now. A look that began before may have missed what happened since, so another one
   * follows it; all that ask meanwhile share that one. Never rejects: what git cannot tell is no trouble.
   */
  look(id: SessionId): Promise<SessionTrouble | undefined> {
    const looking = this.#looking.get(id);
    if (looking) {
      looking.next ??= looking.answer.then(() => this.look(id));
      return looking.next;
    }
    const answer = this.#look(id).finally(() => this.#looking.delete(id));
    this.#looking.set(id, { answer });
    return answer;
  }

  /**
   * Goes through all live sessions, as when the user comes back to the window: those whose folder is gone, those that
   * had trouble, and those that `isShown` are looked at. One after the other, so that a slow disk is asked once.
   */
  async survey(isShown: (id: SessionId) => boolean): Promise<void> {
    if (this.#surveying) return;
    this.#surveying = true;
    try {
      for (const { id, worktree } of this.#deps.store.sessions.list()) {
        if (this.#stopped) return;
        if (!worktree) continue;
        if (isShown(id) || this.#known.has(id) || !(await exists(worktree.path))) await this.look(id);
      }
    } finally {
      this.#surveying = false;
    }
  }

  /** Waits for looks that are under way; later ones see nothing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#looking.values()].map(({ answer, next }) => next ?? answer));
  }

  async #look(id: SessionId): Promise<SessionTrouble | undefined> {
    if (this.#stopped) return undefined;
    const { store, log } = this.#deps;
    const session = store.sessions.find(id);
    if (!session?.worktree || !isLive(session) || session.state.kind !== 'ready') {
      this.#know(id, undefined, undefined);
      return undefined;
    }
    try {
      const { path } = store.repositories.get(session.repositoryId);
      const found = await diagnoseWorktree({ repository: path, worktree: session.worktree, sessionId: id });
      this.#know(id, found ?? undefined, this.driftOf(id));
      if (!found) this.#know(id, undefined, (await readBaseDrift(session.worktree)) ?? undefined);
    } catch (error) {
      log.warn('a session could not be looked at', { session: id, error: String(error) });
    }
    return this.of(id);
  }

  #know(id: SessionId, trouble: SessionTrouble | undefined, drift: BaseDrift | undefined): void {
    const before = { trouble: this.#known.get(id), drift: this.#drifts.get(id) };
    if (isDeepStrictEqual(before, { trouble, drift })) return;
    put(this.#known, id, trouble);
    put(this.#drifts, id, drift);
    if (!this.#deps.store.sessions.find(id)) return;
    this.#deps.onChange(id);
    if (blocksTurns(before.trouble) && !blocksTurns(trouble)) this.#deps.onCured(id);
  }
}

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
