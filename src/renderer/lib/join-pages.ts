import type { Tool } from '../../shared/domain/agent-event';
import { appendBlock, type Entry, mergeTool, type Transcript } from '../../shared/domain/transcript';

/** Puts an older page before a newer one; an entry that lies across the border becomes one again. */
export function joinPages(older: Transcript, newer: Transcript): Transcript {
  const byId = new Map(newer.entries.map((entry) => [entry.id, entry]));
  const across = new Set<string>();
  const head = older.entries.map((entry) => {
    const rest = byId.get(entry.id);
    if (!rest) return entry;
    across.add(entry.id);
    return joinEntry(entry, rest);
  });
  const tail = newer.entries.filter((entry) => !across.has(entry.id));
  return { entries: [...head, ...tail], seq: newer.seq, heard: { ...older.heard, ...newer.heard } };
}

function joinEntry(older: Entry, newer: Entry): Entry {
  const isMessage = (entry: Entry) => entry.type === 'text' || entry.type === 'reasoning';
  if (isMessage(older) && isMessage(newer) && 'blocks' in older && 'blocks' in newer) {
    const blocks = newer.blocks.reduce((all, block) => appendBlock(all, block), older.blocks);
    return { ...newer, ts: older.ts, seq: older.seq, blocks } as Entry;
  }
  if (older.type === 'tool' && newer.type === 'tool') {
    return { ...newer, ts: older.ts, seq: older.seq, tool: mergeTool(older.tool, said(newer.tool)) };
  }
  return newer;
}

/** What a page truly says of a tool call whose opening lies on an older page: not the reducer's stand-ins. */
function said(tool: Tool): Partial<Tool> {
  const { title, toolKind, content, locations, ...rest } = tool;
  return {
    ...rest,
    ...(title !== tool.toolCallId && { title }),
    ...(toolKind !== 'other' && { toolKind }),
    ...(content.length > 0 && { content }),
    ...(locations.length > 0 && { locations }),
  };
}
