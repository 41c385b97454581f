import type { SessionId } from '../../../shared/domain/ids';
import { areAllIgnored, listIgnored } from '../../git/list-ignored';
import type { Log } from '../log';
import type { WatchHelper } from './watch-helper';

export interface WorktreeWatchDeps {
  helper: Pick<WatchHelper, 'watch' | 'stop' | 'pid'>;
  /** Something git does not ignore was changed in the worktree, perhaps. */
  onHint(sessionId: SessionId): void;
  /** The worktree's folder was deleted or moved. */
  onGone(sessionId: SessionId): void;
  log: Log;
}

interface Watched {
  folder: string;
  /** Ends it; absent while it is not known what to leave out, and when it failed. */
  end?: () => void;
  isOver: boolean;
}

/** So many changes of ignored files at once, and it is found out anew which folders to leave out. */
const FLOOD = 100;

/**
 * Hints that worktrees were changed by other programs. It may miss changes and tell of some that were none: what is
 * true is found out by looking. Where folders cannot be watched it says so once in the log, and everything else goes
 * on as without it.
 */
export class WorktreeWatch {
  readonly #deps: WorktreeWatchDeps;
  readonly #watched = new Map<SessionId, Watched>();
  #failure: string | undefined;

  constructor(deps: WorktreeWatchDeps) {
    this.#deps = deps;
  }

  /** Why the last folder could not be watched; undefined when all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The helper's process, while it lives. */
  get pid(): number | undefined {
    return this.#deps.helper.pid;
  }

  /** Watches exactly these worktrees from now on. */
  follow(worktrees: ReadonlyMap<SessionId, string>): void {
    for (const [id, watched] of this.#watched) {
      if (worktrees.get(id) !== watched.folder) this.#end(id);
    }
    for (const [id, folder] of worktrees) if (!this.#watched.has(id)) void this.#begin(id, folder);
  }

  async stop(): Promise<void> {
    for (const id of [...this.#watched.keys()]) this.#end(id);
    await this.#deps.helper.stop();
  }

  async #begin(id: SessionId, folder: string): Promise<void> {
    const watched: Watched = { folder, isOver: false };
    this.#watched.set(id, watched);
    const ignored = await listIgnored(folder).catch((error: unknown) => {
      // Without them more is watched than need be.
      this.#deps.log.info('ignored folders are not known', { session: id, error: String(error) });
      return [];
    });
    if (watched.isOver) return;
    watched.end = this.#deps.helper.watch(folder, ignored, {
      onWatching: () => {
        this.#failure = undefined;
        // What was changed while it was set up.
        this.#deps.onHint(id);
      },
      onChanged: (paths, count) => void this.#changed(id, watched, paths, count),
      onGone: () => this.#deps.onGone(id),
      onFailed: (reason) => this.#failed(id, reason),
    });
  }

  async #changed(id: SessionId, watched: Watched, paths: string[], count: number): Promise<void> {
    // Where more was changed than was told, something else may be among it.
    const ignored =
      count === paths.length || count > FLOOD ? await this.#areIgnored(watched.folder, paths) : false;
    if (watched.isOver) return;
    if (!ignored) this.#deps.onHint(id);
    else if (count > FLOOD) {
      this.#end(id);
      await this.#begin(id, watched.folder);
    }
  }

  async #areIgnored(folder: string, paths: string[]): Promise<boolean> {
    try {
      return await areAllIgnored(folder, paths);
    } catch {
      // Looking finds out, and says what is wrong.
      return false;
    }
  }

  #failed(id: SessionId, reason: string): void {
    if (this.#failure !== reason) {
      this.#deps.log.warn('edits by other programs are not noticed at once', { session: id, reason });
    }
    this.#failure = reason;
  }

  #end(id: SessionId): void {
    const watched = this.#watched.get(id);
    this.#watched.delete(id);
    if (!watched) return;
    watched.isOver = true;
    watched.end?.();
  }
}
