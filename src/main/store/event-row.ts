import type { AgentEvent, EventOrigin } from '../../shared/domain/agent-event';
import type { StoreLog } from './store-log';

export interface EventRow {
  session_id: string;
  seq: number;
  turn_id: string | null;
  agent: string;
  kind: string;
  origin: EventOrigin;
  ts: number;
  message_id: string | null;
  parent_tool_call_id: string | null;
  body: string;
}

/** How much of a body nobody can read is shown in its place, in characters. */
const UNREADABLE_SHOWN = 2000;

/** The statement parameters of an event: its common fields in columns, the rest of it as `body`. */
export function toEventParams(event: AgentEvent) {
  const { sessionId, seq, ts, agent, turnId, origin, parentToolCallId, kind, ...body } = event;
  return {
    ...{ sessionId, seq, ts, agent, origin, kind },
    turnId: turnId ?? null,
    parentToolCallId: parentToolCallId ?? null,
    messageId: messageIdOf(event),
    body: JSON.stringify(body),
  };
}

/** The message or tool call an event is a part of. */
function messageIdOf(event: AgentEvent): string | null {
  switch (event.kind) {
    case 'text':
    case 'reasoning':
    case 'user_message':
      return event.messageId;
    case 'tool_call':
      return event.tool.toolCallId;
    case 'tool_update':
      return event.toolCallId;
    default:
      return null;
  }
}

/** The event of a row; one whose body cannot be read comes back as `unknown`, so that it takes nothing along. */
export function toEvent(row: EventRow, log: StoreLog): AgentEvent {
  const base = {
    sessionId: row.session_id,
    seq: row.seq,
    ts: row.ts,
    agent: row.agent,
    origin: row.origin,
    ...(row.turn_id !== null && { turnId: row.turn_id }),
    ...(row.parent_tool_call_id !== null && { parentToolCallId: row.parent_tool_call_id }),
  };
  const body = parseBody(row.body);
  if (body) return { ...body, kind: row.kind, ...base } as AgentEvent;
  log.warn('An event cannot be read', { sessionId: row.session_id, seq: row.seq, kind: row.kind });
  const raw = row.body.slice(0, UNREADABLE_SHOWN);
  return { kind: 'unknown', native: `unreadable ${row.kind}`, raw, ...base } as AgentEvent;
}

function parseBody(text: string): object | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
