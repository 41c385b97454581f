import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';

/** Whose event it is; the turn is absent for what an agent says between turns. */
export interface EventSource {
  sessionId: SessionId;
  agent: AgentId;
  turnId?: TurnId;
}
