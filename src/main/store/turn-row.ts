import type { EventError, StopReason } from '../../shared/domain/agent-event';
import type { ContentBlock } from '../../shared/domain/content';
import { agentId, type SessionId, sessionId as toSessionId, turnId } from '../../shared/domain/ids';
import type { Overlap, Resolution, Turn, TurnState } from '../../shared/domain/turn';
import { fromJson } from './json';
import { readId } from './readable';

interface StateRow {
  status: TurnState['status'];
  stop_reason: StopReason | null;
  error: string | null;
}

export interface TurnRow extends StateRow {
  id: string;
  session_id: string;
  agent: string;
  prompt: string;
  position: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  sent_at: number | null;
  stop_asked_at: number | null;
  resolution: Resolution | null;
  overlap: Overlap | null;
}

export interface LatestTurnRow extends StateRow {
  session_id: SessionId;
  resolution: Resolution | null;
}

/** How the turn at work in a session stands, or the one that started last. */
export interface LatestTurn {
  state: TurnState;
  resolution?: Resolution;
}

/** Throws when the row holds what the store never writes. */
export function toTurn(row: TurnRow): Turn {
  return {
    id: readId(turnId, row.id),
    sessionId: readId(toSessionId, row.session_id),
    agent: readId(agentId, row.agent),
    prompt: fromJson<ContentBlock[]>(row.prompt, 'array'),
    state: toState(row),
    position: row.position,
    createdAt: row.created_at,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.stop_asked_at !== null && { stopAskedAt: row.stop_asked_at }),
    ...(row.resolution !== null && { resolution: row.resolution }),
    ...(row.overlap !== null && { overlap: row.overlap }),
  };
}

/** Throws when the row holds what the store never writes. */
export function toLatestTurn(row: LatestTurnRow): LatestTurn {
  return { state: toState(row), ...(row.resolution !== null && { resolution: row.resolution }) };
}

function toState(row: StateRow): TurnState {
  if (row.status !== 'ended') return { status: row.status };
  return {
    status: 'ended',
    stopReason: row.stop_reason as StopReason,
    ...(row.error !== null && { error: fromJson<EventError>(row.error, 'object') }),
  };
}
