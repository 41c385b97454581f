import type { SessionId } from '../../../shared/domain/ids';
import { type FileOwners, untouched } from '../../../shared/domain/line-owners';
import { fromJson } from '../json';
import { RowReader } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** Who wrote the lines of one file. */
export interface StoredOwners {
  path: string;
  /** The exact bytes of `path`, base64, present only when they are not valid UTF-8. */
  pathBytes?: string;
  /** The content whose lines are meant; zeros when the file is gone. */
  blobId: string;
  owners: FileOwners;
}

interface Row {
  session_id: string;
  path: string;
  path_bytes: string;
  blob_id: string;
  owners: string;
}

/** The only writer of `line_owners`. */
export class LineOwnersRepository {
  private readonly ofPath;
  private readonly saved;
  private readonly cleared;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    log: StoreLog,
  ) {
    this.read = new RowReader('line_owners', toOwners, log);
    this.ofPath = sql.prepare<Row>(
      'SELECT * FROM line_owners WHERE session_id = ? AND path = ? AND path_bytes = ?',
    );
    this.saved = sql.prepare(
      `INSERT INTO line_owners (session_id, path, path_bytes, blob_id, owners)
       VALUES (@sessionId, @path, @pathBytes, @blobId, @owners)
       ON CONFLICT DO UPDATE SET blob_id = excluded.blob_id, owners = excluded.owners`,
    );
    this.cleared = sql.prepare('DELETE FROM line_owners WHERE session_id = ?');
  }

  /** Undefined for a file the session never touched; of a row that cannot be read nobody owns anything. */
  find(sessionId: SessionId, path: string, pathBytes = ''): StoredOwners | undefined {
    const row = this.ofPath.get([sessionId, path, pathBytes]);
    if (!row) return undefined;
    return this.read.one(row) ?? { ...toName(row), blobId: '', owners: untouched };
  }

  /** Stores the owners of these files, in one transaction. */
  save(sessionId: SessionId, files: readonly StoredOwners[]): void {
    this.sql.transaction(() => {
      for (const { path, pathBytes = '', blobId, owners } of files) {
        this.saved.run({ sessionId, path, pathBytes, blobId, owners: JSON.stringify(owners) });
      }
    });
  }

  /** Forgets all of a session. */
  clear(sessionId: SessionId): void {
    this.cleared.run([sessionId]);
  }
}

function toOwners(row: Row): StoredOwners {
  return { ...toName(row), blobId: row.blob_id, owners: fromJson<FileOwners>(row.owners, 'object') };
}

function toName({ path, path_bytes }: Row): Pick<StoredOwners, 'path' | 'pathBytes'> {
  return { path, ...(path_bytes && { pathBytes: path_bytes }) };
}
