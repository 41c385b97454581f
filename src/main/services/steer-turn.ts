import type { Turn } from '../../shared/domain/turn';
import type { AgentSessions } from './agent-sessions';
import type { EventLog } from './event-log';

export interface SteerTurnDeps {
  agentSessions: Pick<AgentSessions, 'steer'>;
  eventLog: Pick<EventLog, 'say'>;
}

/** Says a prompt into a running turn. Resolves to whether its agent took it; the transcript says either. */
export async function steerTurn(
  { agentSessions, eventLog }: SteerTurnDeps,
  { id: turnId, sessionId, agent }: Turn,
  message: Turn,
): Promise<boolean> {
  const taken = await agentSessions.steer(sessionId, agent, message.prompt);
  const source = { sessionId, agent, turnId };
  if (taken) {
    for (const block of message.prompt) {
      eventLog.say(source, { kind: 'user_message', messageId: message.id, op: 'append', block });
    }
    return true;
  }
  eventLog.say(source, {
    kind: 'notice',
    severity: 'info',
    title: 'The agent did not take your message into this turn. It waits in the queue',
  });
  return false;
}
