import type { DecidedOn, Decision } from '../../../shared/domain/decision';
import type { SessionId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { RowReader } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** A decision with what it takes to undo it. */
export interface StoredDecision extends Omit<Decision, 'undone' | 'committed'> {
  /** The tree it moved, and the commits it moved it between. */
  moved: 'accepted' | 'worktree';
  before: string;
  after: string;
}

interface Row {
  session_id: string;
  ordinal: number;
  kind: Decision['kind'];
  moved: StoredDecision['moved'];
  before_commit: string;
  after_commit: string;
  what: string;
  undoes: number | null;
  created_at: number;
}

/** The only writer of `decisions`. */
export class DecisionsRepository {
  private readonly ofSession;
  private readonly appended;
  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('decisions', toDecision, log);
    this.ofSession = sql.prepare<Row>('SELECT * FROM decisions WHERE session_id = ? ORDER BY ordinal DESC');
    this.appended = sql.prepare<Row>(
      `INSERT INTO decisions
         (session_id, ordinal, kind, moved, before_commit, after_commit, what, undoes, created_at)
       VALUES (@sessionId,
         (SELECT coalesce(max(ordinal), 0) + 1 FROM decisions WHERE session_id = @sessionId),
         @kind, @moved, @before, @after, @what, @undoes, @at)
       RETURNING *`,
    );
  }

  /** Adds a decision after the session's last one; returns it with its ordinal. */
  append(sessionId: SessionId, decision: Omit<StoredDecision, 'ordinal'>): StoredDecision {
    const { what, undoes = null, ...rest } = decision;
    const row = this.appended.get({ sessionId, ...rest, undoes, what: JSON.stringify(what) });
    return toDecision(row as Row);
  }

  /** All of the session, newest first. */
  list(sessionId: SessionId): StoredDecision[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }
}

function toDecision(row: Row): StoredDecision {
  return {
    ordinal: row.ordinal,
    kind: row.kind,
    moved: row.moved,
    before: row.before_commit,
    after: row.after_commit,
    what: fromJson<DecidedOn>(row.what, 'object'),
    ...(row.undoes !== null && { undoes: row.undoes }),
    at: row.created_at,
  };
}
