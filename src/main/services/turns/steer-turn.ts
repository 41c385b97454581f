import type { Turn } from '../../../shared/domain/turn';
import type { Steered } from '../agent-backend';
import type { AgentSessions } from '../agents/agent-sessions';
import type { EventLog } from '../events/event-log';

export interface SteerTurnDeps {
  agentSessions: Pick<AgentSessions, 'steer'>;
  eventLog: Pick<EventLog, 'say'>;
}

/** Says a prompt into a running turn; the transcript says what became of it. */
export async function steerTurn(
  { agentSessions, eventLog }: SteerTurnDeps,
  { id: turnId, sessionId, agent }: Turn,
  message: Turn,
): Promise<Steered> {
  const steered = await agentSessions.steer(sessionId, agent, message.prompt);
  const source = { sessionId, agent, turnId };
  if (steered === 'taken') {
    for (const block of message.prompt) {
      eventLog.say(source, { kind: 'user_message', messageId: message.id, op: 'append', block });
    }
  } else if (steered === 'refused') {
    eventLog.say(source, {
      kind: 'notice',
      severity: 'info',
      title: 'The agent did not take your message into this turn. It waits in the queue',
    });
  } else {
    eventLog.say(source, {
      kind: 'notice',
      severity: 'warning',
      title: 'The agent did not say whether it has your message',
      detail: 'It waits in the queue until you let it go on. Take it out if the agent did what it says.',
    });
  }
  return steered;
}
