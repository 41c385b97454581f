import type { MessagePortMain } from 'electron';
import type { SessionId } from '../../shared/domain/ids';
import { detailOf, type EventBatch, type HostEvent } from '../../shared/ipc/events';

/** Milliseconds that events are gathered before a batch is sent: about one frame. */
const FRAME = 16;
/** Batches a window may be behind, about ten seconds of an agent that never pauses, before it counts as stuck. */
const MAX_BEHIND = 512;
/** The same in characters of text, as each batch may hold whole files. One batch may be larger. */
const MAX_CHARACTERS_BEHIND = 8_000_000;

/** One window's end of the event stream: numbered batches, gathered per frame. */
export class HubClient {
  readonly #watched = new Set<SessionId>();
  readonly #port: MessagePortMain;
  readonly #onWatched: () => void;
  #number = 0;
  #pending: HostEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Requests made before the window had its first snapshot, which would make it drop them. */
  #early: HostEvent[] | undefined = [];
  /** Batches the window has not yet said it took; unknown for one that never says so. */
  #behind: { number: number; characters: number }[] | undefined;
  #stuck = false;

  constructor(port: MessagePortMain, onWatched: () => void = () => {}) {
    this.#port = port;
    this.#onWatched = onWatched;
    port.on('message', ({ data }) => {
      if (typeof data === 'number') this.#took(data);
    });
    port.start();
  }

  /** Sessions whose events this window wants; others reach it only as summaries. */
  get watched(): ReadonlySet<SessionId> {
    return this.#watched;
  }

  watch(id: SessionId): void {
    this.#watched.add(id);
    this.#onWatched();
  }

  unwatch(id: SessionId): void {
    this.#watched.delete(id);
    this.#onWatched();
  }

  /** Takes an event for the next batch. */
  send(event: HostEvent): void {
    const detailed = detailOf(event);
    if (detailed && !this.watched.has(detailed)) return;
    // The snapshot it will begin anew with holds everything but what the window was asked for.
    if (this.#stuck && event.type !== 'window.asked') return;
    if (event.type === 'window.asked' && this.#early) {
      this.#early.push(event);
      return;
    }
    const replaced = this.#pending.findIndex((other) => replaces(event, other));
    if (replaced >= 0) this.#pending.splice(replaced, 1);
    this.#pending.push(event);
    this.#timer ??= setTimeout(() => this.flush(), FRAME);
  }

  /**
   * Sends what is pending and returns the number of the last batch. A snapshot read right after this
   * call, in the same tick, holds everything up to that number and nothing later.
   */
  flush(): number {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length > 0 && !this.#stuck) {
      this.#number += 1;
      this.#behind?.push({ number: this.#number, characters: charactersIn(this.#pending) });
      this.#post();
      this.#stuck = isTooFar(this.#behind ?? []);
    }
    return this.#number;
  }

  /** The same, for the snapshot a window begins with; requests made earlier follow it. */
  begin(): number {
    this.#watched.clear();
    this.#onWatched();
    const number = this.flush();
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.send(event);
    return number;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#port.close();
  }

  /** The window took all batches up to `number`. One that was stuck gets a gap, upon which it takes a new snapshot. */
  #took(number: number): void {
    this.#behind = (this.#behind ?? []).filter((batch) => batch.number > number);
    if (!this.#stuck || number < this.#number) return;
    this.#stuck = false;
    this.#number += 2;
    this.#post();
  }

  #post(): void {
    const batch: EventBatch = { number: this.#number, events: this.#pending };
    this.#pending = [];
    this.#port.postMessage(batch);
  }
}

function isTooFar(behind: readonly { characters: number }[]): boolean {
  const characters = behind.reduce((sum, batch) => sum + batch.characters, 0);
  return behind.length > MAX_BEHIND || (behind.length > 1 && characters > MAX_CHARACTERS_BEHIND);
}

/** How much text a value holds, which is nearly all the memory it takes. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) sum += charactersIn(part);
  return sum;
}

/** Tells every window what happened, in order. */
export class EventHub {
  readonly #clients = new Set<HubClient>();
  readonly #onWatched: () => void;

  /** `onWatched` is called when windows may show other sessions than before. */
  constructor(onWatched: () => void = () => {}) {
    this.#onWatched = onWatched;
  }

  attach(port: MessagePortMain): HubClient {
    const client = new HubClient(port, this.#onWatched);
    this.#clients.add(client);
    return client;
  }

  detach(client: HubClient): void {
    this.#clients.delete(client);
    client.close();
    this.#onWatched();
  }

  publish(event: HostEvent): void {
    for (const client of this.#clients) client.send(event);
  }

  /** The sessions that windows show. */
  watched(): Set<SessionId> {
    return new Set([...this.#clients].flatMap((client) => [...client.watched]));
  }

  /** True when some window shows the session. */
  isWatched(sessionId: SessionId): boolean {
    return [...this.#clients].some((client) => client.watched.has(sessionId));
  }
}

/** True when `event` makes the still unsent `other` pointless: both state the whole of one thing. */
function replaces(event: HostEvent, other: HostEvent): boolean {
  if (event.type !== other.type) return false;
  switch (event.type) {
    case 'session.changed':
      return other.type === event.type && other.session.id === event.session.id;
    case 'turn.changed':
      return other.type === event.type && other.turn.id === event.turn.id;
    case 'changes.computed':
      return other.type === event.type && other.changeSet.sessionId === event.changeSet.sessionId;
    case 'finish.progressed':
      return other.type === event.type && other.sessionId === event.sessionId;
    case 'agent-session.changed':
      return (
        other.type === event.type &&
        other.agentSession.sessionId === event.agentSession.sessionId &&
        other.agentSession.agent === event.agentSession.agent
      );
    case 'pool.changed':
    case 'catalog.changed':
    case 'settings.changed':
      return true;
    default:
      return false;
  }
}
