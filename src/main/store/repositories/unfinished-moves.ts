import { type SessionId, sessionId as toSessionId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { RowReader, readId } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';
import type { StoredDecision } from './decisions';

/** Something that moves several things one after the other, with what it takes to tell later how far it came. */
export type UnfinishedMove =
  /** One that failed is to be taken back, though its ref has moved. */
  | { kind: 'decision'; decision: Omit<StoredDecision, 'ordinal' | 'at'> & { isFailed?: true } }
  | { kind: 'commit'; commit: UnfinishedCommit }
  /** A session's branch and files go from one commit to another. */
  | { kind: 'session'; from: string; to: string }
  /** A commit is merged into its worktree, or that merge is given up. */
  | { kind: 'bring-in'; head: string; theirs: string }
  | { kind: 'stop-bringing-in'; head: string; theirs: string; accepted: string; chain: string }
  /** So do a branch and the user's checkout of it. */
  | { kind: 'checkout'; path: string; branch: string; from: string; to: string };

/** A commit of what was accepted, as of the moment before it was made. */
export interface UnfinishedCommit {
  head: string;
  /** What is committed. */
  tree: string;
  accepted: string;
  committed: string;
  /** Paths of a merge that conflicted, their bytes in base64. */
  conflicts: string[];
  isMerge: boolean;
}

interface Row {
  session_id: string;
  kind: string;
  move: string;
}

/** The only writer of `unfinished_moves`. */
export class UnfinishedMovesRepository {
  private readonly ofSession;
  private readonly all;
  private readonly saved;
  private readonly deleted;
  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('unfinished_moves', toMove, log);
    this.ofSession = sql.prepare<Row>('SELECT * FROM unfinished_moves WHERE session_id = ?');
    this.all = sql.prepare<Row>('SELECT * FROM unfinished_moves');
    this.saved = sql.prepare(
      'INSERT OR REPLACE INTO unfinished_moves (session_id, kind, move) VALUES (?, ?, ?)',
    );
    this.deleted = sql.prepare('DELETE FROM unfinished_moves WHERE session_id = ? AND kind = ?');
  }

  /** One of each kind at most. */
  list(sessionId: SessionId): UnfinishedMove[] {
    return this.read.all(this.ofSession.all([sessionId])).map(({ move }) => move);
  }

  /** The sessions that have any. */
  sessions(): SessionId[] {
    return [...new Set(this.read.all(this.all.all([])).map(({ sessionId }) => sessionId))];
  }

  save(sessionId: SessionId, move: UnfinishedMove): void {
    this.saved.run([sessionId, move.kind, JSON.stringify(move)]);
  }

  delete(sessionId: SessionId, kind: UnfinishedMove['kind']): void {
    this.deleted.run([sessionId, kind]);
  }
}

function toMove(row: Row) {
  return {
    sessionId: readId(toSessionId, row.session_id),
    move: fromJson<UnfinishedMove>(row.move, 'object'),
  };
}
