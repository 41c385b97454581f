import type { AgentEvent, ContextDecision, StopReason, Tool, ToolStatus } from './agent-event';
import type { ContentBlock } from './content';
import type { Entry } from './entry';
import { entryBase, toolEntryId } from './entry-base';
import { EntryList } from './entry-list';
import { foldAnswer, foldPermission } from './fold-question';
import type { AgentId } from './ids';
import { isFinished, mergeTool } from './merge-tool';

export type { Entry } from './entry';
export { mergeTool } from './merge-tool';

/** A session's transcript (or a page of it): entries in log order. */
export interface Transcript {
  entries: readonly Entry[];
  /** The last log position folded in; events at or before it are ignored. */
  seq: number;
  /** When something was last logged of each agent, whether or not it is an entry; milliseconds since the epoch. */
  heard: Readonly<Record<AgentId, number>>;
}

export const emptyTranscript: Transcript = { entries: [], seq: 0, heard: {} };

/**
 * Folds events into the transcript: pure, the same for live events and for replay, and idempotent
 * (events at or before `seq` change nothing). Costs one copy of the entry list per call, so callers
 * pass whole batches.
 */
export function reduceTranscript(transcript: Transcript, events: readonly AgentEvent[]): Transcript {
  const fresh = events.filter((event) => event.seq > transcript.seq);
  const last = fresh.at(-1);
  if (!last) return transcript;
  const entries = new EntryList(transcript.entries);
  const heard = { ...transcript.heard };
  for (const event of fresh) {
    fold(entries, event);
    heard[event.agent] = event.ts;
  }
  return { entries: entries.items, seq: last.seq, heard };
}

function fold(entries: EntryList, event: AgentEvent): void {
  switch (event.kind) {
    case 'turn_started':
      entries.upsert(
        `turn:${event.turnId}`,
        (found) =>
          found ?? { ...entryBase(event, `turn:${event.turnId}`), type: 'prompt', blocks: event.prompt },
      );
      return;
    case 'text':
    case 'reasoning':
      foldText(entries, event);
      return;
    case 'user_message':
      foldUserMessage(entries, event);
      return;
    case 'tool_call':
      foldTool(entries, event, event.tool.toolCallId, event.tool);
      return;
    case 'tool_update':
      foldTool(entries, event, event.toolCallId, event.patch, event.outputDelta);
      return;
    case 'permission_request':
      foldPermission(entries, event);
      return;
    case 'request_resolved':
      foldAnswer(entries, event);
      return;
    case 'plan':
      entries.upsert(`plan:${event.turnId ?? ''}:${event.agent}:${event.planId}`, (found) =>
        found?.type === 'plan'
          ? { ...found, entries: event.entries }
          : {
              ...entryBase(event, `plan:${event.turnId ?? ''}:${event.agent}:${event.planId}`),
              type: 'plan',
              entries: event.entries,
            },
      );
      return;
    case 'notice':
      entries.push({
        ...entryBase(event, `notice:${event.seq}`),
        type: 'notice',
        severity: event.severity,
        title: event.title,
        ...(event.detail && { detail: event.detail }),
      });
      return;
    case 'context_lost':
      decide(entries, event.agent, 'retry');
      entries.push({
        ...entryBase(event, `context:${event.seq}`),
        type: 'context',
        nativeSessionId: event.nativeSessionId,
        reason: event.reason,
      });
      return;
    case 'context_decided':
      decide(entries, event.agent, event.decision);
      return;
    case 'context_handed_over':
      entries.push({ ...entryBase(event, `handover:${event.seq}`), type: 'handover', text: event.text });
      return;
    case 'error':
      entries.push({ ...entryBase(event, `error:${event.seq}`), type: 'error', error: event.error });
      return;
    case 'compaction':
      entries.upsert(`compaction:${event.agent}:${event.id}`, () => ({
        ...entryBase(event, `compaction:${event.agent}:${event.id}`),
        type: 'notice',
        severity: 'info',
        title:
          event.status === 'completed'
            ? 'The agent compacted its context'
            : 'The agent is compacting its context',
        ...(event.summary && { detail: event.summary }),
      }));
      return;
    case 'turn_ended':
      foldTurnEnd(entries, event);
      return;
    case 'unknown':
      entries.push({ ...entryBase(event, `unknown:${event.seq}`), type: 'unknown', native: event.native });
      return;
    case 'commands':
    case 'config':
    case 'session_info':
    case 'usage':
      return;
  }
}

function decide(entries: EntryList, agent: AgentId, decision: ContextDecision): void {
  entries.updateLast((entry) =>
    entry.type === 'context' && entry.agent === agent && !entry.decision ? { ...entry, decision } : undefined,
  );
}

/** Agents may go on speaking and working after they said that the turn was over. */
function lateness(entries: EntryList, { turnId, agent }: AgentEvent): { late?: true } {
  const late = turnId
    ? entries.has(`turn-end:${turnId}`)
    : // Heard while none of its turns ran: it belongs to one only if there was one.
      entries.items.findLast((entry) => entry.type === 'turn-end' && entry.agent === agent) !== undefined;
  return late ? { late } : {};
}

function foldText(entries: EntryList, event: Extract<AgentEvent, { kind: 'text' | 'reasoning' }>): void {
  const id = `${event.kind}:${event.agent}:${event.turnId ?? ''}:${event.messageId}`;
  entries.upsert(id, (found) => {
    const streaming = event.op === 'append';
    if (found?.type !== event.kind) {
      return {
        ...entryBase(event, id),
        ...lateness(entries, event),
        type: event.kind,
        blocks: event.op === 'end' ? [] : [event.block],
        streaming,
      };
    }
    if (event.op === 'end') return { ...found, streaming: false };
    const blocks = event.op === 'replace' ? [event.block] : appendBlock(found.blocks, event.block);
    return { ...found, blocks, streaming };
  });
}

/**
 * What the user said into a running turn. Prompts themselves enter the transcript by turn_started, and what only an
 * agent says the user said does not.
 */
function foldUserMessage(entries: EntryList, event: Extract<AgentEvent, { kind: 'user_message' }>): void {
  if (event.origin !== 'synthetic') return;
  const id = `steering:${event.agent}:${event.messageId}`;
  entries.upsert(id, (found) =>
    found?.type === 'prompt'
      ? { ...found, blocks: appendBlock(found.blocks, event.block) }
      : { ...entryBase(event, id), type: 'prompt', blocks: [event.block], steers: true },
  );
}

/** Adds a block to a message, joining text to text so that a streamed message stays one block. */
export function appendBlock(blocks: readonly ContentBlock[], block: ContentBlock): ContentBlock[] {
  const last = blocks.at(-1);
  if (last?.type === 'text' && block.type === 'text') {
    return [...blocks.slice(0, -1), { type: 'text', text: last.text + block.text }];
  }
  return [...blocks, block];
}

function foldTool(
  entries: EntryList,
  event: AgentEvent,
  toolCallId: string,
  patch: Partial<Tool>,
  outputDelta?: string,
): void {
  const id = toolEntryId(event, toolCallId);
  entries.upsert(id, (found) => {
    const before: Tool =
      found?.type === 'tool'
        ? found.tool
        : { toolCallId, title: toolCallId, toolKind: 'other', status: 'pending', content: [], locations: [] };
    const tool = mergeTool(before, patch, outputDelta);
    if (found?.type === 'tool') return { ...found, tool };
    return { ...entryBase(event, id), ...lateness(entries, event), type: 'tool', tool };
  });
}

/** The end of a turn closes what the agent left open: streaming text, tool calls, questions. */
function foldTurnEnd(entries: EntryList, event: Extract<AgentEvent, { kind: 'turn_ended' }>): void {
  let startedAt: number | undefined;
  for (let index = entries.items.length - 1; index >= 0; index--) {
    const entry = entries.items[index] as Entry;
    if (entry.turnId !== event.turnId) continue;
    entries.items[index] = closeEntry(entry, event.stopReason);
    if (entry.type === 'prompt' && !entry.steers) {
      startedAt = entry.ts;
      break;
    }
  }
  const id = `turn-end:${event.turnId}`;
  entries.upsert(
    id,
    (found) =>
      found ?? {
        ...entryBase(event, id),
        type: 'turn-end',
        stopReason: event.stopReason,
        ...(event.error && { error: event.error }),
        ...(startedAt !== undefined && { startedAt }),
      },
  );
}

function closeEntry(entry: Entry, stopReason: StopReason): Entry {
  if ((entry.type === 'text' || entry.type === 'reasoning') && entry.streaming)
    return { ...entry, streaming: false };
  if (entry.type === 'tool' && (entry.asked === 'open' || !isFinished(entry.tool))) {
    const { asked, ...rest } = entry;
    const closed: ToolStatus = stopReason === 'end_turn' ? 'completed' : 'cancelled';
    const status = isFinished(entry.tool) ? entry.tool.status : closed;
    return { ...rest, ...(asked === 'rejected' && { asked }), tool: { ...entry.tool, status } };
  }
  if (entry.type === 'permission' && !entry.resolution) {
    return { ...entry, resolution: { outcome: 'cancelled', by: 'cancel' } };
  }
  return entry;
}
