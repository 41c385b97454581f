import { join } from 'node:path';
import type { FoundSession } from '../../../shared/domain/bin';
import { type RepositoryId, type SessionId, sessionId as toSessionId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import { AppError } from '../../../shared/errors';
import { discardWorktree, trashOf } from '../../git/worktrees/discard-worktree';
import { type KeptSession, listKeptSessions } from '../../git/worktrees/found-sessions';
import type { Store } from '../../store/store';
import type { Disk } from '../disk/disk';
import type { Log } from '../log';
import type { Sessions } from './sessions';

export interface UnlistedSessionsDeps {
  store: Pick<Store, 'sessions'>;
  repositories(): Repository[];
  sessions: Sessions;
  disk: Disk;
  /** Where worktrees of a repository are made. */
  parentFolder(repository: Repository): string;
  log: Log;
}

/**
 * Sessions whose work git still keeps although the store knows nothing of them, as after a start without the damaged
 * database or from an older backup. What was said in them is not in git.
 */
export class UnlistedSessions {
  readonly #deps: UnlistedSessionsDeps;
  readonly #told = new Set<RepositoryId>();

  constructor(deps: UnlistedSessionsDeps) {
    this.#deps = deps;
  }

  /** Those of all open repositories, the one that worked last first. A repository git cannot read has none. */
  async list(): Promise<FoundSession[]> {
    const found = await Promise.all(this.#deps.repositories().map((repository) => this.#listIn(repository)));
    return found.flat().sort((a, b) => b.at - a.at);
  }

  /** Names them in the log, once a run for each repository. */
  async look(repository: Repository): Promise<void> {
    if (this.#told.has(repository.id)) return;
    this.#told.add(repository.id);
    const found = await this.#listIn(repository);
    if (found.length === 0) return;
    this.#deps.log.warn('git keeps the work of sessions that are not in the database', {
      ...{ repository: repository.path, count: found.length, sessions: found.map(({ id }) => id) },
      hint: 'The bin lists them and can bring them back.',
    });
  }

  /** Makes a session of what git keeps: its worktree as it is, or made anew from the newest checkpoint. Throws `not-found`. */
  async adopt(repositoryId: RepositoryId, id: SessionId): Promise<void> {
    const { repository, kept } = await this.#get(repositoryId, id);
    const { store, sessions } = this.#deps;
    const name = `found-${id.slice(0, 8)}`;
    const worktree = kept.worktree ?? {
      path: join(this.#deps.parentFolder(repository), name),
      branch: `coppice/${name}`,
    };
    const title = worktree.branch.replace(/^coppice\//, '').replaceAll('-', ' ');
    store.sessions.insert({ id, repositoryId, title, createdAt: kept.at });
    store.sessions.setWorktree(id, { ...worktree, baseCommit: kept.base, baseRef: kept.base });
    sessions.remake(id);
  }

  /** Has git let go of it, and deletes its worktree. Cannot be undone. Throws `not-found`, AppError `git.*`. */
  async remove(repositoryId: RepositoryId, id: SessionId): Promise<void> {
    const { repository, kept } = await this.#get(repositoryId, id);
    const worktree = kept.worktree && { ...kept.worktree, baseCommit: kept.base, baseRef: kept.base };
    await discardWorktree({ repository: repository.path, sessionId: id, ...(worktree && { worktree }) });
    if (worktree) await this.#deps.disk.delete(trashOf(worktree.path));
  }

  async #get(repositoryId: RepositoryId, id: SessionId) {
    const repository = this.#deps.repositories().find((one) => one.id === repositoryId);
    const kept = repository && (await this.#keptIn(repository)).find((one) => one.id === id);
    if (!repository || !kept) throw new AppError('not-found', 'git does not keep this session any more.');
    return { repository, kept };
  }

  async #listIn(repository: Repository): Promise<FoundSession[]> {
    try {
      return (await this.#keptIn(repository)).flatMap(({ id, at, worktree }) => {
        const parsed = toSessionId.safeParse(id);
        if (!parsed.success) return [];
        return [{ id: parsed.data, repositoryId: repository.id, at, ...(worktree && { worktree }) }];
      });
    } catch (error) {
      this.#deps.log.warn('could not look for unlisted sessions', {
        repository: repository.path,
        error: String(error),
      });
      return [];
    }
  }

  async #keptIn({ path }: Repository): Promise<KeptSession[]> {
    const kept = await listKeptSessions(path);
    return kept.filter(({ id }) => this.#deps.store.sessions.find(id as SessionId) === undefined);
  }
}
