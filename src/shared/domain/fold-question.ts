import type { AgentEvent } from './agent-event';
import type { Entry } from './entry';
import { entryBase, toolEntryId } from './entry-base';
import type { EntryList } from './entry-list';

/** Adds a question, and says so of the tool call it is about. */
export function foldPermission(
  entries: EntryList,
  event: Extract<AgentEvent, { kind: 'permission_request' }>,
): void {
  const { requestId, toolCallId, title, detail, options } = event;
  entries.push({
    ...entryBase(event, `permission:${event.agent}:${requestId}`),
    type: 'permission',
    requestId,
    title,
    options,
    ...(toolCallId && { toolCallId }),
    ...(detail && { detail }),
  });
  if (toolCallId) {
    entries.update(toolEntryId(event, toolCallId), (entry) =>
      entry.type === 'tool' ? { ...entry, asked: 'open' } : entry,
    );
  }
}

/** Closes a question, and says so of the tool call it was about. */
export function foldAnswer(
  entries: EntryList,
  event: Extract<AgentEvent, { kind: 'request_resolved' }>,
): void {
  const { requestId, outcome, by, optionId } = event;
  let answered: Extract<Entry, { type: 'permission' }> | undefined;
  entries.updateLast((entry) => {
    if (entry.type !== 'permission' || entry.requestId !== requestId || entry.resolution) return undefined;
    answered = entry;
    return { ...entry, resolution: { outcome, by, ...(optionId && { optionId }) } };
  });
  if (!answered?.toolCallId) return;
  const chosen = answered.options.find((option) => option.optionId === optionId)?.kind;
  entries.update(toolEntryId(answered, answered.toolCallId), (entry) => {
    if (entry.type !== 'tool') return entry;
    const { asked: _open, ...rest } = entry;
    return chosen?.startsWith('reject') ? { ...rest, asked: 'rejected' } : rest;
  });
}
