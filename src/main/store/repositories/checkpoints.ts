import type { Author } from '../../../shared/domain/change';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import { fromJson } from '../json';
import { UnreadableRow } from '../readable';
import type { Sql } from '../sql';

/** Why a checkpoint was taken; `outside` found changes nobody of Coppice made. */
export type CheckpointPhase = 'turn-start' | 'turn-end' | 'decision' | 'outside' | 'manual';

/** A snapshot of a session's worktree. */
export interface Checkpoint {
  sessionId: SessionId;
  /** 1 and up within the session, in the order taken. */
  ordinal: number;
  commitId: string;
  treeId: string;
  turnId?: TurnId;
  phase: CheckpointPhase;
  /** Who made the changes since the checkpoint before this one. */
  author: Author;
  createdAt: number;
  /** True when the owners of lines are stored as of this checkpoint. */
  ownersKnown: boolean;
}

interface Row {
  session_id: string;
  ordinal: number;
  commit_id: string;
  tree_id: string;
  turn_id: string | null;
  phase: CheckpointPhase;
  author: string;
  created_at: number;
  owners_known: number;
}

/** The only writer of `checkpoints`. */
export class CheckpointsRepository {
  private readonly ofSession;
  private readonly last;
  private readonly appended;
  private readonly ownersSet;

  constructor(sql: Sql) {
    this.ofSession = sql.prepare<Row>('SELECT * FROM checkpoints WHERE session_id = ? ORDER BY ordinal');
    this.last = sql.prepare<Row>(
      'SELECT * FROM checkpoints WHERE session_id = ? ORDER BY ordinal DESC LIMIT 1',
    );
    this.appended = sql.prepare<Row>(
      `INSERT INTO checkpoints
         (session_id, ordinal, commit_id, tree_id, turn_id, phase, author, created_at)
       VALUES (@sessionId,
         (SELECT coalesce(max(ordinal), 0) + 1 FROM checkpoints WHERE session_id = @sessionId),
         @commitId, @treeId, @turnId, @phase, @author, @createdAt)
       RETURNING *`,
    );
    this.ownersSet = sql.prepare(
      `UPDATE checkpoints SET owners_known = @known WHERE session_id = @sessionId
         AND ordinal = (SELECT max(ordinal) FROM checkpoints WHERE session_id = @sessionId)`,
    );
  }

  /** Adds a checkpoint after the session's last one, at first without known owners; returns it with its ordinal. */
  append(checkpoint: Omit<Checkpoint, 'ordinal' | 'ownersKnown'>): Checkpoint {
    const { sessionId, commitId, treeId, turnId = null, phase, createdAt } = checkpoint;
    const author = JSON.stringify(checkpoint.author);
    const row = this.appended.get({ sessionId, commitId, treeId, turnId, phase, author, createdAt });
    return toCheckpoint(row as Row);
  }

  /** Says whether the stored owners of lines are as of the session's last checkpoint. */
  setOwnersKnown(sessionId: SessionId, known: boolean): void {
    this.ownersSet.run({ sessionId, known: Number(known) });
  }

  /** The session's last checkpoint; undefined before the first one. */
  latest(sessionId: SessionId): Checkpoint | undefined {
    const row = this.last.get([sessionId]);
    return row && toCheckpoint(row);
  }

  /** In the order taken. */
  list(sessionId: SessionId): Checkpoint[] {
    return this.ofSession.all([sessionId]).map(toCheckpoint);
  }
}

function toCheckpoint(row: Row): Checkpoint {
  return {
    sessionId: row.session_id as SessionId,
    ordinal: row.ordinal,
    commitId: row.commit_id,
    treeId: row.tree_id,
    ...(row.turn_id !== null && { turnId: row.turn_id as TurnId }),
    phase: row.phase,
    author: toAuthor(row.author),
    createdAt: row.created_at,
    ownersKnown: row.owners_known === 1,
  };
}

// The snapshot is worth keeping when its author cannot be read; whoever it was is then not known.
function toAuthor(text: string): Author {
  try {
    return fromJson<Author>(text, 'object');
  } catch (error) {
    if (error instanceof UnreadableRow) return { kind: 'unknown' };
    throw error;
  }
}
