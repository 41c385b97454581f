import type { AgentSessionStatus, BackendId } from '../../../shared/domain/agent';
import { type AgentId, agentId, type SessionId, sessionId as toSessionId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { notFound } from '../not-found';
import { RowReader, readId } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

/** Option id -> the value the user chose. */
export type ChosenOptions = Record<string, string | boolean>;

/**
 * What stands between an agent and its next prompt when its earlier conversation could not be brought back: the
 * user has not decided (`lost`), or wants a new one without or with a summary; `summary-due` is the new one, open, in
 * which the summary is still to be handed over.
 */
export type ContextState = 'lost' | 'fresh' | 'summary' | 'summary-due';

/** An agent's conversation in a session as stored: what is needed to bring it back. */
export interface StoredAgentSession {
  sessionId: SessionId;
  agent: AgentId;
  backend: BackendId;
  status: AgentSessionStatus;
  /** The agent's own id of the conversation. */
  nativeSessionId?: string;
  chosenOptions: ChosenOptions;
  error?: string;
  context?: ContextState;
  /** Conversations that a new one took the place of, oldest first. */
  earlierNativeIds: string[];
  createdAt: number;
  updatedAt: number;
}

export type AgentSessionUpsert = Pick<
  StoredAgentSession,
  'sessionId' | 'agent' | 'backend' | 'status' | 'nativeSessionId'
>;

interface Row {
  session_id: string;
  agent: string;
  backend: BackendId;
  status: AgentSessionStatus;
  native_session_id: string | null;
  chosen_options: string;
  error: string | null;
  created_at: number;
  updated_at: number;
  context: ContextState | null;
  earlier_native_ids: string;
}

/** The only writer of `agent_sessions`. */
export class AgentSessionsRepository {
  private readonly one;
  private readonly ofSession;
  private readonly upserted;
  private readonly nativeIdSet;
  private readonly statusSet;
  private readonly optionsSet;
  private readonly stopped;
  private readonly contextSet;
  private readonly lost;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    private readonly now: () => number,
    log: StoreLog,
  ) {
    this.read = new RowReader('agent_sessions', toAgentSession, log);
    this.one = sql.prepare<Row>('SELECT * FROM agent_sessions WHERE session_id = ? AND agent = ?');
    this.ofSession = sql.prepare<Row>(
      'SELECT * FROM agent_sessions WHERE session_id = ? ORDER BY created_at, rowid',
    );
    this.upserted = sql.prepare<Row>(
      `INSERT INTO agent_sessions
         (session_id, agent, backend, status, native_session_id, created_at, updated_at)
       VALUES (@sessionId, @agent, @backend, @status, @nativeSessionId, @now, @now)
       ON CONFLICT (session_id, agent) DO UPDATE SET
         backend = excluded.backend, status = excluded.status, error = NULL,
         native_session_id = coalesce(excluded.native_session_id, native_session_id),
         updated_at = excluded.updated_at
       RETURNING *`,
    );
    this.nativeIdSet = sql.prepare(
      `UPDATE agent_sessions SET native_session_id = @id, updated_at = @now,
         earlier_native_ids = CASE WHEN native_session_id IS NULL OR native_session_id = @id
           THEN earlier_native_ids ELSE json_insert(earlier_native_ids, '$[#]', native_session_id) END
       WHERE session_id = @sessionId AND agent = @agent`,
    );
    this.contextSet = sql.prepare(
      'UPDATE agent_sessions SET context = ?, updated_at = ? WHERE session_id = ? AND agent = ?',
    );
    this.lost = sql.prepare<Row>(`SELECT * FROM agent_sessions WHERE context = 'lost'`);
    this.statusSet = sql.prepare(
      'UPDATE agent_sessions SET status = ?, error = ?, updated_at = ? WHERE session_id = ? AND agent = ?',
    );
    this.optionsSet = sql.prepare(
      'UPDATE agent_sessions SET chosen_options = ?, updated_at = ? WHERE session_id = ? AND agent = ?',
    );
    this.stopped = sql.prepare(
      `UPDATE agent_sessions SET status = 'stopped', updated_at = ?
       WHERE status IN ('starting', 'idle', 'running', 'awaiting')`,
    );
  }

  /**
   * Adds the agent to the session, or updates it: its chosen options stay, its error is cleared, and a
   * native id once known is replaced by another one but never forgotten. Returns what is stored.
   */
  upsert(agentSession: AgentSessionUpsert): StoredAgentSession {
    const { sessionId, agent, backend, status, nativeSessionId = null } = agentSession;
    const row = this.upserted.get({ sessionId, agent, backend, status, nativeSessionId, now: this.now() });
    return toAgentSession(row as Row);
  }

  find(sessionId: SessionId, agent: AgentId): StoredAgentSession | undefined {
    return this.read.one(this.one.get([sessionId, agent]));
  }

  get(sessionId: SessionId, agent: AgentId): StoredAgentSession {
    const found = this.find(sessionId, agent);
    if (!found) throw notFound('agent session', `${sessionId}:${agent}`);
    return found;
  }

  /** The session's agents in order of first use. */
  listBySession(sessionId: SessionId): StoredAgentSession[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }

  /** Names the agent's conversation; the one it had before is kept among the earlier ones. */
  setNativeId(sessionId: SessionId, agent: AgentId, nativeSessionId: string): void {
    this.nativeIdSet.run({ id: nativeSessionId, now: this.now(), sessionId, agent });
  }

  /** Sets what stands between the agent and its next prompt; undefined when nothing does. */
  setContext(sessionId: SessionId, agent: AgentId, context: ContextState | undefined): void {
    this.contextSet.run([context ?? null, this.now(), sessionId, agent]);
  }

  /** The agents of all sessions about whose earlier conversation the user has to decide. */
  listLost(): StoredAgentSession[] {
    return this.read.all(this.lost.all());
  }

  /** Sets the status; `error` says why it failed and is cleared when absent. */
  setStatus(sessionId: SessionId, agent: AgentId, status: AgentSessionStatus, error?: string): void {
    this.statusSet.run([status, error ?? null, this.now(), sessionId, agent]);
  }

  /** Remembers one option the user chose. Throws AppError `not-found`. */
  setChosenOption(sessionId: SessionId, agent: AgentId, optionId: string, value: string | boolean): void {
    this.sql.transaction(() => {
      const { chosenOptions } = this.get(sessionId, agent);
      const json = JSON.stringify({ ...chosenOptions, [optionId]: value });
      this.optionsSet.run([json, this.now(), sessionId, agent]);
    });
  }

  /** At start: no agent of the last run is alive. Returns how many were said to be. */
  resetRunning(): number {
    return this.stopped.run([this.now()]);
  }
}

function toAgentSession(row: Row): StoredAgentSession {
  return {
    sessionId: readId(toSessionId, row.session_id),
    agent: readId(agentId, row.agent),
    backend: row.backend,
    status: row.status,
    ...(row.native_session_id !== null && { nativeSessionId: row.native_session_id }),
    chosenOptions: fromJson<ChosenOptions>(row.chosen_options, 'object'),
    ...(row.error !== null && { error: row.error }),
    ...(row.context !== null && { context: row.context }),
    earlierNativeIds: fromJson<string[]>(row.earlier_native_ids, 'array'),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
