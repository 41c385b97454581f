import type {
  Tool,
  ToolContent,
  ToolKind,
  ToolLocation,
  ToolStatus,
} from '../../../../shared/domain/agent-event';
import { compact, type Json, listOf, numberOf, oneOf, recordOf, stringOf } from './json';
import { mapContentBlock } from './map-content';

export type ToolPatch = Partial<Omit<Tool, 'toolCallId'>>;

export const TOOL_KINDS: readonly ToolKind[] = [
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
];
// `cancelled` is ACP v2's, but agents send it to v1 clients too.
const STATUSES: readonly ToolStatus[] = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'];

/** What a tool_call, a tool_call_update or a permission's toolCall says of a tool; absent is absent. */
export function mapToolPatch(raw: Json): ToolPatch {
  const kind = stringOf(raw.kind);
  return compact({
    title: stringOf(raw.title),
    name: stringOf(raw.name),
    toolKind: kind === undefined ? undefined : (oneOf(TOOL_KINDS, kind) ?? 'other'),
    status: oneOf(STATUSES, raw.status),
    content: Array.isArray(raw.content) ? raw.content.map(mapToolContent) : undefined,
    locations: Array.isArray(raw.locations) ? mapLocations(raw.locations) : undefined,
    rawInput: raw.rawInput ?? undefined,
    rawOutput: raw.rawOutput ?? undefined,
  }) as ToolPatch;
}

/** A whole tool from the first thing said of it. */
export function newTool(toolCallId: string, patch: ToolPatch): Tool {
  return {
    toolCallId,
    title: patch.title ?? patch.name ?? toolCallId,
    toolKind: 'other',
    status: 'pending',
    content: [],
    locations: [],
    ...patch,
  };
}

function mapToolContent(value: unknown): ToolContent {
  const raw = recordOf(value);
  const path = stringOf(raw.path);
  const newText = stringOf(raw.newText);
  const terminalId = stringOf(raw.terminalId);
  if (raw.type === 'content') return { type: 'content', block: mapContentBlock(raw.content) };
  if (raw.type === 'diff' && path !== undefined && newText !== undefined) {
    return { type: 'diff', path, oldText: stringOf(raw.oldText) ?? null, newText };
  }
  if (raw.type === 'terminal' && terminalId !== undefined) return { type: 'terminal', terminalId };
  return { type: 'content', block: { type: 'unknown', native: JSON.stringify(value) } };
}

function mapLocations(locations: unknown): ToolLocation[] {
  return listOf(locations).flatMap((value) => {
    const raw = recordOf(value);
    const path = stringOf(raw.path);
    return path === undefined ? [] : [compact({ path, line: numberOf(raw.line) })];
  });
}
