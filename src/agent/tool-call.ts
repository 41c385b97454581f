import type {
  ToolCallContent,
  ToolCallLocation,
  ToolCallUpdate,
  ToolKind,
  ToolCall as WireToolCall,
} from '@agentclientprotocol/sdk';
import { errorText, TurnCancelledError } from './agent-error';
import type { ConfinedPath } from './confine-path';
import type { TurnOutput } from './turn-output';

/** A file's text larger than this is not shown as a diff; the DiffPanel shows it from git. */
const MAX_DIFF_CHARS = 200_000;

export interface ToolCallStart {
  id: string;
  title: string;
  kind: ToolKind;
  name?: string;
  locations?: ToolCallLocation[];
  rawInput?: unknown;
}

/** One tool call of a turn, shown from start to its one final state. */
export class ToolCall {
  private state: 'open' | 'completed' | 'failed' = 'open';
  private content: ToolCallContent[] = [];

  private constructor(
    private readonly output: TurnOutput,
    private start: ToolCallStart,
  ) {}

  static async open(
    output: TurnOutput,
    start: ToolCallStart,
    status: 'pending' | 'in_progress' = 'in_progress',
  ): Promise<ToolCall> {
    await output.update({ sessionUpdate: 'tool_call', ...toWire(start), status });
    return new ToolCall(output, start);
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** Tells what a pending call turned out to be, and that it runs. */
  async begin(start: Omit<ToolCallStart, 'id'>): Promise<void> {
    this.start = { ...start, id: this.start.id };
    const details = toWire(this.start);
    await this.output.update({ sessionUpdate: 'tool_call_update', ...details, status: 'in_progress' });
  }

  /** The call as a permission request shows it. */
  toPermissionSubject(): ToolCallUpdate {
    return { ...toWire(this.start), content: this.content };
  }

  /** Shows content while the call runs, in place of what it showed before. */
  async show(content: ToolCallContent[]): Promise<void> {
    this.content = content;
    if (this.state !== 'open') return;
    const { id: toolCallId } = this.start;
    await this.output.update({ sessionUpdate: 'tool_call_update', toolCallId, content }, { transient: true });
  }

  async complete(content = this.content, rawOutput?: unknown): Promise<void> {
    await this.end('completed', content, rawOutput);
  }

  /** Ends the call as failed, with a sentence under what it showed. */
  async fail(error: unknown): Promise<void> {
    const text = error instanceof TurnCancelledError ? 'Cancelled.' : errorText(error);
    await this.end('failed', [...this.content, textContent(text)]);
  }

  private async end(status: 'completed' | 'failed', content: ToolCallContent[], rawOutput?: unknown) {
    if (this.state !== 'open') return;
    this.state = status;
    this.content = content;
    await this.output.update({
      sessionUpdate: 'tool_call_update',
      toolCallId: this.start.id,
      status,
      content,
      ...(rawOutput === undefined ? {} : { rawOutput }),
    });
  }
}

function toWire({ id, ...rest }: ToolCallStart): WireToolCall {
  return { toolCallId: id, ...rest };
}

export function textContent(text: string): ToolCallContent {
  return { type: 'content', content: { type: 'text', text } };
}

/** Text in a code fence long enough not to be closed by the text itself. */
export function fencedContent(text: string, language = ''): ToolCallContent {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return textContent(`${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`);
}

/** A diff of one file; undefined `oldText` means the file is new. Very large ones become a sentence. */
export function diffContent(
  path: ConfinedPath,
  oldText: string | undefined,
  newText: string,
): ToolCallContent {
  if ((oldText?.length ?? 0) + newText.length > MAX_DIFF_CHARS) {
    return textContent(`${path.relative} is large; its change is under Changes.`);
  }
  return { type: 'diff', path: path.absolute, oldText: oldText ?? null, newText };
}
