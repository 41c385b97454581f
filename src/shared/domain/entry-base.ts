import type { AgentEvent } from './agent-event';
import type { EntryBase } from './entry';

/** What every entry has, from the event that opens it. */
export function entryBase(event: AgentEvent, id: string): EntryBase {
  return {
    id,
    agent: event.agent,
    ts: event.ts,
    seq: event.seq,
    ...(event.turnId && { turnId: event.turnId }),
  };
}

/** Ids are only unique within one agent's conversation, and some agents reuse them in a later turn. */
export function toolEntryId(
  { agent, turnId }: Pick<EntryBase, 'agent' | 'turnId'>,
  toolCallId: string,
): string {
  return `tool:${agent}:${turnId ?? ''}:${toolCallId}`;
}
