import { z } from 'zod';
import type { Command, ConfigOption } from './agent-event';
import type { AgentId, SessionId } from './ids';
import { agentId } from './ids';

export const backendId = z.enum(['acp']);
export type BackendId = z.infer<typeof backendId>;

/** How to start an agent; agents.json holds a list of these. */
export const agentDefinition = z.strictObject({
  id: agentId,
  name: z.string().min(1).max(80),
  backend: backendId,
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
export type AgentDefinition = z.infer<typeof agentDefinition>;

/** Whether an agent of the catalog can be started here. */
export type Availability =
  | { kind: 'ready'; path: string; version?: string }
  /** `command` is the program that was looked for, where the user named it in agents.json. */
  | { kind: 'missing'; command?: string; install?: string; docsUrl?: string }
  | { kind: 'checking' };

/** An entry of the catalog as pickers show it. */
export interface CatalogAgent {
  id: AgentId;
  name: string;
  source: 'builtin' | 'known' | 'custom';
  availability: Availability;
}

export type AgentSessionStatus = 'starting' | 'idle' | 'running' | 'awaiting' | 'stopped' | 'failed';

/** What Coppice knows of one agent in one session. */
export interface AgentSession {
  sessionId: SessionId;
  agent: AgentId;
  status: AgentSessionStatus;
  /** The agent's own id of the conversation, once it has one. */
  nativeSessionId?: string;
  /** True while the user has to decide about the earlier conversation, which could not be brought back. */
  contextLost?: true;
  /** True while an agent lives that takes prompts into its running turn. */
  steerable?: true;
  options: ConfigOption[];
  commands: Command[];
  error?: string;
}

/** Size of the pool and how many backends are in each status. */
export interface PoolHealth {
  size: number;
  byStatus: Record<AgentSessionStatus, number>;
}
