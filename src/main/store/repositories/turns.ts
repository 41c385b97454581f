import type { ContentBlock } from '../../../shared/domain/content';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import type { Resolution, Turn, TurnState } from '../../../shared/domain/turn';
import { toJson } from '../json';
import { notFound } from '../not-found';
import { RowReader } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';
import { FIRST_OF_AGENTS, FIRST_OPEN, LATEST_STATES } from '../turn-queries';
import { type LatestTurn, type LatestTurnRow, type TurnRow, toLatestTurn, toTurn } from '../turn-row';

export type NewTurn = Pick<Turn, 'id' | 'sessionId' | 'agent' | 'prompt' | 'createdAt' | 'overlap'>;

/** The only writer of `turns`. */
export class TurnsRepository {
  private readonly byId;
  private readonly ofSession;
  private readonly open;
  private readonly firstOpen;
  private readonly firstOfAgents;
  private readonly queuedCount;
  private readonly lastStarted;
  private readonly latest;
  private readonly inserted;
  private readonly stateSet;
  private readonly interrupted;
  private readonly queuedDeleted;
  private readonly positionSet;
  private readonly promptSet;
  private readonly stopNoted;
  private readonly resolved;
  private readonly firstQueued;
  private readonly shifted;
  private readonly anySent;
  private readonly offered;
  private readonly offersTaken;
  private readonly endsUntold;
  private readonly endTold;
  private readonly read;

  constructor(
    private readonly sql: Sql,
    private readonly log: StoreLog,
  ) {
    this.read = new RowReader('turns', toTurn, log);
    this.byId = sql.prepare<TurnRow>('SELECT * FROM turns WHERE id = ?');
    this.ofSession = sql.prepare<TurnRow>('SELECT * FROM turns WHERE session_id = ? ORDER BY position');
    this.open = sql.prepare<TurnRow>(
      `SELECT * FROM turns WHERE status <> 'ended' ORDER BY session_id, position`,
    );
    this.firstOpen = sql.prepare<TurnRow>(FIRST_OPEN);
    this.firstOfAgents = sql.prepare<TurnRow>(FIRST_OF_AGENTS);
    this.queuedCount = sql.prepare<{ session_id: SessionId; count: number }>(
      `SELECT session_id, count(*) AS count FROM turns
       WHERE session_id IN (SELECT value FROM json_each(?)) AND status = 'queued' AND status <> 'ended'
       GROUP BY session_id`,
    );
    this.latest = sql.prepare<LatestTurnRow>(LATEST_STATES);
    this.lastStarted = sql.prepare<TurnRow>(
      `SELECT * FROM turns WHERE session_id = ? AND started_at IS NOT NULL
       ORDER BY position DESC LIMIT 1`,
    );
    this.inserted = sql.prepare<TurnRow>(
      `INSERT INTO turns (id, session_id, agent, prompt, status, position, created_at, overlap)
       VALUES (@id, @sessionId, @agent, @prompt, 'queued',
         (SELECT coalesce(max(position), 0) + 1 FROM turns WHERE session_id = @sessionId), @createdAt,
         @overlap)
       RETURNING *`,
    );
    this.stateSet = sql.prepare<TurnRow>(
      `UPDATE turns SET status = @status, stop_reason = @stopReason, error = @error,
         started_at = CASE WHEN @status IN ('starting', 'running', 'awaiting')
           THEN coalesce(started_at, @at) WHEN @status <> 'queued' THEN started_at END,
         sent_at = CASE WHEN @status IN ('running', 'awaiting') THEN coalesce(sent_at, @at) ELSE sent_at END,
         ended_at = CASE WHEN @status = 'ended' THEN @at END
       WHERE id = @id AND status <> 'ended' RETURNING *`,
    );
    this.interrupted = sql.prepare<TurnRow>(
      `UPDATE turns SET status = 'ended', stop_reason = 'interrupted', ended_at = ?
       WHERE status IN ('starting', 'running', 'awaiting') AND status <> 'ended' RETURNING *`,
    );
    this.queuedDeleted = sql.prepare<TurnRow>(
      `DELETE FROM turns WHERE id = ? AND status = 'queued' RETURNING *`,
    );
    this.positionSet = sql.prepare('UPDATE turns SET position = ? WHERE id = ?');
    this.promptSet = sql.prepare<TurnRow>(
      `UPDATE turns SET prompt = ? WHERE id = ? AND status = 'queued' RETURNING *`,
    );
    this.stopNoted = sql.prepare<TurnRow>(
      `UPDATE turns SET stop_asked_at = coalesce(stop_asked_at, ?) WHERE id = ? AND status <> 'ended' RETURNING *`,
    );
    this.resolved = sql.prepare<TurnRow>(
      `UPDATE turns SET resolution = ?
       WHERE id = ? AND stop_reason = 'interrupted' AND resolution IS NULL RETURNING *`,
    );
    this.firstQueued = sql.prepare<{ position: number | null }>(
      `SELECT min(position) AS position FROM turns
       WHERE session_id = ? AND status = 'queued' AND status <> 'ended'`,
    );
    this.shifted = sql.prepare<TurnRow>(
      'UPDATE turns SET position = position + 1 WHERE session_id = ? AND position >= ? RETURNING *',
    );
    this.offered = sql.prepare(`UPDATE turns SET sent_at = ? WHERE id = ? AND status = 'queued'`);
    this.offersTaken = sql.prepare<TurnRow>(
      `UPDATE turns SET sent_at = NULL
       WHERE status = 'queued' AND status <> 'ended' AND sent_at IS NOT NULL RETURNING *`,
    );
    this.endsUntold = sql.prepare<TurnRow>(
      `SELECT * FROM turns WHERE status = 'ended' AND started_at IS NOT NULL AND end_told = 0
       ORDER BY session_id, position`,
    );
    this.endTold = sql.prepare('UPDATE turns SET end_told = 1 WHERE id = ?');
    this.anySent = sql.prepare<{ id: number }>(
      'SELECT 1 AS id FROM turns WHERE session_id = ? AND agent = ? AND sent_at IS NOT NULL LIMIT 1',
    );
  }

  /** Notes that a queued prompt is being offered to a running turn, or no longer is when `at` is null. */
  noteOffer(id: TurnId, at: number | null): void {
    this.offered.run([at, id]);
  }

  /** The queued prompts of which an earlier run never learned whether a running turn took them; asked a second time, none. */
  takeOffers(): Turn[] {
    return this.read.all(this.offersTaken.all()).sort(byQueue);
  }

  /** Notes that the log says of these turns that they ended; in the transaction that makes it say so. */
  noteEndsTold(ids: readonly TurnId[]): void {
    for (const id of ids) this.endTold.run([id]);
  }

  /** Turns that have ended without the log saying so, by session and in order: Coppice was killed in between. */
  listEndsUntold(): Turn[] {
    return this.read.all(this.endsUntold.all());
  }

  /** Adds a turn at the end of its session's queue. */
  insert(turn: NewTurn): Turn {
    const { id, sessionId, agent, createdAt, overlap = null } = turn;
    const prompt = JSON.stringify(turn.prompt);
    return toTurn(this.inserted.get({ id, sessionId, agent, prompt, createdAt, overlap }) as TurnRow);
  }

  /** Adds turns at the ends of their queues; they and what `also` stores are stored together or not at all. */
  insertAll(turns: readonly NewTurn[], also: (inserted: readonly Turn[]) => void): Turn[] {
    return this.sql.transaction(() => {
      const inserted = turns.map((turn) => this.insert(turn));
      also(inserted);
      return inserted;
    });
  }

  find(id: TurnId): Turn | undefined {
    return this.read.one(this.byId.get([id]));
  }

  get(id: TurnId): Turn {
    const found = this.find(id);
    if (!found) throw notFound('turn', id);
    return found;
  }

  /** All turns of a session in the order of its queue, which is the order they ran in. */
  listBySession(sessionId: SessionId): Turn[] {
    return this.read.all(this.ofSession.all([sessionId]));
  }

  /** All turns that have not ended, of all sessions: by session, then in the order of its queue. */
  listOpen(): Turn[] {
    return this.read.all(this.open.all());
  }

  /** The first turn of each session that has not ended; cheap however long the queues are. */
  listFirstOpen(): Turn[] {
    return this.read.all(this.firstOpen.all());
  }

  /** The first turn of each agent that has not ended, in queue order, in the sessions of these turns and of any that overlaps. */
  listFirstOfAgents(of: readonly TurnId[]): Turn[] {
    return this.read.all(this.firstOfAgents.all([JSON.stringify(of)]));
  }

  /** The turn of a session that started last, ended or not; undefined when none has. By place: clocks are set back. */
  latestStarted(sessionId: SessionId): Turn | undefined {
    return this.read.one(this.lastStarted.get([sessionId]));
  }

  /**
   * How a turn at work stands, of several one that waits for the user; where none is at work, of the latest turn of each
   * agent the one that ended last. By session, of the sessions in which one started.
   */
  latestStates(sessionIds: readonly SessionId[]): Map<SessionId, LatestTurn> {
    const read = new RowReader('turns', toLatestTurn, this.log);
    const rows = this.latest.all([JSON.stringify(sessionIds)]);
    return new Map(
      rows.flatMap((row) => {
        const latest = read.one(row);
        return latest ? [[row.session_id, latest]] : [];
      }),
    );
  }

  /** How many turns are queued, by session, of the sessions that have any. */
  countQueued(sessionIds: readonly SessionId[]): Map<SessionId, number> {
    const rows = this.queuedCount.all([JSON.stringify(sessionIds)]);
    return new Map(rows.map(({ session_id, count }) => [session_id, count]));
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
    return this.read.one(row) ?? this.get(id);
  }

  /** Ends the turns an earlier run left at work, as interrupted; returns them. Queued ones stay queued. */
  interruptRunning(now: number): Turn[] {
    return this.read.all(this.interrupted.all([now])).sort(byQueue);
  }

  /** Takes a turn back that has not started; returns it, or undefined when it is too late for that. */
  deleteQueued(id: TurnId): Turn | undefined {
    return this.read.one(this.queuedDeleted.get([id]));
  }

  /** Gives a turn that has not started another prompt; returns it, or undefined when it is too late for that. */
  setPrompt(id: TurnId, prompt: ContentBlock[]): Turn | undefined {
    return this.read.one(this.promptSet.get([JSON.stringify(prompt), id]));
  }

  /** Notes that the user asked a turn to stop, the first time; undefined when it has ended. */
  noteStop(id: TurnId, at: number): Turn | undefined {
    return this.read.one(this.stopNoted.get([at, id]));
  }

  /** Says what became of an interrupted turn; undefined when that was said before, or it is none. */
  resolve(id: TurnId, resolution: Resolution): Turn | undefined {
    return this.read.one(this.resolved.get([resolution, id]));
  }

  /**
   * Resolves an interrupted turn as continued and puts `next` in front of the queue, both or none. Returns the
   * interrupted turn, the new one and those that moved; undefined when the turn cannot be continued any more.
   */
  continueWith(id: TurnId, next: NewTurn): [Turn, Turn, ...Turn[]] | undefined {
    return this.sql.transaction(() => {
      const before = this.resolve(id, 'continued');
      if (!before) return undefined;
      const place = this.firstQueued.get([next.sessionId])?.position ?? undefined;
      // All from there on: turns that were cancelled in the queue have places in it, too.
      const moved = place === undefined ? [] : this.read.all(this.shifted.all([next.sessionId, place]));
      const turn = this.insert(next);
      if (place === undefined) return [before, turn];
      this.positionSet.run([place, turn.id]);
      return [before, { ...turn, position: place }, ...moved.sort(byQueue)];
    });
  }

  /** True when a prompt of the session was ever handed to the agent. */
  hasSent(sessionId: SessionId, agent: AgentId): boolean {
    return this.anySent.get([sessionId, agent]) !== undefined;
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
