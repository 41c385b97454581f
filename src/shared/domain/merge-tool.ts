import type { Tool, ToolStatus } from './agent-event';

const rank: Record<ToolStatus, number> = {
  pending: 0,
  in_progress: 1,
  completed: 2,
  failed: 2,
  cancelled: 2,
};

export function isFinished({ status }: Tool): boolean {
  return rank[status] === 2;
}

/** Applies a patch: absent fields keep, collections replace, and a status never goes back. */
export function mergeTool(tool: Tool, patch: Partial<Tool>, outputDelta?: string): Tool {
  const present = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const merged: Tool = { ...tool, ...present, toolCallId: tool.toolCallId };
  if (rank[merged.status] < rank[tool.status] || isFinished(tool)) merged.status = tool.status;
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
