import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { TurnCancelledError, throwIfCancelled } from './agent-error';
import { isText } from './session-records';

const CHUNK_DELAY_MS = 8;
const MIN_CHUNK_CHARS = 24;
/** A long text is cut into at most this many pieces, so it never takes more than about two seconds. */
const MAX_CHUNKS = 200;
/** Recorded text is written in pieces at least this long, or when something else comes. */
const RECORD_CHARS = 400;

type Speech = 'agent_message_chunk' | 'agent_thought_chunk';

export interface OutputSinks {
  show(update: SessionUpdate): Promise<void>;
  record(update: SessionUpdate): void;
}

/**
 * What one turn shows, in order: sends each update to the host and keeps what a later load must replay.
 * Progress of a running tool is shown but not recorded; its last state is.
 */
export class TurnOutput {
  /** All message text of this turn so far. */
  spoken = '';
  private unrecorded: Extract<SessionUpdate, { sessionUpdate: Speech }> | undefined;

  constructor(
    private readonly sinks: OutputSinks,
    private readonly signal: AbortSignal,
  ) {}

  /** A fresh id; all chunks of one message share one. */
  newMessageId(): string {
    return randomUUID();
  }

  /** Streams text as one message, in small pieces. Throws TurnCancelledError when cancelled on the way. */
  async say(text: string, messageId = this.newMessageId()): Promise<void> {
    await this.stream('agent_message_chunk', text, messageId);
  }

  /** Streams reasoning as one thought. */
  async think(text: string, messageId = this.newMessageId()): Promise<void> {
    await this.stream('agent_thought_chunk', text, messageId);
  }

  /** Sends one piece of text as it is. */
  async chunk(kind: Speech, text: string, messageId: string): Promise<void> {
    if (kind === 'agent_message_chunk') this.spoken += text;
    await this.update({ sessionUpdate: kind, messageId, content: { type: 'text', text } });
  }

  /** Sends an update; `transient` ones are not replayed on load. */
  async update(update: SessionUpdate, { transient = false } = {}): Promise<void> {
    if (!transient) this.keep(update);
    await this.sinks.show(update);
  }

  /** Writes down text that is still held back; call it when the turn ends in any way. */
  flush(): void {
    if (this.unrecorded) this.sinks.record(this.unrecorded);
    this.unrecorded = undefined;
  }

  private async stream(kind: Speech, text: string, messageId: string): Promise<void> {
    const size = Math.max(MIN_CHUNK_CHARS, Math.ceil(text.length / MAX_CHUNKS));
    for (const piece of cutAtSpaces(text, size)) {
      throwIfCancelled(this.signal);
      await this.chunk(kind, piece, messageId);
      await pause(CHUNK_DELAY_MS, this.signal);
    }
  }

  private keep(update: SessionUpdate): void {
    const held = this.unrecorded;
    if (!isText(update)) {
      this.flush();
      this.sinks.record(update);
      return;
    }
    const joins =
      isText(held) && held.sessionUpdate === update.sessionUpdate && held.messageId === update.messageId;
    if (!joins) this.flush();
    const text = (joins ? held.content.text : '') + update.content.text;
    this.unrecorded = { ...update, content: { type: 'text', text } };
    if (text.length >= RECORD_CHARS) this.flush();
  }
}

/** Waits; throws TurnCancelledError as soon as `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw new TurnCancelledError();
    throw error;
  }
}

/** Cuts text into pieces of about `size` characters, after white space where there is some. */
export function cutAtSpaces(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + size, text.length);
    if (end < text.length) {
      const space = text.slice(end, end + size).search(/\s/);
      if (space >= 0) end += space + 1;
      else if (isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    }
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
