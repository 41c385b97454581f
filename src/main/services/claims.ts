import { isAbsolute, relative, sep } from 'node:path';
import type { AgentEventBody, Tool } from '../../shared/domain/agent-event';

const writing = new Set(['edit', 'delete', 'move']);

/**
 * What an agent says it wrote since the last checkpoint. A path it named in a writing tool call is
 * its own; after a command anything may be. What it neither named nor could have written stays unknown.
 */
export class Claims {
  readonly #paths = new Set<string>();
  readonly #kinds = new Map<string, Tool['toolKind']>();
  #anything = false;

  constructor(private readonly worktree: string) {}

  /** Follows the agent's events; true when this one may have changed the worktree. */
  follow(body: AgentEventBody): boolean {
    if (body.kind === 'tool_call') return this.#tool(body.tool.toolCallId, body.tool);
    if (body.kind === 'tool_update') return this.#tool(body.toolCallId, body.patch);
    return false;
  }

  covers(path: string): boolean {
    return this.#anything || this.#paths.has(path);
  }

  #tool(id: string, tool: Partial<Tool>): boolean {
    const kind = tool.toolKind ?? this.#kinds.get(id) ?? 'other';
    this.#kinds.set(id, kind);
    if (kind === 'execute' || (kind === 'other' && tool.status !== 'pending')) this.#anything = true;
    for (const content of tool.content ?? []) if (content.type === 'diff') this.#claim(content.path);
    if (writing.has(kind)) for (const location of tool.locations ?? []) this.#claim(location.path);
    return tool.status === 'completed' || tool.status === 'failed';
  }

  #claim(path: string): void {
    const inside = isAbsolute(path) ? relative(this.worktree, path) : path;
    this.#paths.add(inside.split(sep).join('/'));
  }
}
