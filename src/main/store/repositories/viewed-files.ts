import type { SessionId } from '../../../shared/domain/ids';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { Sql } from '../sql';

interface Row {
  path: string;
  path_bytes: string;
  old_oid: string;
  new_oid: string;
  old_mode: string;
  new_mode: string;
}

/** The only writer of `viewed_files`. */
export class ViewedFilesRepository {
  private readonly ofSession;
  private readonly put;
  private readonly removed;

  constructor(sql: Sql) {
    this.ofSession = sql.prepare<Row>(
      'SELECT * FROM viewed_files WHERE session_id = ? ORDER BY path, path_bytes',
    );
    this.put = sql.prepare(
      `INSERT OR REPLACE INTO viewed_files (session_id, path, path_bytes, old_oid, new_oid, old_mode, new_mode)
       VALUES (@sessionId, @path, @pathBytes, @oldOid, @newOid, @oldMode, @newMode)`,
    );
    this.removed = sql.prepare(
      'DELETE FROM viewed_files WHERE session_id = ? AND path = ? AND path_bytes = ?',
    );
  }

  /** Remembers that the user ticked a file off as it was shown, or that they did not. */
  set(sessionId: SessionId, { pathBytes = '', ...shown }: ShownChange, viewed: boolean): void {
    if (viewed) this.put.run({ sessionId, pathBytes, ...shown });
    else this.removed.run([sessionId, shown.path, pathBytes]);
  }

  list(sessionId: SessionId): ShownChange[] {
    return this.ofSession.all([sessionId]).map((row) => ({
      path: row.path,
      ...(row.path_bytes && { pathBytes: row.path_bytes }),
      oldOid: row.old_oid,
      newOid: row.new_oid,
      oldMode: row.old_mode,
      newMode: row.new_mode,
    }));
  }
}
