import type { SessionId } from '../../../shared/domain/ids';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { Sql } from '../sql';

interface Row {
  path: string;
  path_bytes: string;
  old_oid: string;
  new_oid: string;
}

/** The only writer of `viewed_files`. */
export class ViewedFilesRepository {
  private readonly ofSession;
  private readonly put;
  private readonly removed;

  constructor(sql: Sql) {
    this.ofSession = sql.prepare<Row>(
      'SELECT path, path_bytes, old_oid, new_oid FROM viewed_files WHERE session_id = ? ORDER BY path, path_bytes',
    );
    this.put = sql.prepare(
      `INSERT OR REPLACE INTO viewed_files (session_id, path, path_bytes, old_oid, new_oid)
       VALUES (@sessionId, @path, @pathBytes, @oldOid, @newOid)`,
    );
    this.removed = sql.prepare(
      'DELETE FROM viewed_files WHERE session_id = ? AND path = ? AND path_bytes = ?',
    );
  }

  /** Remembers that the user ticked a file off as it was shown, or that they did not. */
  set(sessionId: SessionId, { path, pathBytes = '', oldOid, newOid }: ShownChange, viewed: boolean): void {
    if (viewed) this.put.run({ sessionId, path, pathBytes, oldOid, newOid });
    else this.removed.run([sessionId, path, pathBytes]);
  }

  list(sessionId: SessionId): ShownChange[] {
    return this.ofSession.all([sessionId]).map(({ path, path_bytes, old_oid, new_oid }) => ({
      path,
      ...(path_bytes && { pathBytes: path_bytes }),
      oldOid: old_oid,
      newOid: new_oid,
    }));
  }
}
