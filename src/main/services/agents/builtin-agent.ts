import { type AgentId, agentId } from '../../../shared/domain/ids';

/** The agent that comes with Coppice. */
export const builtinAgent: AgentId = agentId.parse('builtin');
