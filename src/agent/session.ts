import type { SessionUpdate, StopReason } from '@agentclientprotocol/sdk';
import type { ModelMessage } from 'ai';
import { DEFAULT_MODE, type ModeId } from './modes';
import type { Command } from './plain/command';
import type { SessionRecord, SessionState } from './session-records';
import type { SessionLog } from './session-store';

const MAX_TITLE_CHARS = 60;

/** A live conversation. Every change to it is appended to its log, when it has one, before it takes effect. */
export class AgentSession {
  title: string | undefined;
  mode: ModeId;
  /** The model the user picked for this session; undefined means the configured one. */
  model: string | undefined;
  /** Number of the latest turn, from 1. */
  turns: number;
  /** Plain commands of the latest prompt that were not done to their end. */
  left: readonly Command[];
  readonly messages: ModelMessage[];
  /** Cancels the running turn; undefined between turns. */
  running: AbortController | undefined;
  private readonly allowed: Set<string>;

  constructor(
    readonly id: string,
    readonly cwd: string,
    private readonly log: SessionLog | undefined,
    restored?: SessionState,
  ) {
    this.title = restored?.title;
    this.mode = restored?.mode ?? DEFAULT_MODE;
    this.model = restored?.model;
    this.turns = restored?.turns ?? 0;
    this.left = restored?.left ?? [];
    this.messages = restored?.messages ?? [];
    this.allowed = restored?.allowed ?? new Set();
    if (!restored) this.record({ type: 'session', id, cwd, createdAt: new Date().toISOString() });
  }

  startTurn(): AbortController {
    this.running = new AbortController();
    this.turns += 1;
    this.record({ type: 'turn_started', turn: this.turns, at: new Date().toISOString() });
    return this.running;
  }

  endTurn(stopReason: StopReason | 'error' | 'interrupted'): void {
    this.running = undefined;
    this.record({ type: 'turn_ended', turn: this.turns, at: new Date().toISOString(), stopReason });
  }

  addMessages(messages: readonly ModelMessage[]): void {
    for (const message of messages) {
      this.record({ type: 'message', message });
      this.messages.push(message);
    }
  }

  setLeft(commands: readonly Command[]): void {
    this.record({ type: 'left', commands });
    this.left = commands;
  }

  /** The first of what was left is done. */
  commandDone(): void {
    this.record({ type: 'command_done' });
    this.left = this.left.slice(1);
  }

  recordUpdate(update: SessionUpdate): void {
    this.record({ type: 'update', update });
  }

  setMode(mode: ModeId): void {
    this.record({ type: 'settings', mode });
    this.mode = mode;
  }

  setModel(model: string): void {
    this.record({ type: 'settings', model });
    this.model = model;
  }

  allows(key: string): boolean {
    return this.allowed.has(key);
  }

  allow(key: string): void {
    this.record({ type: 'allowed', key });
    this.allowed.add(key);
  }

  /** Titles the session after its first prompt; returns the title when it is new. */
  titleFrom(prompt: string): string | undefined {
    const line = prompt.trim().split('\n')[0]?.trim();
    if (this.title || !line) return undefined;
    const chars = [...line];
    this.title = chars.length > MAX_TITLE_CHARS ? `${chars.slice(0, MAX_TITLE_CHARS - 1).join('')}…` : line;
    this.record({ type: 'title', title: this.title });
    return this.title;
  }

  /** Cancels the running turn and lets go of the log. */
  close(): void {
    this.running?.abort();
    this.log?.close();
  }

  private record(record: SessionRecord): void {
    this.log?.append(record);
  }
}
