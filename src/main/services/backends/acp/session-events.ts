import type { AgentEventBody } from '../../../../shared/domain/agent-event';
import type { EmittedEvent } from '../../agent-backend';
import type { Log } from '../../log';
import { processClock } from '../../platform/process-table';
import { GrowingOutputs } from './growing-outputs';
import { recordOf, stringOf } from './json';
import { SessionConfig } from './map-config';
import { type MapState, mapUpdate, tool } from './map-update';
import { MessageIds } from './message-ids';
import { OpenCommands } from './open-commands';
import { TerminalViews } from './terminal-views';

/** Kinds that make up a conversation's history; the others describe the state it is in now. */
const HISTORY: ReadonlySet<AgentEventBody['kind']> = new Set([
  'text',
  'reasoning',
  'user_message',
  'tool_call',
  'tool_update',
  'plan',
  'compaction',
  'notice',
  'unknown',
]);

export interface SessionEventsDeps {
  emit(event: EmittedEvent): void;
  log: Log;
}

/** Turns the updates of one agent session into events, in wire order. */
export class SessionEvents {
  readonly config = new SessionConfig();
  readonly commands = new OpenCommands(processClock);
  readonly terminals = new TerminalViews((toolCallId, patch) =>
    this.say({ kind: 'tool_update', toolCallId, patch }),
  );
  readonly #deps: SessionEventsDeps;
  readonly #outputs = new GrowingOutputs();
  readonly #state: MapState = { messages: new MessageIds(), tools: new Set(), summaries: new Map() };
  readonly #strangers = new Set<string>();
  #nativeId: string | undefined;
  #early: unknown[] = [];
  #replaying = false;
  #saidInTurn = false;
  #silent = false;
  #onHistory: (() => void) | undefined;

  constructor(deps: SessionEventsDeps) {
    this.#deps = deps;
  }

  /**
   * Names the conversation and delivers what came before its name was known. While `replaying`, history is
   * marked as the agent's own replay; that lasts until the first turn, as some agents replay after they answer.
   */
  open(nativeId: string, replaying: boolean): void {
    this.#nativeId = nativeId;
    this.#replaying = replaying;
    const early = this.#early;
    this.#early = [];
    for (const params of early) this.receive(params);
  }

  /** One `session/update` notification's params. Never throws. */
  receive(params: unknown): void {
    if (this.#nativeId === undefined) {
      this.#early.push(params);
      return;
    }
    const { sessionId, update } = recordOf(params);
    if (sessionId !== this.#nativeId) this.#stranger(String(sessionId), params);
    else this.#map(update);
  }

  /** Emits the settings as they are now. */
  sayConfig(): void {
    this.say({ kind: 'config', options: this.config.options });
  }

  /** Tells the tool call a permission request is about, which may be the first time it is heard of. */
  sayPermissionTool(toolCall: unknown): void {
    const body = tool(recordOf(toolCall), this.#state);
    if (body) this.#emit(body);
  }

  say(body: AgentEventBody): void {
    this.#emit(body);
  }

  beginTurn(): void {
    this.#replaying = false;
    this.#saidInTurn = false;
    this.commands.clear();
    this.terminals.clear();
    this.#outputs.clear();
    this.#state.messages.break();
    this.#state.tools.clear();
  }

  /** What comes from here on belongs to no turn, so it can add nothing to what was said in one. */
  endTurn(): void {
    this.terminals.flush();
    this.#outputs.clear();
  }

  /** Lets what the agent says next be a message of its own. */
  breakMessage(): void {
    this.#state.messages.break();
  }

  /** True when the agent has said or done something since `beginTurn` that the user can see. */
  get saidInTurn(): boolean {
    return this.#saidInTurn;
  }

  /** Resolves when no history has come for `quietMs`, or after `maxMs`. */
  async quiet(quietMs: number, maxMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const finish = () => {
        this.#onHistory = undefined;
        clearTimeout(limit);
        clearTimeout(timer);
        resolve();
      };
      const limit = setTimeout(finish, maxMs);
      let timer = setTimeout(finish, quietMs);
      this.#onHistory = () => {
        clearTimeout(timer);
        timer = setTimeout(finish, quietMs);
      };
    });
  }

  /** Says nothing more: the host is letting go of the agent. */
  silence(): void {
    this.terminals.clear();
    this.#silent = true;
  }

  #map(update: unknown): void {
    const raw = recordOf(update);
    this.terminals.takeMeta(raw._meta);
    const parentToolCallId = parentOf(raw._meta);
    for (const body of mapUpdate(update, this.#state)) this.#emit(body, parentToolCallId);
    if (this.config.takeUpdate(update)) this.sayConfig();
  }

  #emit(body: AgentEventBody, parentToolCallId?: string): void {
    if (this.#silent) return;
    const history = HISTORY.has(body.kind);
    if (history) this.#onHistory?.();
    if (!this.#replaying) this.commands.follow(body);
    if (history && !isEmpty(body)) this.#saidInTurn = true;
    this.#deps.emit({
      body: this.#withOutputs(this.#withTerminals(body)),
      origin: history && this.#replaying ? 'replay' : 'live',
      ...(parentToolCallId && { parentToolCallId }),
    });
  }

  #withTerminals(body: AgentEventBody): AgentEventBody {
    if (body.kind === 'tool_call') {
      const { tool: told } = body;
      return { ...body, tool: { ...told, content: this.terminals.fill(told.toolCallId, told.content) } };
    }
    if (body.kind !== 'tool_update' || !body.patch.content) return body;
    const content = this.terminals.fill(body.toolCallId, body.patch.content);
    return { ...body, patch: { ...body.patch, content } };
  }

  #withOutputs(body: AgentEventBody): AgentEventBody {
    if (body.kind === 'tool_call') this.#outputs.begin(body.tool);
    return body.kind === 'tool_update' ? this.#outputs.shorten(body) : body;
  }

  /** Another conversation's update (a sub-agent's, or a mistake): told once, then only logged. */
  #stranger(sessionId: string, params: unknown): void {
    if (this.#strangers.has(sessionId)) return;
    this.#strangers.add(sessionId);
    this.#deps.log.warn('updates for a conversation that is not ours', { sessionId, ours: this.#nativeId });
    this.#emit({ kind: 'unknown', native: 'session/update of another session', raw: params });
  }
}

/** Some agents send a chunk without text when they have nothing to say. */
function isEmpty(body: AgentEventBody): boolean {
  return (
    (body.kind === 'text' || body.kind === 'reasoning') &&
    body.block.type === 'text' &&
    body.block.text.trim() === ''
  );
}

/** The tool call within which a sub-agent speaks, where the agent says so. */
function parentOf(meta: unknown): string | undefined {
  const { claudeCode, parentToolCallId } = recordOf(meta);
  return stringOf(parentToolCallId) ?? stringOf(recordOf(claudeCode).parentToolUseId);
}
