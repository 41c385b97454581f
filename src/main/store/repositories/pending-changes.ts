import type { Author, Change, ChangeStatus } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import type { ChangeCounts } from '../../../shared/domain/session';
import { fromJson } from '../json';
import { RowReader } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

interface Row {
  session_id: string;
  path: string;
  path_bytes: string;
  change_id: string;
  old_path: string | null;
  status: ChangeStatus;
  old_mode: string;
  new_mode: string;
  old_oid: string;
  new_oid: string;
  is_binary: number;
  is_symlink: number;
  is_submodule: number;
  insertions: number;
  deletions: number;
  agent: string;
  authors: string;
}

/** The only writer of `pending_changes`. */
export class PendingChangesRepository {
  private readonly ofSession;
  private readonly counted;
  private readonly cleared;
  private readonly inserted;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    log: StoreLog,
  ) {
    this.read = new RowReader('pending_changes', toChange, log);
    this.ofSession = sql.prepare<Row>(
      'SELECT * FROM pending_changes WHERE session_id = ? ORDER BY path, path_bytes',
    );
    this.counted = sql.prepare<ChangeCounts & { session_id: SessionId }>(
      `SELECT session_id, count(*) AS files, sum(insertions) AS insertions, sum(deletions) AS deletions
       FROM pending_changes WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id`,
    );
    this.cleared = sql.prepare('DELETE FROM pending_changes WHERE session_id = ?');
    this.inserted = sql.prepare(
      `INSERT INTO pending_changes
         (session_id, path, path_bytes, change_id, old_path, status, old_mode, new_mode, old_oid, new_oid,
          is_binary, is_symlink, is_submodule, insertions, deletions, agent, authors)
       VALUES
         (@sessionId, @path, @pathBytes, @changeId, @oldPath, @status, @oldMode, @newMode, @oldOid, @newOid,
          @binary, @symlink, @submodule, @insertions, @deletions, @agent, @authors)`,
    );
  }

  /** Makes `changes` all the pending changes of the session, in one transaction. */
  replaceAll(sessionId: SessionId, changes: readonly Change[]): void {
    this.sql.transaction(() => {
      this.cleared.run([sessionId]);
      for (const change of changes) this.inserted.run(toParams(sessionId, change));
    });
  }

  /** The session's pending changes in the order of their paths' bytes. */
  list(sessionId: SessionId): Change[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }

  /** How much is pending, by session, of the sessions in which anything is. */
  counts(sessionIds: readonly SessionId[]): Map<SessionId, ChangeCounts> {
    const rows = this.counted.all([JSON.stringify(sessionIds)]);
    return new Map(rows.map(({ session_id, ...counts }) => [session_id, counts]));
  }
}

function toParams(sessionId: SessionId, change: Change) {
  const { path, status, oldMode, newMode, oldOid, newOid, insertions, deletions, authors } = change;
  return {
    ...{ sessionId, path, status, oldMode, newMode, oldOid, newOid, insertions, deletions },
    pathBytes: change.pathBytes ?? '',
    changeId: change.id,
    oldPath: change.oldPath ?? null,
    binary: Number(change.binary),
    symlink: Number(change.symlink),
    submodule: Number(change.submodule),
    agent: lastAuthor(authors),
    authors: JSON.stringify(authors),
  };
}

function lastAuthor([author]: readonly Author[]): string {
  if (!author) return 'unknown';
  return author.kind === 'agent' ? author.agent : author.kind;
}

function toChange(row: Row): Change {
  return {
    id: row.change_id,
    sessionId: row.session_id as SessionId,
    path: row.path,
    ...(row.path_bytes && { pathBytes: row.path_bytes }),
    ...(row.old_path !== null && { oldPath: row.old_path }),
    status: row.status,
    oldMode: row.old_mode,
    newMode: row.new_mode,
    oldOid: row.old_oid,
    newOid: row.new_oid,
    binary: row.is_binary === 1,
    symlink: row.is_symlink === 1,
    submodule: row.is_submodule === 1,
    insertions: row.insertions,
    deletions: row.deletions,
    authors: fromJson<Author[]>(row.authors, 'array'),
  };
}
