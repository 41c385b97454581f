import type { AgentSessions } from '../../services/agent-sessions';
import type { Permissions } from '../../services/permissions';
import type { AreaHandlers } from '../handler';

export function agentHandlers(agentSessions: AgentSessions): AreaHandlers<'agent'> {
  return {
    'agent.start': async ({ sessionId, agent }) => {
      await agentSessions.ensure(sessionId, agent);
      return agentSessions.view(sessionId, agent);
    },
    'agent.setOption': ({ sessionId, agent, optionId, value }) =>
      agentSessions.setOption(sessionId, agent, optionId, value),
    'agent.stop': ({ sessionId, agent }) => agentSessions.stop(sessionId, agent),
  };
}

export function permissionHandlers(permissions: Permissions): AreaHandlers<'permission'> {
  return {
    'permission.answer': ({ sessionId, requestId, optionId }) =>
      permissions.answer(sessionId, requestId, optionId),
  };
}
