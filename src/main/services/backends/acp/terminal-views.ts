import type { ToolContent } from '../../../../shared/domain/agent-event';
import { numberOf, recordOf, stringOf } from './json';
import type { ToolPatch } from './map-tool';

/** How much of a terminal's output a tool call carries, in characters; the newest is kept. */
const SHOWN_CHARS = 32 * 1024;
/** Shortest time between two refreshes of running output, in milliseconds. */
const REFRESH_MS = 500;

interface View {
  output: string;
  exitCode?: number | null;
}

/**
 * Fills the `terminal` content of tool calls with what those terminals have printed: ours, and those that agents
 * run themselves and report in `_meta.terminal_output` and `_meta.terminal_exit`.
 */
export class TerminalViews {
  readonly #refresh: (toolCallId: string, patch: ToolPatch) => void;
  readonly #views = new Map<string, View>();
  readonly #shownIn = new Map<string, ToolContent[]>();
  readonly #stale = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(refresh: (toolCallId: string, patch: ToolPatch) => void) {
    this.#refresh = refresh;
  }

  /** New state of a terminal of ours: `output` is all of it. */
  set(terminalId: string, output: string, exitCode?: number | null): void {
    this.#put(terminalId, exitCode === undefined ? { output } : { output, exitCode });
  }

  /** Reads what an agent says of its own terminals beside an update. */
  takeMeta(meta: unknown): void {
    const { terminal_output, terminal_exit } = recordOf(meta);
    const output = recordOf(terminal_output);
    const exit = recordOf(terminal_exit);
    const id = stringOf(output.terminal_id) ?? stringOf(exit.terminal_id);
    if (id === undefined) return;
    const before = this.#views.get(id) ?? { output: '' };
    const exitCode = terminal_exit === undefined ? before.exitCode : (numberOf(exit.exit_code) ?? null);
    this.set(id, before.output + (stringOf(output.data) ?? ''), exitCode);
  }

  /** `content` with the output of its terminals; from now on it is refreshed when they print. */
  fill(toolCallId: string, content: ToolContent[]): ToolContent[] {
    if (!content.some(({ type }) => type === 'terminal')) {
      this.#shownIn.delete(toolCallId);
      return content;
    }
    this.#shownIn.set(toolCallId, content);
    this.#stale.delete(toolCallId);
    return content.map((item) =>
      item.type === 'terminal' ? { ...item, ...this.#views.get(item.terminalId) } : item,
    );
  }

  /** Tells now what is waiting to be told. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const toolCallId of [...this.#stale]) {
      const content = this.#shownIn.get(toolCallId);
      if (content) this.#refresh(toolCallId, { content: this.fill(toolCallId, content) });
    }
    this.#stale.clear();
  }

  /** Forgets which tool calls show terminals; for the start of a turn and the end of the agent. */
  clear(): void {
    this.flush();
    this.#shownIn.clear();
  }

  #put(terminalId: string, view: View): void {
    const output = view.output.slice(-SHOWN_CHARS);
    this.#views.set(terminalId, { ...view, output });
    for (const [toolCallId, content] of this.#shownIn) {
      const shown = content.some((item) => item.type === 'terminal' && item.terminalId === terminalId);
      if (shown) this.#stale.add(toolCallId);
    }
    if (this.#stale.size === 0) return;
    if (view.exitCode !== undefined) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), REFRESH_MS);
  }
}
