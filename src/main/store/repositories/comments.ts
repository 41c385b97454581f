import type { LineRange } from '../../../shared/domain/change';
import type {
  CommentResolution,
  CommentSide,
  CommentState,
  ReviewComment,
} from '../../../shared/domain/comment';
import {
  type AgentId,
  type CommentId,
  commentId,
  type SessionId,
  type TurnId,
  sessionId as toSessionId,
} from '../../../shared/domain/ids';
import { notFound } from '../not-found';
import { RowReader, readId } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** A comment with what its file was when its lines were looked for last. */
export interface StoredComment extends ReviewComment {
  seenOid: string;
}

export type NewComment = Pick<
  ReviewComment,
  | 'id'
  | 'sessionId'
  | 'path'
  | 'pathBytes'
  | 'side'
  | 'range'
  | 'oid'
  | 'quote'
  | 'quoteCut'
  | 'author'
  | 'text'
  | 'createdAt'
>;

/** Where a comment's lines were found, or that they were not. */
export type CommentPlace = Pick<
  StoredComment,
  'path' | 'pathBytes' | 'range' | 'oid' | 'seenOid' | 'outdated'
>;

interface Row {
  id: string;
  session_id: string;
  path: string;
  path_bytes: string;
  side: CommentSide;
  first_line: number | null;
  last_line: number | null;
  found_blob: string;
  seen_blob: string;
  outdated: number;
  made_blob: string;
  made_line: number | null;
  quote: string;
  quote_cut: number;
  author: string | null;
  text: string;
  state: CommentState;
  resolution: CommentResolution | null;
  turn_id: string | null;
  sent_to: string | null;
  sent_at: number | null;
  created_at: number;
  resolved_at: number | null;
}

// Its prompt was withdrawn, or its turn ended before the agent had it and will not go on.
const NEVER_SENT = `(turns.id IS NULL OR (turns.sent_at IS NULL AND turns.status = 'ended'
  AND (turns.stop_reason <> 'interrupted' OR coalesce(turns.resolution, '') = 'dismissed')))`;
const STATE = `CASE WHEN comments.state = 'sent' AND ${NEVER_SENT} THEN 'open' ELSE comments.state END`;
const SELECT = `SELECT comments.*, ${STATE} AS state FROM comments LEFT JOIN turns ON turns.id = comments.turn_id`;

/** The only writer of `comments`. */
export class CommentsRepository {
  private readonly byId;
  private readonly ofSession;
  private readonly openCounted;
  private readonly inserted;
  private readonly textSet;
  private readonly stateSet;
  private readonly sentSet;
  private readonly placeSet;
  private readonly deleted;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    log: StoreLog,
  ) {
    this.read = new RowReader('comments', toComment, log);
    this.byId = sql.prepare<Row>(`${SELECT} WHERE comments.id = ?`);
    this.ofSession = sql.prepare<Row>(
      `${SELECT} WHERE comments.session_id = ? ORDER BY comments.created_at, comments.rowid`,
    );
    this.openCounted = sql.prepare<{ session_id: SessionId; count: number }>(
      `SELECT comments.session_id, count(*) AS count FROM comments LEFT JOIN turns ON turns.id = comments.turn_id
       WHERE comments.session_id IN (SELECT value FROM json_each(?)) AND comments.state <> 'resolved'
         AND ${STATE} = 'open'
       GROUP BY comments.session_id`,
    );
    this.inserted = sql.prepare(
      `INSERT INTO comments (id, session_id, path, path_bytes, side, first_line, last_line, found_blob, seen_blob,
         made_blob, made_line, quote, quote_cut, author, text, created_at)
       VALUES (@id, @sessionId, @path, @pathBytes, @side, @first, @last, @oid, @oid,
         @oid, @first, @quote, @quoteCut, @author, @text, @createdAt)`,
    );
    this.textSet = sql.prepare('UPDATE comments SET text = ? WHERE id = ?');
    this.stateSet = sql.prepare(
      `UPDATE comments SET state = @state, resolution = @resolution, resolved_at = @resolvedAt WHERE id = @id`,
    );
    this.sentSet = sql.prepare(
      `UPDATE comments SET state = 'sent', turn_id = @turnId, sent_to = @to, sent_at = @at WHERE id = @id`,
    );
    this.placeSet = sql.prepare(
      `UPDATE comments SET path = @path, path_bytes = @pathBytes, first_line = @first, last_line = @last,
         found_blob = @oid, seen_blob = @seenOid, outdated = @outdated WHERE id = @id`,
    );
    this.deleted = sql.prepare('DELETE FROM comments WHERE id = ?');
  }

  /** Adds an open comment; returns what is stored. */
  insert(comment: NewComment): StoredComment {
    const { pathBytes = '', range, author = null, quoteCut, ...rest } = comment;
    const { id, sessionId, path, side, oid, quote, text, createdAt } = rest;
    const [first, last] = range ?? [null, null];
    this.inserted.run({
      ...{ id, sessionId, path, side, oid, quote, text, createdAt },
      ...{ pathBytes, first, last, author, quoteCut: Number(quoteCut) },
    });
    return this.get(id);
  }

  find(id: CommentId): StoredComment | undefined {
    return this.read.one(this.byId.get([id]));
  }

  /** Throws AppError `not-found`. */
  get(id: CommentId): StoredComment {
    const found = this.find(id);
    if (!found) throw notFound('comment', id);
    return found;
  }

  /** All of the session, in the order made. */
  list(sessionId: SessionId): StoredComment[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }

  /** How many comments are open, by session, of the sessions that have any. */
  countOpen(sessionIds: readonly SessionId[]): Map<SessionId, number> {
    const rows = this.openCounted.all([JSON.stringify(sessionIds)]);
    return new Map(rows.map(({ session_id, count }) => [session_id, count]));
  }

  setText(id: CommentId, text: string): void {
    this.textSet.run([text, id]);
  }

  resolve(id: CommentId, resolution: CommentResolution, at: number): void {
    this.stateSet.run({ id, state: 'resolved', resolution, resolvedAt: at });
  }

  /** Open again, whether it was sent or resolved. */
  reopen(id: CommentId): void {
    this.stateSet.run({ id, state: 'open', resolution: null, resolvedAt: null });
  }

  /** Sent and not settled any more, with its lines at a place. */
  unresolve(id: CommentId, place: CommentPlace): void {
    this.setPlace(id, place);
    this.stateSet.run({ id, state: 'sent', resolution: null, resolvedAt: null });
  }

  markSent(id: CommentId, sent: { turnId: TurnId; to: AgentId; at: number }): void {
    this.sentSet.run({ id, ...sent });
  }

  setPlace(id: CommentId, place: CommentPlace): void {
    const { path, pathBytes = '', range, oid, seenOid, outdated } = place;
    const [first, last] = range ?? [null, null];
    this.placeSet.run({ id, path, pathBytes, first, last, oid, seenOid, outdated: Number(outdated) });
  }

  delete(id: CommentId): void {
    this.deleted.run([id]);
  }

  transaction<T>(work: () => T): T {
    return this.sql.transaction(work);
  }
}

function toComment(row: Row): StoredComment {
  const range = lines(row.first_line, row.last_line);
  const length = range ? range[1] - range[0] : 0;
  const madeRange = lines(row.made_line, row.made_line === null ? null : row.made_line + length);
  return {
    id: readId(commentId, row.id),
    sessionId: readId(toSessionId, row.session_id),
    path: row.path,
    ...(row.path_bytes && { pathBytes: row.path_bytes }),
    side: row.side,
    ...(range && { range }),
    oid: row.found_blob,
    seenOid: row.seen_blob,
    madeOn: { oid: row.made_blob, ...(madeRange && { range: madeRange }) },
    outdated: row.outdated === 1,
    quote: row.quote,
    quoteCut: row.quote_cut === 1,
    ...(row.author !== null && { author: row.author as AgentId }),
    text: row.text,
    state: row.state,
    ...(row.resolution !== null && { resolution: row.resolution }),
    ...(row.sent_to !== null &&
      row.sent_at !== null && {
        sent: {
          to: row.sent_to as AgentId,
          at: row.sent_at,
          ...(row.turn_id !== null && { turnId: row.turn_id as TurnId }),
        },
      }),
    createdAt: row.created_at,
    ...(row.resolved_at !== null && { resolvedAt: row.resolved_at }),
  };
}

function lines(first: number | null, last: number | null): LineRange | undefined {
  return first === null || last === null ? undefined : [first, last];
}
