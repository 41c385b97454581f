import type { AgentEventBody, ToolStatus } from '../../../../shared/domain/agent-event';

/** The tool calls of a turn that run a command and are not over, with the moment each was heard of. */
export class OpenCommands {
  readonly #now: () => number | undefined;
  readonly #open = new Map<string, number>();
  readonly #over = new Set<string>();

  /** `now` is the clock of processes; while it is undefined nothing is noted. */
  constructor(now: () => number | undefined) {
    this.#now = now;
  }

  /** When the first of those that are open was heard of. */
  get since(): number | undefined {
    return this.#open.size === 0 ? undefined : Math.min(...this.#open.values());
  }

  follow(body: AgentEventBody): void {
    if (body.kind === 'tool_call') this.#hear(body.tool.toolCallId, body.tool);
    if (body.kind === 'tool_update') this.#hear(body.toolCallId, body.patch);
  }

  clear(): void {
    this.#open.clear();
    this.#over.clear();
  }

  #hear(id: string, { toolKind, status }: { toolKind?: string; status?: ToolStatus }): void {
    if (status && status !== 'pending' && status !== 'in_progress') {
      this.#open.delete(id);
      this.#over.add(id);
    } else if (toolKind === 'execute' && !this.#open.has(id) && !this.#over.has(id)) {
      const now = this.#now();
      if (now !== undefined) this.#open.set(id, now);
    }
  }
}
