import type { AgentEvent } from '../../../shared/domain/agent-event';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import { pageRows } from '../event-page';
import { type EventRow, toEvent, toEventParams } from '../event-row';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** Kinds of which only the latest counts. */
export type LatestKind = 'commands' | 'config' | 'session_info' | 'usage';

/** An event of which an agent says pieces that make up one message. */
type MessageEvent = Extract<AgentEvent, { kind: 'text' | 'reasoning' | 'user_message' }>;
/** What a finished message is replaced by: the whole of it. */
export type MessageBody = Pick<MessageEvent, 'messageId' | 'op' | 'block'>;

export interface EventPage {
  /** In log order. */
  events: AgentEvent[];
  /** True when the log has events before these. */
  hasOlder: boolean;
}

// Spelled as in the index events_landmarks, or SQLite does not see that the index applies.
const LANDMARK = `kind IN ('turn_started', 'commands', 'config', 'session_info', 'usage')`;

/** The only writer of `events` and of `sessions.seq_floor`. */
export class EventsRepository {
  private readonly inserted;
  private readonly highest;
  private readonly lastRows;
  private readonly countBetween;
  private readonly counted;
  private readonly startOfTurns;
  private readonly olderThan;
  private readonly latest;
  private readonly partsOf;
  private readonly bodySet;
  private readonly deleted;
  private readonly someDeleted;
  private readonly floorRaised;
  private readonly heard;

  constructor(
    private readonly sql: Sql,
    private readonly log: StoreLog,
  ) {
    this.inserted = sql.prepare(
      `INSERT INTO events
         (session_id, seq, turn_id, agent, kind, origin, ts, message_id, parent_tool_call_id, body)
       VALUES
         (@sessionId, @seq, @turnId, @agent, @kind, @origin, @ts, @messageId, @parentToolCallId, @body)`,
    );
    this.highest = sql.prepare<{ seq: number }>(
      `SELECT max(
         coalesce((SELECT max(seq) FROM events WHERE session_id = @sessionId), 0),
         coalesce((SELECT seq_floor FROM sessions WHERE id = @sessionId), 0)) AS seq`,
    );
    this.lastRows = sql.prepare<EventRow>(
      'SELECT * FROM events WHERE session_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
    );
    this.countBetween = sql.prepare<{ count: number }>(
      'SELECT count(*) AS count FROM events WHERE session_id = ? AND seq >= ? AND seq < ?',
    );
    this.counted = sql.prepare<{ count: number }>(
      'SELECT count(*) AS count FROM events WHERE session_id = ?',
    );
    this.startOfTurns = sql.prepare<{ seq: number | null }>(
      `SELECT min(seq) AS seq FROM events
       WHERE session_id = ? AND kind = 'turn_started' AND ${LANDMARK} AND seq < ?
         AND turn_id IN (SELECT value FROM json_each(?))`,
    );
    this.olderThan = sql.prepare<{ seq: number }>(
      'SELECT seq FROM events WHERE session_id = ? AND seq < ? LIMIT 1',
    );
    this.latest = sql.prepare<EventRow>(
      `SELECT * FROM events WHERE session_id = ? AND kind = ? AND ${LANDMARK} AND agent = ?
       ORDER BY seq DESC LIMIT 1`,
    );
    this.partsOf = sql.prepare<{ parts: number }>(
      `SELECT count(*) AS parts FROM events WHERE session_id = ? AND message_id = ?
         AND kind IN ('text', 'reasoning', 'user_message')
         AND seq IN (SELECT value FROM json_each(?))
       GROUP BY kind, agent, turn_id`,
    );
    this.bodySet = sql.prepare('UPDATE events SET body = ? WHERE session_id = ? AND seq = ?');
    this.someDeleted = sql.prepare(
      `DELETE FROM events WHERE session_id = @sessionId
         AND seq IN (SELECT seq FROM events WHERE session_id = @sessionId ORDER BY seq LIMIT @limit)`,
    );
    this.deleted = sql.prepare(
      'DELETE FROM events WHERE session_id = ? AND seq IN (SELECT value FROM json_each(?))',
    );
    this.heard = sql.prepare<{ seq: number }>(
      `SELECT seq FROM events WHERE session_id = @sessionId AND turn_id = @turnId AND origin = 'live'
         AND seq > (SELECT min(seq) FROM events WHERE session_id = @sessionId AND kind = 'turn_started'
           AND ${LANDMARK} AND turn_id = @turnId) LIMIT 1`,
    );
    this.floorRaised = sql.prepare('UPDATE sessions SET seq_floor = max(seq_floor, ?) WHERE id = ?');
  }

  /** Deletes up to `limit` events of a session that is being removed; returns how many there were. */
  deleteSome(sessionId: SessionId, limit: number): number {
    return this.someDeleted.run({ sessionId, limit });
  }

  /** The position of the next event of a session. Positions are never used again, compacted ones included. */
  nextSeq(sessionId: SessionId): number {
    return this.lastSeq(sessionId) + 1;
  }

  /** The highest position ever used in a session's log; 0 when it is empty. */
  lastSeq(sessionId: SessionId): number {
    return this.highest.get({ sessionId })?.seq ?? 0;
  }

  /** Appends events, all or none of them. Throws when a position is taken. */
  append(events: readonly AgentEvent[]): void {
    if (events.length === 0) return;
    this.sql.transaction(() => {
      for (const event of events) this.inserted.run(toEventParams(event));
    });
  }

  /**
   * Replaces the rows of one message at positions `seqs` by a single one, `body`, at the first of them.
   * Throws when one of them is not a part of that message.
   */
  compactMessage(sessionId: SessionId, seqs: readonly number[], body: MessageBody): void {
    const [first, ...rest] = [...new Set(seqs)].sort((a, b) => a - b);
    if (first === undefined) return;
    this.sql.transaction(() => {
      const parts = this.partsOf.all([sessionId, body.messageId, JSON.stringify([first, ...rest])]);
      if (parts[0]?.parts !== rest.length + 1) {
        throw new Error(`Not all of ${sessionId} ${seqs.join()} are parts of message ${body.messageId}`);
      }
      const { messageId, op, block } = body;
      this.bodySet.run([JSON.stringify({ messageId, op, block }), sessionId, first]);
      if (rest.length === 0) return;
      this.deleted.run([sessionId, JSON.stringify(rest)]);
      this.floorRaised.run([rest.at(-1) as number, sessionId]);
    });
  }

  /**
   * The last `limit` events before position `before` (of the whole log when absent), and as many earlier
   * ones as it takes to begin where a turn does, within bounds (see `pageRows`). Ask for the page before
   * it with `before` set to the first event's position.
   */
  page(sessionId: SessionId, { before = Number.MAX_SAFE_INTEGER, limit }: PageRequest): EventPage {
    const source = {
      before: (seq: number, count: number) => this.lastRows.all([sessionId, seq, count]).reverse(),
      turnStart: (turnIds: readonly string[], seq: number) =>
        this.startOfTurns.get([sessionId, seq, JSON.stringify(turnIds)])?.seq ?? undefined,
      count: (from: number, seq: number) => this.countBetween.get([sessionId, from, seq])?.count ?? 0,
    };
    const rows = pageRows(source, before, limit);
    const first = rows[0];
    return {
      events: rows.map((row) => toEvent(row, this.log)),
      hasOlder: first !== undefined && this.olderThan.get([sessionId, first.seq]) !== undefined,
    };
  }

  /** The last event of a kind that an agent of the session sent; undefined when there is none. */
  latestOfKind<K extends LatestKind>(
    sessionId: SessionId,
    agent: AgentId,
    kind: K,
  ): Extract<AgentEvent, { kind: K }> | undefined {
    const row = this.latest.get([sessionId, kind, agent]);
    const event = row && toEvent(row, this.log);
    return event?.kind === kind ? (event as Extract<AgentEvent, { kind: K }>) : undefined;
  }

  /** True when the agent said anything in the turn. Reads the log from the turn's start to what it said first. */
  wasHeard(sessionId: SessionId, turnId: TurnId): boolean {
    return this.heard.get({ sessionId, turnId }) !== undefined;
  }

  /** How many rows a session's log has. */
  count(sessionId: SessionId): number {
    return this.counted.get([sessionId])?.count ?? 0;
  }
}

interface PageRequest {
  /** Only events before this position. */
  before?: number;
  limit: number;
}
