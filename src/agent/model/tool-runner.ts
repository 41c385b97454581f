import type { ToolCall, ToolCallStart } from '../tool-call';
import type { Turn } from '../turn';

type Details = Omit<ToolCallStart, 'id'>;

/** Runs a model's tool calls one at a time, in order, and shows each from its first sign to its end. */
export class ToolRunner {
  private readonly calls = new Map<string, Promise<ToolCall>>();
  private last: Promise<unknown> = Promise.resolve();

  /** `step` keeps ids apart that a model uses again for each of its answers. */
  constructor(
    private readonly turn: Turn,
    private readonly step: number,
  ) {}

  /** Shows that the model began to write a call of this tool. */
  announce(toolCallId: string, name: string): Promise<ToolCall> {
    const known = this.calls.get(toolCallId);
    if (known) return known;
    const start = { id: `step${this.step}-${toolCallId}`, title: name, name, kind: toKind(name) } as const;
    const call = this.turn.openCall(start, 'pending');
    this.calls.set(toolCallId, call);
    return call;
  }

  /** Does the work of a call once those before it are done; what it throws is shown, and told to the model. */
  run<T>(toolCallId: string, details: Details, work: (call: ToolCall) => Promise<T>): Promise<T> {
    const result = this.last.then(async () => {
      const call = await this.announce(toolCallId, details.name ?? details.title);
      await call.begin(details);
      try {
        const value = await work(call);
        await call.complete();
        return value;
      } catch (error) {
        await call.fail(error);
        throw error;
      }
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Fails a call that never ran, for instance because its input was not what the tool takes. */
  async fail(toolCallId: string, name: string, error: unknown): Promise<void> {
    await (await this.announce(toolCallId, name)).fail(error);
  }

  /** Resolves when no call runs any more. */
  async settled(): Promise<void> {
    await this.last;
  }
}

function toKind(name: string): ToolCallStart['kind'] {
  const kinds: Record<string, ToolCallStart['kind']> = {
    read: 'read',
    list: 'read',
    search: 'search',
    edit: 'edit',
    write: 'edit',
    run: 'execute',
  };
  return kinds[name] ?? 'other';
}
