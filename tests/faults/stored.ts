import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { AgentEvent } from '../../src/shared/domain/agent-event';
import type { AgentId, SessionId } from '../../src/shared/domain/ids';
import type { Turn } from '../../src/shared/domain/turn';

export interface Stored {
  turns: Turn[];
  /** In log order, by session. */
  events: Map<string, AgentEvent[]>;
  /** The text of what is being written, by session. */
  drafts: Map<string, string>;
  /** The agents about whose earlier conversation the user has to decide. */
  lost: { sessionId: SessionId; agent: AgentId }[];
  /** The texts of comments, by id. */
  comments: Map<string, string>;
  decisions: { sessionId: string; ordinal: number; before: string; after: string }[];
}

interface TurnRow {
  id: string;
  session_id: string;
  agent: string;
  status: string;
  stop_reason: string | null;
  position: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  prompt: string;
  error: string | null;
  resolution: string | null;
}

interface EventRow {
  session_id: string;
  seq: number;
  turn_id: string | null;
  agent: string;
  kind: string;
  body: string;
}

interface DraftRow {
  session_id: string;
  body: string;
}

/** Reads what is in the database past all code of the app, also while it runs. */
export function readStored(home: string): Stored {
  const nativeBinding = process.env.COPPICE_SQLITE_BINDING;
  const db = new Database(join(home, 'coppice.db'), {
    readonly: true,
    ...(nativeBinding && { nativeBinding }),
  });
  try {
    return db.transaction(() => {
      const turns = db.prepare('SELECT * FROM turns ORDER BY session_id, position').all() as TurnRow[];
      const rows = db.prepare('SELECT * FROM events ORDER BY session_id, seq').all() as EventRow[];
      const drafts = db.prepare('SELECT session_id, body FROM drafts').all() as DraftRow[];
      const texts = drafts.map(({ session_id, body }) => [session_id, JSON.parse(body).text] as const);
      const asked = `SELECT session_id AS sessionId, agent FROM agent_sessions WHERE context = 'lost'`;
      const lost = db.prepare(asked).all() as Stored['lost'];
      const decisions = db
        .prepare(
          'SELECT session_id AS sessionId, ordinal, before_commit AS before, after_commit AS after FROM decisions',
        )
        .all() as Stored['decisions'];
      const comments = db.prepare('SELECT id, text FROM comments').all() as { id: string; text: string }[];
      const said = new Map(comments.map(({ id, text }) => [id, text]));
      const logs = { turns: turns.map(toTurn), events: bySession(rows.map(toEvent)) };
      return { ...logs, lost, drafts: new Map(texts), comments: said, decisions };
    })();
  } finally {
    db.close();
  }
}

function toTurn(row: TurnRow): Turn {
  const error = row.error === null ? {} : { error: JSON.parse(row.error) };
  const state = {
    status: row.status,
    ...(row.stop_reason !== null && { stopReason: row.stop_reason }),
    ...error,
  };
  return {
    id: row.id,
    sessionId: row.session_id,
    agent: row.agent,
    prompt: JSON.parse(row.prompt),
    state,
    position: row.position,
    createdAt: row.created_at,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.resolution !== null && { resolution: row.resolution }),
  } as Turn;
}

function toEvent({ session_id, seq, turn_id, agent, kind, body }: EventRow): AgentEvent {
  const turn = turn_id === null ? {} : { turnId: turn_id };
  return { ...JSON.parse(body), sessionId: session_id, seq, agent, kind, ...turn } as AgentEvent;
}

function bySession(events: readonly AgentEvent[]): Map<string, AgentEvent[]> {
  const all = new Map<string, AgentEvent[]>();
  for (const event of events) {
    const own = all.get(event.sessionId) ?? [];
    own.push(event);
    all.set(event.sessionId, own);
  }
  return all;
}
