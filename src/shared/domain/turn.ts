import { z } from 'zod';
import type { EventError, StopReason } from './agent-event';
import type { ContentBlock } from './content';
import type { AgentId, SessionId, TurnId } from './ids';

export type TurnState =
  | { status: 'queued' }
  | { status: 'starting' }
  | { status: 'running' }
  | { status: 'awaiting' }
  | { status: 'ended'; stopReason: StopReason; error?: EventError };

/** What the user made of an interrupted turn. */
export type Resolution = 'continued' | 'dismissed';

/**
 * How a turn runs where others of its session run; absent, it waits until they have ended. Both start at once, and
 * `read-only` changes nothing.
 */
export const overlap = z.enum(['beside', 'read-only']);
export type Overlap = z.infer<typeof overlap>;

/** One prompt and all that the agent does in reply. */
export interface Turn {
  id: TurnId;
  sessionId: SessionId;
  agent: AgentId;
  prompt: ContentBlock[];
  state: TurnState;
  /** Order in the session's queue; smaller runs first. */
  position: number;
  createdAt: number;
  startedAt?: number;
  endedAt?: number;
  /** When the prompt was handed to its agent. */
  sentAt?: number;
  /** When the user asked the agent to stop. */
  stopAskedAt?: number;
  /** Absent while an interrupted turn waits for the user. */
  resolution?: Resolution;
  overlap?: Overlap;
}

export type TurnSignal =
  | { type: 'start' }
  /** It goes back to its place in the queue: nothing of it was sent. */
  | { type: 'requeue' }
  | { type: 'run' }
  | { type: 'await' }
  | { type: 'resume' }
  | { type: 'end'; stopReason: StopReason; error?: EventError };

/**
 * The turn state machine: queued -> starting -> running <-> awaiting -> ended; a turn
 * whose agent waits for the user before it can start goes back to queued. A signal that does
 * not apply leaves the state as it is, so a late or repeated one can never revive an ended turn.
 */
export function reduceTurn(state: TurnState, signal: TurnSignal): TurnState {
  if (state.status === 'ended') return state;
  switch (signal.type) {
    case 'start':
      return state.status === 'queued' ? { status: 'starting' } : state;
    case 'requeue':
      return state.status === 'starting' ? { status: 'queued' } : state;
    case 'run':
      return state.status === 'starting' ? { status: 'running' } : state;
    case 'await':
      return state.status === 'running' ? { status: 'awaiting' } : state;
    case 'resume':
      return state.status === 'awaiting' ? { status: 'running' } : state;
    case 'end':
      return {
        status: 'ended',
        stopReason: signal.stopReason,
        ...(signal.error && { error: signal.error }),
      };
  }
}

/** True while an agent is at work on the turn. */
export function isActive(state: TurnState): boolean {
  return state.status === 'starting' || state.status === 'running' || state.status === 'awaiting';
}

/** True for an interrupted turn that the user may still continue or dismiss. */
export function isResumable({ state, resolution }: Pick<Turn, 'state' | 'resolution'>): boolean {
  return state.status === 'ended' && state.stopReason === 'interrupted' && resolution === undefined;
}
