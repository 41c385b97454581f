import type { SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { FileFinder } from '../../git/list-files';

export interface MentionsDeps {
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** What changes when files may have come or gone. */
  version(sessionId: SessionId): string;
}

/** Sessions whose files are kept in memory: those mentioned from last, each of which can be tens of thousands of paths. */
const KEPT = 3;

/** Finds the files of a session's worktree that a prompt may mention. */
export class Mentions {
  readonly #deps: MentionsDeps;
  /** The one used last is last. */
  readonly #finders = new Map<SessionId, FileFinder>();

  constructor(deps: MentionsDeps) {
    this.#deps = deps;
  }

  /** Repository-relative paths that match the query, best first. */
  async find(sessionId: SessionId, query: string, limit: number): Promise<string[]> {
    const { path } = await this.#deps.worktree(sessionId);
    return this.#finder(sessionId, path).find(query, limit, this.#deps.version(sessionId));
  }

  #finder(sessionId: SessionId, path: string): FileFinder {
    const known = this.#finders.get(sessionId);
    // The worktree may have been moved since.
    const finder = known?.worktree === path ? known : new FileFinder(path);
    this.#finders.delete(sessionId);
    this.#finders.set(sessionId, finder);
    const [oldest] = this.#finders.keys();
    if (this.#finders.size > KEPT && oldest !== undefined) this.#finders.delete(oldest);
    return finder;
  }
}
