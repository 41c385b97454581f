import type { AgentSessions } from '../../services/agents/agent-sessions';
import type { Contexts } from '../../services/agents/contexts';
import type { Permissions } from '../../services/agents/permissions';
import type { AreaHandlers } from '../handler';

export function agentHandlers(agentSessions: AgentSessions, contexts: Contexts): AreaHandlers<'agent'> {
  return {
    'agent.start': async ({ sessionId, agent }) => {
      await agentSessions.ensure(sessionId, agent);
      return agentSessions.view(sessionId, agent);
    },
    'agent.setOption': ({ sessionId, agent, optionId, value }) =>
      agentSessions.setOption(sessionId, agent, optionId, value),
    'agent.decideContext': ({ sessionId, agent, decision }) => contexts.decide(sessionId, agent, decision),
    'agent.stop': ({ sessionId, agent }) => agentSessions.stop(sessionId, agent),
  };
}

export function permissionHandlers(permissions: Permissions): AreaHandlers<'permission'> {
  return {
    'permission.answer': ({ sessionId, requestId, optionId }) =>
      permissions.answer(sessionId, requestId, optionId),
  };
}
