import { z } from 'zod';

const id = z.string().min(1).max(200);

export const repositoryId = id.brand<'RepositoryId'>();
export type RepositoryId = z.infer<typeof repositoryId>;

export const sessionId = id.brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionId>;

export const turnId = id.brand<'TurnId'>();
export type TurnId = z.infer<typeof turnId>;

/** A configured agent's key in the catalog: `builtin`, `claude`, or a custom one from agents.json. */
export const agentId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'use lower-case letters, digits, dots, dashes and underscores')
  .brand<'AgentId'>();
export type AgentId = z.infer<typeof agentId>;

/** Identifies one permission or elicitation request of one agent session. */
export const requestId = id.brand<'RequestId'>();
export type RequestId = z.infer<typeof requestId>;

export const commentId = id.brand<'CommentId'>();
export type CommentId = z.infer<typeof commentId>;
