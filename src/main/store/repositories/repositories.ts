import { type RepositoryId, repositoryId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import { notFound } from '../not-found';
import { RowReader, readId } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** A repository as stored; whether its folder can be reached now is for the caller to find out. */
export type StoredRepository = Omit<Repository, 'available'>;

interface Row {
  id: string;
  path: string;
  name: string;
  trusted: number;
  opened_at: number;
}

/** The only writer of `repositories`. */
export class RepositoriesRepository {
  private readonly byId;
  private readonly byPath;
  private readonly all;
  private readonly upserted;
  private readonly touched;
  private readonly trustSet;
  private readonly forgotten;
  private readonly deleted;
  private readonly pathSet;
  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('repositories', toRepository, log);
    this.byId = sql.prepare<Row>('SELECT * FROM repositories WHERE id = ?');
    this.byPath = sql.prepare<Row>('SELECT * FROM repositories WHERE path = ?');
    this.all = sql.prepare<Row>(
      'SELECT * FROM repositories WHERE forgotten = 0 ORDER BY opened_at DESC, path',
    );
    this.upserted = sql.prepare<Row>(
      `INSERT INTO repositories (id, path, name, trusted, opened_at)
       VALUES (@id, @path, @name, @trusted, @openedAt)
       ON CONFLICT (path) DO UPDATE SET
         name = excluded.name, trusted = max(trusted, excluded.trusted), opened_at = excluded.opened_at,
         forgotten = 0
       RETURNING *`,
    );
    this.touched = sql.prepare('UPDATE repositories SET opened_at = ? WHERE id = ?');
    this.trustSet = sql.prepare('UPDATE repositories SET trusted = ? WHERE id = ?');
    this.forgotten = sql.prepare('UPDATE repositories SET forgotten = 1 WHERE id = ?');
    this.pathSet = sql.prepare('UPDATE repositories SET path = ?, name = ? WHERE id = ?');
    this.deleted = sql.prepare('DELETE FROM repositories WHERE id = ?');
  }

  /**
   * Adds a repository, or opens the one known at its path again: that one keeps its id and its trust.
   * Returns what is stored.
   */
  upsert(repository: StoredRepository): StoredRepository {
    const { id, path, name, openedAt } = repository;
    const row = this.upserted.get({ id, path, name, openedAt, trusted: Number(repository.trusted) });
    return toRepository(row as Row);
  }

  find(id: RepositoryId): StoredRepository | undefined {
    return this.read.one(this.byId.get([id]));
  }

  get(id: RepositoryId): StoredRepository {
    const found = this.find(id);
    if (!found) throw notFound('repository', id);
    return found;
  }

  findByPath(path: string): StoredRepository | undefined {
    return this.read.one(this.byPath.get([path]));
  }

  /** Those that were not forgotten, the one opened last first. */
  list(): StoredRepository[] {
    return this.read.all(this.all.all());
  }

  touch(id: RepositoryId, openedAt: number): void {
    this.touched.run([openedAt, id]);
  }

  setTrusted(id: RepositoryId, trusted: boolean): void {
    this.trustSet.run([Number(trusted), id]);
  }

  /** The repository lies somewhere else now. No other one may be known there. */
  setPath(id: RepositoryId, path: string, name: string): void {
    this.pathSet.run([path, name, id]);
  }

  /** Takes the repository out of the list until it is opened again; all that is stored of its sessions stays. */
  forget(id: RepositoryId): void {
    this.forgotten.run([id]);
  }

  /** Removes the repository and all that is stored of its sessions. Files and worktrees stay. */
  delete(id: RepositoryId): void {
    this.deleted.run([id]);
  }
}

function toRepository(row: Row): StoredRepository {
  return {
    id: readId(repositoryId, row.id),
    path: row.path,
    name: row.name,
    trusted: row.trusted === 1,
    openedAt: row.opened_at,
  };
}
