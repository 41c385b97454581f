import { z } from 'zod';
import { type SessionId, sessionId } from '../../../shared/domain/ids';
import type { Store } from '../../store/store';

/** One row of the settings table, beside the user's settings: the ids of all sessions whose queue is paused. */
const KEY = 'pausedQueues';
const stored = z.array(sessionId);

export interface PausedQueuesDeps {
  table: Pick<Store['settings'], 'find' | 'set'>;
  /** False for a session that was deleted; its pause is forgotten with the next change. */
  exists(sessionId: SessionId): boolean;
}

/** The sessions whose queue the user paused. What it says is on disk, so that a pause outlives a restart. */
export class PausedQueues {
  readonly #deps: PausedQueuesDeps;
  #ids: ReadonlySet<SessionId>;

  constructor(deps: PausedQueuesDeps) {
    this.#deps = deps;
    const found = stored.safeParse(deps.table.find(KEY) ?? []);
    this.#ids = new Set(found.success ? found.data.filter((id) => deps.exists(id)) : []);
  }

  has(id: SessionId): boolean {
    return this.#ids.has(id);
  }

  ids(): ReadonlySet<SessionId> {
    return this.#ids;
  }

  /** Throws AppError `store.unusable`, and changes nothing then. */
  add(id: SessionId): void {
    if (!this.has(id)) this.#save([...this.#ids, id]);
  }

  /** Throws AppError `store.unusable`, and changes nothing then. */
  delete(id: SessionId): void {
    if (this.has(id)) this.#save([...this.#ids].filter((other) => other !== id));
  }

  #save(ids: SessionId[]): void {
    const existing = ids.filter((id) => this.#deps.exists(id));
    this.#deps.table.set(KEY, existing.length > 0 ? existing : undefined);
    this.#ids = new Set(existing);
  }
}
