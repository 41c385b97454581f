import type { EventError, StopReason } from '../../../shared/domain/agent-event';
import type { ContentBlock } from '../../../shared/domain/content';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import type { Turn, TurnState } from '../../../shared/domain/turn';
import { fromJson, toJson } from '../json';
import { notFound } from '../not-found';
import type { Sql } from '../sql';

export type NewTurn = Pick<Turn, 'id' | 'sessionId' | 'agent' | 'prompt' | 'createdAt'>;

interface Row {
  id: string;
  session_id: string;
  agent: string;
  prompt: string;
  status: TurnState['status'];
  stop_reason: StopReason | null;
  error: string | null;
  position: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
}

/** The only writer of `turns`. */
export class TurnsRepository {
  private readonly byId;
  private readonly ofSession;
  private readonly open;
  private readonly firstOpen;
  private readonly queuedCount;
  private readonly lastStarted;
  private readonly inserted;
  private readonly stateSet;
  private readonly interrupted;
  private readonly queuedDeleted;
  private readonly positionSet;

  constructor(private readonly sql: Sql) {
    this.byId = sql.prepare<Row>('SELECT * FROM turns WHERE id = ?');
    this.ofSession = sql.prepare<Row>('SELECT * FROM turns WHERE session_id = ? ORDER BY position');
    this.open = sql.prepare<Row>(`SELECT * FROM turns WHERE status <> 'ended' ORDER BY session_id, position`);
    this.firstOpen = sql.prepare<Row>(
      `SELECT turns.* FROM (
         SELECT session_id, min(position) AS position FROM turns WHERE status <> 'ended' GROUP BY session_id
       ) AS first JOIN turns USING (session_id, position) ORDER BY session_id`,
    );
    this.queuedCount = sql.prepare<{ count: number }>(
      `SELECT count(*) AS count FROM turns
       WHERE session_id = ? AND status = 'queued' AND status <> 'ended'`,
    );
    this.lastStarted = sql.prepare<Row>(
      `SELECT * FROM turns WHERE session_id = ? AND started_at IS NOT NULL
       ORDER BY started_at DESC, position DESC LIMIT 1`,
    );
    this.inserted = sql.prepare<Row>(
      `INSERT INTO turns (id, session_id, agent, prompt, status, position, created_at)
       VALUES (@id, @sessionId, @agent, @prompt, 'queued',
         (SELECT coalesce(max(position), 0) + 1 FROM turns WHERE session_id = @sessionId), @createdAt)
       RETURNING *`,
    );
    this.stateSet = sql.prepare<Row>(
      `UPDATE turns SET status = @status, stop_reason = @stopReason, error = @error,
         started_at = CASE WHEN @status IN ('starting', 'running', 'awaiting')
           THEN coalesce(started_at, @at) ELSE started_at END,
         ended_at = CASE WHEN @status = 'ended' THEN @at END
       WHERE id = @id AND status <> 'ended' RETURNING *`,
    );
    this.interrupted = sql.prepare<Row>(
      `UPDATE turns SET status = 'ended', stop_reason = 'interrupted', ended_at = ?
       WHERE status IN ('starting', 'running', 'awaiting') AND status <> 'ended' RETURNING *`,
    );
    this.queuedDeleted = sql.prepare<Row>(`DELETE FROM turns WHERE id = ? AND status = 'queued' RETURNING *`);
    this.positionSet = sql.prepare('UPDATE turns SET position = ? WHERE id = ?');
  }

  /** Adds a turn at the end of its session's queue. */
  insert(turn: NewTurn): Turn {
    const { id, sessionId, agent, createdAt } = turn;
    const prompt = JSON.stringify(turn.prompt);
    return toTurn(this.inserted.get({ id, sessionId, agent, prompt, createdAt }) as Row);
  }

  find(id: TurnId): Turn | undefined {
    const row = this.byId.get([id]);
    return row && toTurn(row);
  }

  get(id: TurnId): Turn {
    const found = this.find(id);
    if (!found) throw notFound('turn', id);
    return found;
  }

  /** All turns of a session in the order of its queue, which is the order they ran in. */
  listBySession(sessionId: SessionId): Turn[] {
    return this.ofSession.all([sessionId]).map(toTurn);
  }

  /** All turns that have not ended, of all sessions: by session, then in the order of its queue. */
  listOpen(): Turn[] {
    return this.open.all().map(toTurn);
  }

  /** The first turn of each session that has not ended; cheap however long the queues are. */
  listFirstOpen(): Turn[] {
    return this.firstOpen.all().map(toTurn);
  }

  /** The turn of a session that started last, ended or not; undefined when none has. */
  latestStarted(sessionId: SessionId): Turn | undefined {
    const row = this.lastStarted.get([sessionId]);
    return row && toTurn(row);
  }

  countQueued(sessionId: SessionId): number {
    return this.queuedCount.get([sessionId])?.count ?? 0;
  }

  /**
   * Sets the state as of `at`, and with it the time the turn started or ended. An ended turn stays as it
   * is. Returns what is stored; throws AppError `not-found`.
   */
  setState(id: TurnId, state: TurnState, at: number): Turn {
    const ended = state.status === 'ended' ? state : undefined;
    const row = this.stateSet.get({
      id,
      status: state.status,
      stopReason: ended?.stopReason ?? null,
      error: toJson(ended?.error),
      at,
    });
    return row ? toTurn(row) : this.get(id);
  }

  /** Ends the turns an earlier run left at work, as interrupted; returns them. Queued ones stay queued. */
  interruptRunning(now: number): Turn[] {
    return this.interrupted.all([now]).map(toTurn).sort(byQueue);
  }

  /** Takes a turn back that has not started; returns it, or undefined when it is too late for that. */
  deleteQueued(id: TurnId): Turn | undefined {
    const row = this.queuedDeleted.get([id]);
    return row && toTurn(row);
  }

  /**
   * Puts queued turns of one session in the given order; they share out the places they had, so turns
   * that are not named keep theirs. Throws AppError `not-found` when one of them is not queued any more.
   */
  reorder(sessionId: SessionId, ids: readonly TurnId[]): void {
    this.sql.transaction(() => {
      const positions = ids.map((id) => {
        const turn = this.get(id);
        if (turn.sessionId !== sessionId || turn.state.status !== 'queued') throw notFound('queued turn', id);
        return turn.position;
      });
      positions.sort((a, b) => a - b);
      for (const [index, id] of ids.entries()) this.positionSet.run([positions[index] as number, id]);
    });
  }
}

function byQueue(a: Turn, b: Turn): number {
  if (a.sessionId !== b.sessionId) return a.sessionId < b.sessionId ? -1 : 1;
  return a.position - b.position;
}

function toTurn(row: Row): Turn {
  return {
    id: row.id as TurnId,
    sessionId: row.session_id as SessionId,
    agent: row.agent as AgentId,
    prompt: fromJson<ContentBlock[]>(row.prompt),
    state: toState(row),
    position: row.position,
    createdAt: row.created_at,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  };
}

function toState(row: Row): TurnState {
  if (row.status !== 'ended') return { status: row.status };
  return {
    status: 'ended',
    stopReason: row.stop_reason as StopReason,
    ...(row.error !== null && { error: fromJson<EventError>(row.error) }),
  };
}
