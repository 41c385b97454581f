import type {
  AgentEvent,
  EventError,
  PermissionOption,
  PlanEntry,
  StopReason,
  Tool,
  ToolStatus,
} from './agent-event';
import type { ContentBlock } from './content';
import type { AgentId, RequestId, TurnId } from './ids';

interface EntryBase {
  /** Unique within the session and stable as the entry grows. */
  id: string;
  agent: AgentId;
  turnId?: TurnId;
  ts: number;
  /** The log position of the event that opened the entry. */
  seq: number;
}

/** One item of the transcript, folded from events. */
export type Entry = EntryBase &
  (
    | { type: 'prompt'; blocks: ContentBlock[] }
    | { type: 'text' | 'reasoning'; blocks: ContentBlock[]; streaming: boolean }
    | { type: 'tool'; tool: Tool; late?: true }
    | {
        type: 'permission';
        requestId: RequestId;
        toolCallId?: string;
        title: string;
        detail?: string;
        options: PermissionOption[];
        resolution?: { outcome: string; optionId?: string; by: 'user' | 'policy' | 'agent' | 'cancel' };
      }
    | { type: 'plan'; entries: PlanEntry[] }
    | { type: 'notice'; severity: 'info' | 'warning' | 'error'; title: string; detail?: string }
    | { type: 'error'; error: EventError }
    | { type: 'turn-end'; stopReason: StopReason; error?: EventError; startedAt?: number }
    | { type: 'unknown'; native: string }
  );

/** A session's transcript (or a page of it): entries in log order. */
export interface Transcript {
  entries: readonly Entry[];
  /** The last log position folded in; events at or before it are ignored. */
  seq: number;
}

export const emptyTranscript: Transcript = { entries: [], seq: 0 };

const finished: readonly ToolStatus[] = ['completed', 'failed', 'cancelled'];
const rank: Record<ToolStatus, number> = {
  pending: 0,
  in_progress: 1,
  completed: 2,
  failed: 2,
  cancelled: 2,
};

/**
 * Folds events into the transcript: pure, the same for live events and for replay, and idempotent
 * (events at or before `seq` change nothing). Costs one copy of the entry list per call, so callers
 * pass whole batches.
 */
export function reduceTranscript(transcript: Transcript, events: readonly AgentEvent[]): Transcript {
  const fresh = events.filter((event) => event.seq > transcript.seq);
  const last = fresh.at(-1);
  if (!last) return transcript;
  const entries = [...transcript.entries];
  for (const event of fresh) fold(entries, event);
  return { entries, seq: last.seq };
}

function fold(entries: Entry[], event: AgentEvent): void {
  switch (event.kind) {
    case 'turn_started':
      upsert(
        entries,
        `turn:${event.turnId}`,
        (found) => found ?? { ...base(event, `turn:${event.turnId}`), type: 'prompt', blocks: event.prompt },
      );
      return;
    case 'text':
    case 'reasoning':
      foldText(entries, event);
      return;
    case 'user_message':
      // Prompts enter the transcript by turn_started; this is only what an agent says the user said.
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
      updateLast(entries, (entry) =>
        entry.type === 'permission' && entry.requestId === event.requestId && !entry.resolution
          ? {
              ...entry,
              resolution: {
                outcome: event.outcome,
                by: event.by,
                ...(event.optionId && { optionId: event.optionId }),
              },
            }
          : undefined,
      );
      return;
    case 'plan':
      upsert(entries, `plan:${event.turnId ?? ''}:${event.agent}:${event.planId}`, (found) =>
        found?.type === 'plan'
          ? { ...found, entries: event.entries }
          : {
              ...base(event, `plan:${event.turnId ?? ''}:${event.agent}:${event.planId}`),
              type: 'plan',
              entries: event.entries,
            },
      );
      return;
    case 'notice':
      entries.push({
        ...base(event, `notice:${event.seq}`),
        type: 'notice',
        severity: event.severity,
        title: event.title,
        ...(event.detail && { detail: event.detail }),
      });
      return;
    case 'error':
      entries.push({ ...base(event, `error:${event.seq}`), type: 'error', error: event.error });
      return;
    case 'compaction':
      upsert(entries, `compaction:${event.agent}:${event.id}`, () => ({
        ...base(event, `compaction:${event.agent}:${event.id}`),
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
      entries.push({ ...base(event, `unknown:${event.seq}`), type: 'unknown', native: event.native });
      return;
    case 'commands':
    case 'config':
    case 'session_info':
    case 'usage':
      return;
  }
}

function base(event: AgentEvent, id: string): EntryBase {
  return {
    id,
    agent: event.agent,
    ts: event.ts,
    seq: event.seq,
    ...(event.turnId && { turnId: event.turnId }),
  };
}

function foldText(entries: Entry[], event: Extract<AgentEvent, { kind: 'text' | 'reasoning' }>): void {
  const id = `${event.kind}:${event.agent}:${event.turnId ?? ''}:${event.messageId}`;
  upsert(entries, id, (found) => {
    const streaming = event.op === 'append';
    if (found?.type !== event.kind) {
      return {
        ...base(event, id),
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

/** Adds a block to a message, joining text to text so that a streamed message stays one block. */
export function appendBlock(blocks: readonly ContentBlock[], block: ContentBlock): ContentBlock[] {
  const last = blocks.at(-1);
  if (last?.type === 'text' && block.type === 'text') {
    return [...blocks.slice(0, -1), { type: 'text', text: last.text + block.text }];
  }
  return [...blocks, block];
}

function foldTool(
  entries: Entry[],
  event: AgentEvent,
  toolCallId: string,
  patch: Partial<Tool>,
  outputDelta?: string,
): void {
  // Ids are only unique within one agent's conversation, and some agents reuse them in a later turn.
  const id = `tool:${event.agent}:${event.turnId ?? ''}:${toolCallId}`;
  upsert(entries, id, (found) => {
    const before: Tool =
      found?.type === 'tool'
        ? found.tool
        : { toolCallId, title: toolCallId, toolKind: 'other', status: 'pending', content: [], locations: [] };
    const tool = mergeTool(before, patch, outputDelta);
    return found?.type === 'tool' ? { ...found, tool } : { ...base(event, id), type: 'tool', tool };
  });
}

/** Applies a patch: absent fields keep, collections replace, and a status never goes back. */
export function mergeTool(tool: Tool, patch: Partial<Tool>, outputDelta?: string): Tool {
  const present = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const merged: Tool = { ...tool, ...present, toolCallId: tool.toolCallId };
  if (rank[merged.status] < rank[tool.status] || finished.includes(tool.status)) merged.status = tool.status;
  if (outputDelta) {
    const last = merged.content.at(-1);
    merged.content =
      last?.type === 'content' && last.block.type === 'text'
        ? [
            ...merged.content.slice(0, -1),
            { type: 'content', block: { type: 'text', text: last.block.text + outputDelta } },
          ]
        : [...merged.content, { type: 'content', block: { type: 'text', text: outputDelta } }];
  }
  return merged;
}

function foldPermission(entries: Entry[], event: Extract<AgentEvent, { kind: 'permission_request' }>): void {
  const { requestId, toolCallId, title, detail, options } = event;
  entries.push({
    ...base(event, `permission:${event.agent}:${requestId}`),
    type: 'permission',
    requestId,
    title,
    options,
    ...(toolCallId && { toolCallId }),
    ...(detail && { detail }),
  });
}

/** The end of a turn closes what the agent left open: streaming text, tool calls, questions. */
function foldTurnEnd(entries: Entry[], event: Extract<AgentEvent, { kind: 'turn_ended' }>): void {
  let startedAt: number | undefined;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index] as Entry;
    if (entry.turnId !== event.turnId) continue;
    entries[index] = closeEntry(entry, event.stopReason);
    if (entry.type === 'prompt') {
      startedAt = entry.ts;
      break;
    }
  }
  const id = `turn-end:${event.turnId}`;
  upsert(
    entries,
    id,
    (found) =>
      found ?? {
        ...base(event, id),
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
  if (entry.type === 'tool' && !finished.includes(entry.tool.status)) {
    const status: ToolStatus = stopReason === 'end_turn' ? 'completed' : 'cancelled';
    return { ...entry, tool: { ...entry.tool, status } };
  }
  if (entry.type === 'permission' && !entry.resolution) {
    return { ...entry, resolution: { outcome: 'cancelled', by: 'cancel' } };
  }
  return entry;
}

function upsert(entries: Entry[], id: string, make: (found: Entry | undefined) => Entry): void {
  const index = findLastIndex(entries, (entry) => entry.id === id);
  if (index < 0) entries.push(make(undefined));
  else entries[index] = make(entries[index]);
}

function updateLast(entries: Entry[], change: (entry: Entry) => Entry | undefined): void {
  for (let index = entries.length - 1; index >= 0; index--) {
    const changed = change(entries[index] as Entry);
    if (changed) {
      entries[index] = changed;
      return;
    }
  }
}

// Searched from the end: what changes is nearly always among the newest entries.
function findLastIndex(entries: readonly Entry[], test: (entry: Entry) => boolean): number {
  for (let index = entries.length - 1; index >= 0; index--) if (test(entries[index] as Entry)) return index;
  return -1;
}
