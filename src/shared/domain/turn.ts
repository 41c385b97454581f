import type { EventError, StopReason } from './agent-event';
import type { ContentBlock } from './content';
import type { AgentId, SessionId, TurnId } from './ids';

export type TurnState =
  | { status: 'queued' }
  | { status: 'starting' }
  | { status: 'running' }
  | { status: 'awaiting' }
  | { status: 'ended'; stopReason: StopReason; error?: EventError };

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
}

export type TurnSignal =
  | { type: 'start' }
  | { type: 'run' }
  | { type: 'await' }
  | { type: 'resume' }
  | { type: 'end'; stopReason: StopReason; error?: EventError };

/**
 * The turn state machine: queued -> starting -> running <-> awaiting -> ended. A signal that does
 * not apply leaves the state as it is, so a late or repeated one can never revive an ended turn.
 */
export function reduceTurn(state: TurnState, signal: TurnSignal): TurnState {
  if (state.status === 'ended') return state;
  switch (signal.type) {
    case 'start':
      return state.status === 'queued' ? { status: 'starting' } : state;
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
