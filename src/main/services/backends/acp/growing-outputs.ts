import { isDeepStrictEqual } from 'node:util';
import type { AgentEventBody, Tool, ToolContent, ToolStatus } from '../../../../shared/domain/agent-event';

type ToolUpdate = Extract<AgentEventBody, { kind: 'tool_update' }>;

/**
 * Many agents restate the whole output of a tool each time it grows, which adds up to the square of what they said.
 * Here such an update becomes the text that was added. The update that ends a tool states the whole, so that who
 * reads only the end of the log still has all of it.
 */
export class GrowingOutputs {
  readonly #told = new Map<string, ToolContent[]>();

  /** Notes what a tool call is told to contain. */
  begin({ toolCallId, content }: Pick<Tool, 'toolCallId' | 'content'>): void {
    this.#told.set(toolCallId, content);
  }

  /** The update as it is to be told: the same, or with what was added in place of the whole content. */
  shorten(update: ToolUpdate): ToolUpdate {
    const { toolCallId, patch } = update;
    const { content, ...rest } = patch;
    if (!content) return update;
    const before = this.#told.get(toolCallId);
    this.#told.set(toolCallId, content);
    const added = before && addedText(before, content);
    if (added === undefined || isEnd(patch.status)) return update;
    return { ...update, patch: rest, ...(added && { outputDelta: added }) };
  }

  clear(): void {
    this.#told.clear();
  }
}

/** The text at the end of `after` that `before` lacks, where nothing else differs; else undefined. */
function addedText(before: readonly ToolContent[], after: readonly ToolContent[]): string | undefined {
  const old = textOf(before.at(-1));
  const now = textOf(after.at(-1));
  if (old === undefined || now === undefined || before.length !== after.length) return undefined;
  if (!now.startsWith(old) || !isDeepStrictEqual(before.slice(0, -1), after.slice(0, -1))) return undefined;
  return now.slice(old.length);
}

function textOf(content: ToolContent | undefined): string | undefined {
  return content?.type === 'content' && content.block.type === 'text' ? content.block.text : undefined;
}

function isEnd(status: ToolStatus | undefined): boolean {
  return status !== undefined && status !== 'pending' && status !== 'in_progress';
}
