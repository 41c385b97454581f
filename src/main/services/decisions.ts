import type { AgentId, SessionId } from '../../shared/domain/ids';
import type { Worktree } from '../../shared/domain/session';
import type { ShownChange } from '../../shared/ipc/contract';
import { acceptFiles, rejectFiles } from '../git/decide';
import type { Store } from '../store/store';
import type { Changes } from './changes';
import { coAuthors, commitMessage } from './commit-message';

export interface DecisionsDeps {
  store: Pick<Store, 'sessions'>;
  changes: Pick<Changes, 'alone' | 'find'>;
  /** The session's worktree once it is ready. */
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** What an agent is called in commits. */
  agentName(agent: AgentId): string;
}

/** What becomes of pending changes. */
export class Decisions {
  readonly #deps: DecisionsDeps;

  constructor(deps: DecisionsDeps) {
    this.#deps = deps;
  }

  /**
   * Commits exactly the blobs that were shown to the session's branch; the commit is null when the
   * branch had them already. Throws `change.stale`, and then nothing is accepted.
   */
  accept(sessionId: SessionId, shown: readonly ShownChange[]): Promise<{ commit: string | null }> {
    const { changes, store, worktree, agentName } = this.#deps;
    return changes.alone(sessionId, async (look) => {
      const { path, branch } = await worktree(sessionId);
      await look();
      const chosen = shown.map((change) => changes.find(sessionId, change) ?? change);
      const { title } = store.sessions.get(sessionId);
      const result = await acceptFiles({
        worktree: path,
        branch,
        sessionId,
        shown,
        message: commitMessage(title, chosen),
        coauthors: coAuthors(chosen, agentName),
      });
      await look();
      return result;
    });
  }

  /** Puts files back to what was accepted last, after a checkpoint from which they can be recovered. Throws `change.stale`. */
  reject(sessionId: SessionId, shown: readonly ShownChange[]): Promise<void> {
    return this.#deps.changes.alone(sessionId, async (look) => {
      const { path } = await this.#deps.worktree(sessionId);
      await look();
      await rejectFiles({ worktree: path, sessionId, shown });
      await look();
    });
  }
}
