import type { RepositoryId } from '../../shared/domain/ids';
import { listSessionsWithRefs } from '../git/session-refs';
import type { Log } from './log';

export interface UnlistedSessionsDeps {
  /** True for every session in the store, archived ones included. */
  isListed(sessionId: string): boolean;
  log: Log;
}

/**
 * Finds sessions whose work git still keeps although the store knows nothing of them, as after a start without the
 * damaged database or from an older backup. It only tells: what was said in them is not in git.
 */
export class UnlistedSessions {
  readonly #deps: UnlistedSessionsDeps;
  readonly #looked = new Set<RepositoryId>();

  constructor(deps: UnlistedSessionsDeps) {
    this.#deps = deps;
  }

  /** Looks once a run for each repository; returns the ids it told of. Never rejects for a repository git cannot read. */
  async look({ id, path }: { id: RepositoryId; path: string }): Promise<string[]> {
    if (this.#looked.has(id)) return [];
    this.#looked.add(id);
    const { log, isListed } = this.#deps;
    try {
      const unlisted = (await listSessionsWithRefs(path)).filter((session) => !isListed(session));
      if (unlisted.length > 0) {
        log.warn('git keeps the work of sessions that are not in the database', {
          ...{ repository: path, count: unlisted.length, sessions: unlisted },
          hint: 'git for-each-ref refs/coppice/sessions lists it; base is where a session started, chain its last checkpoint',
        });
      }
      return unlisted;
    } catch (error) {
      log.warn('could not look for unlisted sessions', { repository: path, error: String(error) });
      return [];
    }
  }
}
