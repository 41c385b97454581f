import type { AgentEventBody, Command, PlanEntry } from '../../../../shared/domain/agent-event';
import { compact, isRecord, type Json, listOf, numberOf, oneOf, recordOf, stringOf } from './json';
import { mapContentBlock } from './map-content';
import { mapToolPatch, newTool } from './map-tool';
import type { MessageIds, MessageKind } from './message-ids';

/** What the mapper remembers between updates. */
export interface MapState {
  messages: MessageIds;
  /** Tool calls already told in this turn. */
  tools: Set<string>;
  /** Summaries of compactions under way, by id. */
  summaries: Map<string, string>;
}

/**
 * One `session/update` as events. Total: an update of an unknown kind, or one lacking what its kind needs, is an
 * `unknown` event. Mode and config updates are `config` events only after map-config has folded them, so they
 * give none here.
 */
export function mapUpdate(update: unknown, state: MapState): AgentEventBody[] {
  if (!isRecord(update)) return [unknown('session/update', update)];
  const kind = stringOf(update.sessionUpdate) ?? 'session/update';
  const map = MAPPERS[kind];
  const body = map?.(update, state);
  if (body === undefined) state.messages.break();
  return body === undefined ? [unknown(kind, update)] : [body].flat();
}

type Mapper = (update: Json, state: MapState) => AgentEventBody | AgentEventBody[] | undefined;

const MAPPERS: Record<string, Mapper | undefined> = Object.assign(Object.create(null), {
  agent_message_chunk: chunk('text'),
  agent_thought_chunk: chunk('reasoning'),
  user_message_chunk: chunk('user_message'),
  tool_call: tool,
  tool_call_update: tool,
  plan,
  available_commands_update: commands,
  current_mode_update: () => [],
  config_option_update: () => [],
  session_info_update: sessionInfo,
  usage_update: usage,
  notice,
  compaction_update: compaction,
  compaction_summary_chunk: compactionChunk,
} satisfies Record<string, Mapper>);

function chunk(kind: MessageKind): Mapper {
  return (update, { messages }) => {
    if (update.content === undefined) return undefined;
    // Empty ids are sent by agents that have none.
    const messageId = messages.idFor(kind, stringOf(update.messageId) || undefined);
    return { kind, messageId, op: 'append', block: mapContentBlock(update.content) };
  };
}

/** A tool call or an update of one; which of the two an agent sends first does not matter. */
export function tool(update: Json, state: MapState): AgentEventBody | undefined {
  const toolCallId = stringOf(update.toolCallId);
  if (toolCallId === undefined) return undefined;
  const patch = mapToolPatch(update);
  if (state.tools.has(toolCallId)) return { kind: 'tool_update', toolCallId, patch };
  state.tools.add(toolCallId);
  state.messages.break();
  return { kind: 'tool_call', tool: newTool(toolCallId, patch) };
}

function plan(update: Json, { messages }: MapState): AgentEventBody | undefined {
  if (!Array.isArray(update.entries)) return undefined;
  messages.break();
  const entries = update.entries.map((value): PlanEntry => {
    const raw = recordOf(value);
    return {
      content: stringOf(raw.content) ?? '',
      priority: oneOf(['high', 'medium', 'low'] as const, raw.priority) ?? 'medium',
      status: oneOf(['pending', 'in_progress', 'completed'] as const, raw.status) ?? 'pending',
    };
  });
  return { kind: 'plan', planId: 'plan', entries };
}

function commands(update: Json): AgentEventBody | undefined {
  if (!Array.isArray(update.availableCommands)) return undefined;
  const mapped = update.availableCommands.flatMap((value): Command[] => {
    const raw = recordOf(value);
    const name = stringOf(raw.name);
    if (!name) return [];
    const hint = stringOf(recordOf(raw.input).hint);
    return [compact({ name, description: stringOf(raw.description) ?? '', hint })];
  });
  return { kind: 'commands', commands: mapped };
}

function sessionInfo(update: Json): AgentEventBody {
  const title = update.title === null ? null : stringOf(update.title);
  return title === undefined ? { kind: 'session_info' } : { kind: 'session_info', title };
}

function usage(update: Json): AgentEventBody | undefined {
  const used = numberOf(update.used);
  const size = numberOf(update.size);
  const cost = recordOf(update.cost);
  const amount = numberOf(cost.amount);
  const currency = stringOf(cost.currency);
  if (used === undefined && amount === undefined) return undefined;
  return compact({
    kind: 'usage' as const,
    context: used === undefined || size === undefined ? undefined : { used, size },
    cost: amount === undefined || currency === undefined ? undefined : { amount, currency },
  });
}

function notice(update: Json, { messages }: MapState): AgentEventBody | undefined {
  const title = stringOf(update.title);
  if (title === undefined) return undefined;
  messages.break();
  const severity = oneOf(['info', 'warning', 'error'] as const, update.severity) ?? 'info';
  return compact({ kind: 'notice' as const, severity, title, detail: stringOf(update.description) });
}

function compaction(update: Json, { messages, summaries }: MapState): AgentEventBody | undefined {
  const id = stringOf(update.compactionId);
  if (id === undefined) return undefined;
  messages.break();
  const whole = Array.isArray(update.summary) ? textIn(update.summary) : summaries.get(id);
  const summary = stringOf(update.error) ?? whole;
  return compact({ kind: 'compaction' as const, id, status: stringOf(update.status) ?? 'unknown', summary });
}

function compactionChunk(update: Json, { summaries }: MapState): AgentEventBody | undefined {
  const id = stringOf(update.compactionId);
  if (id === undefined) return undefined;
  const summary = (summaries.get(id) ?? '') + textIn([update.content]);
  summaries.set(id, summary);
  return { kind: 'compaction', id, status: 'in_progress', summary };
}

function textIn(blocks: unknown[]): string {
  return listOf(blocks)
    .map((block) => stringOf(recordOf(block).text) ?? '')
    .join('');
}

function unknown(native: string, raw: unknown): AgentEventBody {
  return { kind: 'unknown', native, raw };
}
