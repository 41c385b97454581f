import { z } from 'zod';
import type { AgentSession } from '../../domain/agent';
import { contextDecision } from '../../domain/agent-event';
import { agentId, requestId, sessionId } from '../../domain/ids';
import { output } from './schemas';

export const agentCalls = {
  'agent.start': { input: z.object({ sessionId, agent: agentId }), output: output<AgentSession>() },
  'agent.setOption': {
    input: z.object({
      sessionId,
      agent: agentId,
      optionId: z.string(),
      value: z.union([z.string(), z.boolean()]),
    }),
    output: output<void>(),
  },
  /** How to go on with an agent whose earlier conversation could not be brought back. */
  'agent.decideContext': {
    input: z.object({ sessionId, agent: agentId, decision: contextDecision }),
    output: output<void>(),
  },
  'agent.stop': { input: z.object({ sessionId, agent: agentId }), output: output<void>() },
  'permission.answer': {
    input: z.object({ sessionId, requestId, optionId: z.string() }),
    output: output<void>(),
  },
} as const;
