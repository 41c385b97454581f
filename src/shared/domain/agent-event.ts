import { z } from 'zod';
import type { ContentBlock } from './content';
import type { AgentId, RequestId, SessionId, TurnId } from './ids';

export type ToolKind =
  | 'read'
  | 'edit'
  | 'delete'
  | 'move'
  | 'search'
  | 'execute'
  | 'think'
  | 'fetch'
  | 'switch_mode'
  | 'other';

export type ToolStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled';

export type ToolContent =
  | { type: 'content'; block: ContentBlock }
  | { type: 'diff'; path: string; oldText: string | null; newText: string }
  | { type: 'terminal'; terminalId: string; output?: string; exitCode?: number | null };

export interface ToolLocation {
  path: string;
  /** 1-based. */
  line?: number;
}

export interface Tool {
  toolCallId: string;
  title: string;
  name?: string;
  toolKind: ToolKind;
  status: ToolStatus;
  content: ToolContent[];
  locations: ToolLocation[];
  rawInput?: unknown;
  rawOutput?: unknown;
}

export type PermissionOptionKind = 'allow_once' | 'allow_always' | 'reject_once' | 'reject_always';

export interface PermissionOption {
  optionId: string;
  name: string;
  kind: PermissionOptionKind;
}

export interface PlanEntry {
  content: string;
  priority: 'high' | 'medium' | 'low';
  status: 'pending' | 'in_progress' | 'completed';
}

/** A slash command the agent offers; `hint` describes its argument. */
export interface Command {
  name: string;
  description: string;
  hint?: string;
}

export interface ConfigChoice {
  value: string;
  name: string;
  description?: string;
  group?: string;
}

/** One setting of an agent session (model, mode, thinking level ...). ACP's older modes are folded in as category `mode`. */
export type ConfigOption = {
  id: string;
  name: string;
  description?: string;
  category: 'mode' | 'model' | 'model_config' | 'thought_level' | 'other';
} & ({ type: 'select'; value: string; choices: ConfigChoice[] } | { type: 'boolean'; value: boolean });

export interface TokenCount {
  input?: number;
  output?: number;
  total?: number;
}

export type StopReason = 'end_turn' | 'cancelled' | 'refused' | 'limit' | 'failed' | 'interrupted';

export interface EventError {
  code: string;
  message: string;
  hint?: string;
  detail?: string;
}

/** `append` adds to a message, `replace` restates the whole of it, `end` only closes it. */
export type TextOp = 'append' | 'replace' | 'end';

/** What the user wants when an agent's earlier conversation could not be brought back. */
export const contextDecision = z.enum(['retry', 'summary', 'fresh']);
export type ContextDecision = z.infer<typeof contextDecision>;

type Body<Kind extends string, Payload> = { kind: Kind } & Payload;

/**
 * What an agent said or did, whatever transport it speaks; ours is a closed union, and what a
 * transport sends beyond it is kept as `unknown`, so that nothing an agent says is dropped.
 */
export type AgentEventBody =
  | Body<'text' | 'reasoning', { messageId: string; op: TextOp; block: ContentBlock }>
  | Body<'user_message', { messageId: string; op: TextOp; block: ContentBlock }>
  | Body<'tool_call', { tool: Tool }>
  | Body<
      'tool_update',
      { toolCallId: string; patch: Partial<Omit<Tool, 'toolCallId'>>; outputDelta?: string }
    >
  | Body<
      'permission_request',
      {
        requestId: RequestId;
        toolCallId?: string;
        title: string;
        options: PermissionOption[];
        detail?: string;
      }
    >
  | Body<
      'request_resolved',
      { requestId: RequestId; outcome: string; optionId?: string; by: 'user' | 'policy' | 'agent' | 'cancel' }
    >
  | Body<'plan', { planId: string; entries: PlanEntry[] }>
  | Body<'commands', { commands: Command[] }>
  | Body<'config', { options: ConfigOption[] }>
  | Body<'session_info', { title?: string | null }>
  | Body<
      'usage',
      {
        context?: { used: number; size: number };
        turn?: TokenCount;
        cost?: { amount: number; currency: string };
      }
    >
  | Body<'turn_started', { prompt: ContentBlock[] }>
  | Body<'turn_ended', { stopReason: StopReason; native?: string; error?: EventError }>
  | Body<'compaction', { id: string; status: string; summary?: string }>
  | Body<'notice', { severity: 'info' | 'warning' | 'error'; title: string; detail?: string }>
  /** The agent's earlier conversation could not be brought back; nothing is sent to it before `context_decided`. */
  | Body<'context_lost', { nativeSessionId: string; reason: string }>
  | Body<'context_decided', { decision: ContextDecision }>
  /** What a new conversation was told of the earlier one, exactly as it was sent with the turn's prompt. */
  | Body<'context_handed_over', { text: string }>
  | Body<'error', { scope: 'turn' | 'session' | 'connection'; error: EventError; retryable: boolean }>
  | Body<'unknown', { native: string; raw: unknown }>;

export type AgentEventKind = AgentEventBody['kind'];

/** `live` came from the agent now, `replay` from its own history, `synthetic` was said by Coppice. */
export type EventOrigin = 'live' | 'replay' | 'synthetic';

/** One entry of a session's append-only log. */
export type AgentEvent = AgentEventBody & {
  sessionId: SessionId;
  /** Position in the session's log: grows by one or more, never reused. */
  seq: number;
  /** Milliseconds since the epoch, by the host's clock. */
  ts: number;
  agent: AgentId;
  turnId?: TurnId;
  origin: EventOrigin;
  parentToolCallId?: string;
};
