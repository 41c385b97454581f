import {
  type AgentId,
  agentId,
  type RepositoryId,
  repositoryId,
  type SessionId,
  sessionId as toSessionId,
} from '../../../shared/domain/ids';
import type { Worktree } from '../../../shared/domain/session';
import type { SessionLife } from '../../../shared/domain/session-life';
import { AppError } from '../../../shared/errors';
import { fromJson } from '../json';
import { notFound } from '../not-found';
import { RowReader, readId } from '../readable';
import type { Query, Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** How far a session is made; whether its agents work or wait is derived from turns, not stored. */
export type SessionState = { kind: 'preparing' } | { kind: 'ready' } | { kind: 'failed'; message: string };

/** A session as stored: `Session` without what is derived from its turns and changes. */
export interface StoredSession {
  id: SessionId;
  repositoryId: RepositoryId;
  title: string;
  state: SessionState;
  /** The branch or commit it was asked to start from; absent for HEAD. */
  baseRef?: string;
  worktree?: Worktree;
  /** Agents that have worked in it, in order of first use. */
  agents: AgentId[];
  unread: boolean;
  createdAt: number;
  updatedAt: number;
  life: SessionLife;
}

export type NewSession = Pick<StoredSession, 'id' | 'repositoryId' | 'title' | 'baseRef' | 'createdAt'>;

interface Row {
  id: string;
  repository_id: string;
  title: string;
  status: SessionState['kind'];
  failure: string | null;
  base_ref: string | null;
  unread: number;
  created_at: number;
  updated_at: number;
  archived_at: number | null;
  deleted_at: number | null;
  removing: number;
  worktree_path: string | null;
  worktree_branch: string | null;
  worktree_base_commit: string | null;
  worktree_base_ref: string | null;
  agents: string;
}

const SELECT = `
  SELECT s.*, w.path AS worktree_path, w.branch AS worktree_branch,
    w.base_commit AS worktree_base_commit, w.base_ref AS worktree_base_ref,
    (SELECT json_group_array(agent) FROM (
      SELECT agent FROM agent_sessions a WHERE a.session_id = s.id ORDER BY a.created_at, a.rowid
    )) AS agents
  FROM sessions s LEFT JOIN session_worktrees w ON w.session_id = s.id`;

/** The only writer of `sessions` (but for `seq_floor`, which events own) and of `session_worktrees`. */
export class SessionsRepository {
  private readonly byId: Query<Row>;
  private readonly active: Query<Row>;
  private readonly archived: Query<Row>;
  private readonly binned: Query<Row>;
  private readonly ofRepository: Query<Row>;
  private readonly inserted;
  private readonly titleSet;
  private readonly stateSet;
  private readonly unreadSet;
  private readonly lifeSet;
  private readonly repositorySet;
  private readonly touched;
  private readonly deleted;
  private readonly worktreeSet;
  private readonly worktreeDeleted;

  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('sessions', toSession, log);
    this.byId = sql.prepare(`${SELECT} WHERE s.id = ?`);
    this.active = sql.prepare(
      `${SELECT} JOIN repositories r ON r.id = s.repository_id
       WHERE s.archived_at IS NULL AND s.deleted_at IS NULL AND r.forgotten = 0 ORDER BY s.updated_at DESC, s.id`,
    );
    this.archived = sql.prepare(
      `${SELECT} WHERE s.archived_at IS NOT NULL AND s.deleted_at IS NULL ORDER BY s.archived_at DESC, s.id`,
    );
    this.binned = sql.prepare(`${SELECT} WHERE s.deleted_at IS NOT NULL ORDER BY s.deleted_at DESC, s.id`);
    this.ofRepository = sql.prepare(`${SELECT} WHERE s.repository_id = ? ORDER BY s.updated_at DESC, s.id`);
    this.inserted = sql.prepare(
      `INSERT INTO sessions (id, repository_id, title, status, base_ref, created_at, updated_at)
       VALUES (@id, @repositoryId, @title, 'preparing', @baseRef, @createdAt, @createdAt)`,
    );
    this.titleSet = sql.prepare('UPDATE sessions SET title = ? WHERE id = ?');
    this.stateSet = sql.prepare('UPDATE sessions SET status = ?, failure = ? WHERE id = ?');
    this.unreadSet = sql.prepare('UPDATE sessions SET unread = ? WHERE id = ?');
    this.lifeSet = sql.prepare(
      'UPDATE sessions SET archived_at = ?, deleted_at = ?, removing = ? WHERE id = ?',
    );
    this.repositorySet = sql.prepare('UPDATE sessions SET repository_id = ? WHERE repository_id = ?');
    this.touched = sql.prepare('UPDATE sessions SET updated_at = max(updated_at, ?) WHERE id = ?');
    this.deleted = sql.prepare('DELETE FROM sessions WHERE id = ?');
    this.worktreeSet = sql.prepare(
      `INSERT INTO session_worktrees (session_id, path, branch, base_commit, base_ref)
       VALUES (@sessionId, @path, @branch, @baseCommit, @baseRef)
       ON CONFLICT (session_id) DO UPDATE SET path = excluded.path, branch = excluded.branch,
         base_commit = excluded.base_commit, base_ref = excluded.base_ref`,
    );
    this.worktreeDeleted = sql.prepare('DELETE FROM session_worktrees WHERE session_id = ?');
  }

  /** Adds a session that is being prepared. */
  insert(session: NewSession): StoredSession {
    const { id, repositoryId, title, baseRef = null, createdAt } = session;
    this.inserted.run({ id, repositoryId, title, baseRef, createdAt });
    return this.get(id);
  }

  find(id: SessionId): StoredSession | undefined {
    return this.read.one(this.byId.get([id]));
  }

  get(id: SessionId): StoredSession {
    const found = this.find(id);
    if (!found) throw notFound('session', id);
    return found;
  }

  /** Live sessions of repositories that were not forgotten, the one used last first. */
  list(): StoredSession[] {
    return this.read.all(this.active.all());
  }

  /** Archived sessions, the one archived last first. */
  listArchived(): StoredSession[] {
    return this.read.all(this.archived.all());
  }

  /** Sessions in the bin, also those that are being removed, the one deleted last first. */
  listBinned(): StoredSession[] {
    return this.read.all(this.binned.all());
  }

  /** All sessions of a repository, whatever became of them, the one used last first. */
  listByRepository(id: RepositoryId): StoredSession[] {
    return this.read.all(this.ofRepository.all([id]));
  }

  rename(id: SessionId, title: string): void {
    this.titleSet.run([title, id]);
  }

  setState(id: SessionId, state: SessionState): void {
    this.stateSet.run([state.kind, state.kind === 'failed' ? state.message : null, id]);
  }

  setUnread(id: SessionId, unread: boolean): void {
    this.unreadSet.run([Number(unread), id]);
  }

  setLife(id: SessionId, life: SessionLife): void {
    const archivedAt = life.kind === 'archived' ? life.at : life.kind === 'live' ? null : life.archivedAt;
    const deletedAt = life.kind === 'binned' || life.kind === 'removing' ? life.at : null;
    this.lifeSet.run([archivedAt ?? null, deletedAt, Number(life.kind === 'removing'), id]);
  }

  /** Hands all sessions of a repository to another one. */
  moveAll(from: RepositoryId, to: RepositoryId): void {
    this.repositorySet.run([to, from]);
  }

  /** Moves the session up in lists; an earlier time than the stored one changes nothing. */
  touch(id: SessionId, updatedAt: number): void {
    this.touched.run([updatedAt, id]);
  }

  /** Forgets the session and all that is stored of it. Its files and worktree stay. */
  delete(id: SessionId): void {
    this.deleted.run([id]);
  }

  setWorktree(sessionId: SessionId, worktree: Worktree): void {
    const { path, branch, baseCommit, baseRef } = worktree;
    this.worktreeSet.run({ sessionId, path, branch, baseCommit, baseRef });
  }

  findWorktree(sessionId: SessionId): Worktree | undefined {
    return this.find(sessionId)?.worktree;
  }

  /** Throws AppError `worktree.missing` when the session has none yet, `not-found` when it is gone. */
  getWorktree(sessionId: SessionId): Worktree {
    const { worktree, title } = this.get(sessionId);
    if (!worktree) throw noWorktree(title);
    return worktree;
  }

  deleteWorktree(sessionId: SessionId): void {
    this.worktreeDeleted.run([sessionId]);
  }
}

function noWorktree(title: string): AppError {
  return new AppError(
    'worktree.missing',
    `The session "${title}" has no worktree.`,
    'Wait until it is prepared, or start a new session.',
  );
}

function toSession(row: Row): StoredSession {
  const worktree = toWorktree(row);
  return {
    id: readId(toSessionId, row.id),
    repositoryId: readId(repositoryId, row.repository_id),
    title: row.title,
    state: row.status === 'failed' ? { kind: 'failed', message: row.failure ?? '' } : { kind: row.status },
    ...(row.base_ref !== null && { baseRef: row.base_ref }),
    ...(worktree && { worktree }),
    // An agent whose row cannot be read is left out there as well.
    agents: fromJson<AgentId[]>(row.agents, 'array').filter((agent) => agentId.safeParse(agent).success),
    unread: row.unread === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    life: toLife(row),
  };
}

function toLife({ archived_at: archivedAt, deleted_at: deletedAt, removing }: Row): SessionLife {
  if (deletedAt !== null) {
    const kind = removing === 1 ? 'removing' : 'binned';
    return { kind, at: deletedAt, ...(archivedAt !== null && { archivedAt }) };
  }
  return archivedAt === null ? { kind: 'live' } : { kind: 'archived', at: archivedAt };
}

function toWorktree(row: Row): Worktree | undefined {
  if (row.worktree_path === null) return undefined;
  return {
    path: row.worktree_path,
    branch: row.worktree_branch as string,
    baseCommit: row.worktree_base_commit as string,
    baseRef: row.worktree_base_ref as string,
  };
}
