import type { SessionId } from '../../../shared/domain/ids';
import { compilePattern } from '../../../shared/domain/search-pattern';
import type { Worktree } from '../../../shared/domain/session';
import { AppError } from '../../../shared/errors';
import type { ChangeQuery, ChangesFound } from '../../../shared/ipc/contract';
import { PatchSearcher } from '../../git/changes/search-changes';
import { requireRefs } from '../../git/changes/shown-changes';
import { exclusively } from '../../git/exclusively';
import { type NamedPath, pathKey, toRawPath } from '../../git/path-bytes';
import type { Store } from '../../store/store';

export interface ChangeSearchDeps {
  store: Pick<Store, 'pendingChanges'>;
  worktree(sessionId: SessionId): Promise<Worktree>;
  /** The built program that matches in a thread. */
  workerFile: string;
}

/** Finds text in pending changes. One search at a time: a new one calls off the one under way. */
export class ChangeSearch {
  readonly #deps: ChangeSearchDeps;
  readonly #searcher: PatchSearcher;
  #running: AbortController | undefined;

  constructor(deps: ChangeSearchDeps) {
    this.#deps = deps;
    this.#searcher = new PatchSearcher(deps.workerFile);
  }

  /**
   * Throws AppError `input.invalid` for a pattern that is none or never ends, `git.cancelled` when another search
   * began meanwhile.
   */
  async search(sessionId: SessionId, query: ChangeQuery): Promise<ChangesFound> {
    compilePattern(query.pattern);
    this.#running?.abort(calledOff());
    const running = new AbortController();
    this.#running = running;
    // What was called off must have let go of the thread.
    return exclusively('change-search', () => this.#search(sessionId, query, running.signal));
  }

  async stop(): Promise<void> {
    this.#running?.abort(calledOff());
    await this.#searcher.close();
  }

  async #search(sessionId: SessionId, query: ChangeQuery, signal: AbortSignal): Promise<ChangesFound> {
    const { changes, pattern, context, limit } = query;
    signal.throwIfAborted();
    const { path: root } = await this.#deps.worktree(sessionId);
    const { accepted: from, checkpoint: to } = await requireRefs(root, sessionId);
    const only = [...changes, ...this.#formerPaths(sessionId, changes)];
    const found = await this.#searcher.search({ root, from, to, only, context, pattern, limit, signal });
    const asked = new Map(changes.map((change) => [pathKey(toRawPath(change)), change]));
    const files = found.files.flatMap(({ path, oldOid, newOid, lines }) => {
      const change = asked.get(pathKey(Buffer.from(path)));
      if (change?.oldOid !== oldOid || change.newOid !== newOid) return [];
      return [{ ...change, lines }];
    });
    return { files, more: found.more };
  }

  /** Where the renamed ones among these were before. */
  #formerPaths(sessionId: SessionId, changes: readonly NamedPath[]): NamedPath[] {
    const names = new Set(changes.map(({ path }) => path));
    return this.#deps.store.pendingChanges
      .list(sessionId)
      .flatMap(({ path, oldPath }) => (oldPath !== undefined && names.has(path) ? [{ path: oldPath }] : []));
  }
}

function calledOff(): AppError {
  return new AppError('git.cancelled', 'The search was called off.');
}
