import type { AgentEvent, AgentEventBody } from '../../../shared/domain/agent-event';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import type { EventsRepository } from '../../store/repositories/events';
import type { TurnsRepository } from '../../store/repositories/turns';
import type { EmittedEvent } from '../agent-backend';
import type { Log } from '../log';
import type { EventSource } from './event-source';
import { OpenMessages } from './open-messages';

export interface EventLogDeps {
  events: Pick<EventsRepository, 'append' | 'lastSeq' | 'compactMessage'>;
  turns: Pick<TurnsRepository, 'noteEndsTold'>;
  /** Runs `work` in one store transaction. */
  transaction<T>(work: () => T): T;
  /** Called with events that are on disk by then, in log order. */
  publish(sessionId: SessionId, events: AgentEvent[]): void;
  /** Called when a flush could not be written; its events are kept and tried again. */
  onWriteFailed(error: unknown): void;
  log: Log;
  now?(): number;
  /** Milliseconds that text is gathered before it is stored and published. */
  gather?: number;
}

interface Stream {
  nextSeq: number;
  pending: AgentEvent[];
  /** Characters in what is pending, about. */
  size: number;
  messages: OpenMessages;
  timer?: NodeJS.Timeout | undefined;
  /** True from a write that failed until all that waited since is written. */
  failing: boolean;
  /** Called when there is room for more of what agents say. */
  waiting: (() => void)[];
}

const RETRY = 1000;
/** Events after which a flush does not wait for its time, so that a flood does not make one too long for the loop. */
const FULL = 48;
/** Characters after which it does not wait either; a million are written and published in about half a frame. */
const LARGE = 500_000;
/** Events, and characters, of a session that are kept while they cannot be written, before its agents are not listened to. */
const MOST_KEPT = { events: 1_000, characters: 2_000_000 };

/**
 * The one writer of the event log. Text is gathered for about two frames and merged per message; each
 * flush is one transaction, committed before it is published; a finished message ends as one row.
 */
export class EventLog {
  readonly #deps: EventLogDeps;
  readonly #streams = new Map<SessionId, Stream>();

  constructor(deps: EventLogDeps) {
    this.#deps = deps;
  }

  /** Takes one event; it is on disk and published within the gathering time. Replayed history is not appended: our log is the truth. */
  append(source: EventSource, emitted: EmittedEvent): void {
    if (emitted.origin === 'replay' && isHistory(emitted.body)) return;
    const stream = this.#stream(source.sessionId);
    if (!this.#merge(stream, source, emitted.body)) {
      for (const body of [...stream.messages.endedBy(source, emitted.body), emitted.body]) {
        const event = this.#stamp(stream, source, { ...emitted, body });
        stream.pending.push(event);
        stream.messages.follow(event);
      }
    }
    stream.size += textLength(emitted.body);
    const full = stream.pending.length >= FULL || stream.size >= LARGE;
    if (full && !stream.failing) this.flush(source.sessionId);
    else stream.timer ??= setTimeout(() => this.flush(source.sessionId), this.#deps.gather ?? 30);
  }

  /**
   * Undefined while a session's agents may go on. Where too much waits that cannot be written, as the disk is full perhaps,
   * it resolves once there is room again, so that memory stays bounded.
   */
  room(sessionId: SessionId): Promise<void> | undefined {
    const stream = this.#streams.get(sessionId);
    if (!stream || hasRoom(stream)) return undefined;
    return new Promise((resolve) => stream.waiting.push(resolve));
  }

  /** Appends an event said by Coppice itself and makes it durable before it returns, unless writing fails. */
  say(source: EventSource, body: AgentEventBody): void {
    this.append(source, { body, origin: 'synthetic' });
    this.flush(source.sessionId);
  }

  /**
   * Writes and publishes what is pending of a session. What could not be written before follows in pieces, each in a turn
   * of the event loop of its own.
   */
  flush(sessionId: SessionId): void {
    const stream = this.#streams.get(sessionId);
    if (!stream) return;
    clearTimeout(stream.timer);
    stream.timer = undefined;
    const last = stream.pending.at(-1);
    if (!last) return;
    const events = stream.failing ? firstPiece(stream.pending) : stream.pending;
    const written = events.at(-1)?.seq ?? last.seq;
    try {
      this.#deps.transaction(() => {
        this.#deps.events.append(events);
        this.#deps.turns.noteEndsTold(turnsEndedBy(events));
        for (const { event, seqs } of stream.messages.compactions(written)) {
          this.#deps.events.compactMessage(sessionId, seqs, event);
        }
      });
    } catch (error) {
      stream.failing = true;
      stream.timer = setTimeout(() => this.flush(sessionId), RETRY);
      this.#deps.onWriteFailed(error);
      return;
    }
    stream.messages.commit(written);
    stream.pending = stream.pending.slice(events.length);
    stream.failing = stream.pending.length > 0;
    stream.size = stream.failing ? Math.max(0, stream.size - textLength(events)) : 0;
    if (stream.failing) stream.timer = setTimeout(() => this.flush(sessionId), 0);
    if (hasRoom(stream)) for (const goOn of stream.waiting.splice(0)) goOn();
    this.#deps.publish(sessionId, events);
  }

  /** Writes everything that is pending; part of an orderly quit. */
  flushAll(): void {
    for (const [sessionId, stream] of this.#streams) {
      for (let left = Number.POSITIVE_INFINITY; stream.pending.length < left; ) {
        left = stream.pending.length;
        this.flush(sessionId);
      }
    }
  }

  #merge(stream: Stream, source: EventSource, body: AgentEventBody): boolean {
    const last = stream.pending.at(-1);
    if (!last || last.agent !== source.agent || last.turnId !== source.turnId) return false;
    if (body.kind !== 'text' && body.kind !== 'reasoning') return false;
    if (last.kind !== body.kind || last.messageId !== body.messageId) return false;
    if (last.op !== 'append' || body.op !== 'append') return false;
    if (last.block.type !== 'text' || body.block.type !== 'text') return false;
    if (last.block.text.length >= LARGE) return false;
    last.block = { type: 'text', text: last.block.text + body.block.text };
    return true;
  }

  #stamp(stream: Stream, source: EventSource, emitted: EmittedEvent): AgentEvent {
    const { body, origin, parentToolCallId } = emitted;
    return {
      ...body,
      sessionId: source.sessionId,
      agent: source.agent,
      seq: stream.nextSeq++,
      ts: this.#deps.now?.() ?? Date.now(),
      origin,
      ...(source.turnId && { turnId: source.turnId }),
      ...(parentToolCallId && { parentToolCallId }),
    };
  }

  #stream(sessionId: SessionId): Stream {
    let stream = this.#streams.get(sessionId);
    if (!stream) {
      stream = {
        nextSeq: this.#deps.events.lastSeq(sessionId) + 1,
        pending: [],
        size: 0,
        messages: new OpenMessages(),
        failing: false,
        waiting: [],
      };
      this.#streams.set(sessionId, stream);
    }
    return stream;
  }
}

function hasRoom({ failing, pending, size }: Stream): boolean {
  return !failing || (pending.length < MOST_KEPT.events && size < MOST_KEPT.characters);
}

/** As many as a flush writes of a flood. */
function firstPiece(events: AgentEvent[]): AgentEvent[] {
  let size = 0;
  let count = 0;
  for (; count < events.length && count < FULL && size < LARGE; count++) size += textLength(events[count]);
  return events.slice(0, count);
}

function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + textLength(item), 0);
}

/** What an agent repeats of the past when it loads a conversation; its present abilities are not that. */
function isHistory(body: AgentEventBody): boolean {
  return body.kind !== 'commands' && body.kind !== 'config' && body.kind !== 'usage';
}

function turnsEndedBy(events: readonly AgentEvent[]): TurnId[] {
  return events.flatMap(({ kind, turnId }) => (kind === 'turn_ended' && turnId ? [turnId] : []));
}
