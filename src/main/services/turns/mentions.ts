import type { SessionId } from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import { FileFinder } from '../../git/list-files';

export interface MentionsDeps {
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** What changes when files may have come or gone. */
  version(sessionId: SessionId): string;
}

/** Finds the files of a session's worktree that a prompt may mention. */
export class Mentions {
  readonly #deps: MentionsDeps;
  readonly #finders = new Map<SessionId, FileFinder>();

  constructor(deps: MentionsDeps) {
    this.#deps = deps;
  }

  /** Repository-relative paths that match the query, best first. */
  async find(sessionId: SessionId, query: string, limit: number): Promise<string[]> {
    const { path } = await this.#deps.worktree(sessionId);
    const finder = this.#finders.get(sessionId) ?? new FileFinder(path);
    this.#finders.set(sessionId, finder);
    return finder.find(query, limit, this.#deps.version(sessionId));
  }
}
