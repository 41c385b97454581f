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

const COLUMNS = [
  ...([
    'session_id',
    'path',
    'path_bytes',
    'change_id',
    'old_path',
    'status',
    'old_mode',
    'new_mode',
  ] as const),
  ...(['old_oid', 'new_oid', 'is_binary', 'is_symlink', 'is_submodule', 'insertions', 'deletions'] as const),
  ...(['agent', 'authors'] as const),
];

/** A place in the order of a session's pending changes. */
export type PendingPlace = Pick<Row, 'path' | 'path_bytes'>;

/** The only writer of `pending_changes`. */
export class PendingChangesRepository {
  private readonly ofSession;
  private readonly one;
  private readonly placesAfter;
  private readonly counted;
  private readonly removed;
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
    this.one = sql.prepare<Row>(
      'SELECT * FROM pending_changes WHERE session_id = ? AND path = ? AND path_bytes = ?',
    );
    this.placesAfter = sql.prepare<PendingPlace>(
      `SELECT path, path_bytes FROM pending_changes
       WHERE session_id = ? AND (path, path_bytes) > (?, ?) ORDER BY path, path_bytes LIMIT ?`,
    );
    this.counted = sql.prepare<ChangeCounts & { session_id: SessionId }>(
      `SELECT session_id, count(*) AS files, sum(insertions) AS insertions, sum(deletions) AS deletions
       FROM pending_changes WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id`,
    );
    this.removed = sql.prepare(
      'DELETE FROM pending_changes WHERE session_id = ? AND path = ? AND path_bytes = ?',
    );
    this.inserted = sql.prepare(
      `INSERT INTO pending_changes (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => `@${name}`).join(', ')})`,
    );
  }

  /** Makes `changes` all the pending changes of the session, in one transaction; what is the same is not written. */
  replaceAll(sessionId: SessionId, changes: readonly Change[]): void {
    this.sql.transaction(() => {
      const before = new Map(this.ofSession.all([sessionId]).map((row) => [keyOf(row), row]));
      for (const change of changes) {
        const row = toRow(sessionId, change);
        const known = before.get(keyOf(row));
        before.delete(keyOf(row));
        this.write(row, known);
      }
      for (const { path, path_bytes } of before.values()) this.removed.run([sessionId, path, path_bytes]);
    });
  }

  /** Makes these the pending changes at their paths; what is pending elsewhere stays. */
  save(sessionId: SessionId, changes: readonly Change[]): void {
    this.sql.transaction(() => {
      for (const change of changes) {
        const row = toRow(sessionId, change);
        this.write(row, this.one.get([sessionId, row.path, row.path_bytes]));
      }
    });
  }

  /**
   * Removes what is pending at paths of none of `kept`, looking at no more than `limit` changes after a place. Answers
   * the next place, null at the end.
   */
  removeOthers(
    sessionId: SessionId,
    kept: ReadonlySet<string>,
    { path, path_bytes }: PendingPlace,
    limit: number,
  ): PendingPlace | null {
    return this.sql.transaction(() => {
      const places = this.placesAfter.all([sessionId, path, path_bytes, limit]);
      for (const place of places) {
        if (!kept.has(keyOf(place))) this.removed.run([sessionId, place.path, place.path_bytes]);
      }
      return places.length < limit ? null : (places.at(-1) ?? null);
    });
  }

  private write(row: Row, known: Row | undefined): void {
    if (known && isSame(known, row)) return;
    if (known) this.removed.run([row.session_id, row.path, row.path_bytes]);
    this.inserted.run({ ...row });
  }

  /** The session's pending changes in the order of their paths' bytes. */
  list(sessionId: SessionId): Change[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }

  /** What is pending at one path; undefined when nothing is. */
  find(sessionId: SessionId, path: string, pathBytes = ''): Change | undefined {
    return this.read.one(this.one.get([sessionId, path, pathBytes]));
  }

  /** How much is pending, by session, of the sessions in which anything is. */
  counts(sessionIds: readonly SessionId[]): Map<SessionId, ChangeCounts> {
    const rows = this.counted.all([JSON.stringify(sessionIds)]);
    return new Map(rows.map(({ session_id, ...counts }) => [session_id, counts]));
  }
}

function keyOf({ path, path_bytes }: PendingPlace): string {
  return `${path}\n${path_bytes}`;
}

/** The path of a change, as `removeOthers` knows it. */
export function pendingKey({ path, pathBytes = '' }: Pick<Change, 'path' | 'pathBytes'>): string {
  return keyOf({ path, path_bytes: pathBytes });
}

function isSame(before: Row, now: Row): boolean {
  return COLUMNS.every((column) => before[column] === now[column]);
}

function toRow(sessionId: SessionId, change: Change): Row {
  const { path, status, insertions, deletions, authors } = change;
  return {
    ...{ session_id: sessionId, path, status, insertions, deletions },
    path_bytes: change.pathBytes ?? '',
    change_id: change.id,
    old_path: change.oldPath ?? null,
    old_mode: change.oldMode,
    new_mode: change.newMode,
    old_oid: change.oldOid,
    new_oid: change.newOid,
    is_binary: Number(change.binary),
    is_symlink: Number(change.symlink),
    is_submodule: Number(change.submodule),
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
