import type { AgentEvent, AgentEventBody } from '../../../shared/domain/agent-event';
import type { EventSource } from './event-source';

/** Characters of a message that stays in as many rows as it came. */
const LONG = 500_000;

type TextEvent = Extract<AgentEvent, { kind: 'text' | 'reasoning' }>;

/** A message from its first piece to the point where its agent went on to something else. */
interface Run {
  key: string;
  turn: string;
  events: TextEvent[];
}

/** A run with the position of its end. */
type EndedRun = Run & { seq: number };

export interface Compaction {
  event: TextEvent;
  /** The rows it replaces, its own first. */
  seqs: number[];
}

/**
 * The messages of a session that are still being streamed. When one ends, its many rows become one
 * at the position of the first, so that the order of the transcript stays what was shown.
 */
export class OpenMessages {
  readonly #open = new Map<string, Run>();
  /** Messages of running turns that ended once: if an agent goes on with one, the rest is a run and a row of its own. */
  readonly #endedBefore = new Map<string, Set<string>>();
  #ended: EndedRun[] = [];
  #turnsOver: { turn: string; seq: number }[] = [];

  /** The `end` bodies that an event implies for messages its agent had open. */
  endedBy(source: EventSource, body: AgentEventBody): AgentEventBody[] {
    if (!endsMessages(body)) return [];
    const ended: AgentEventBody[] = [];
    for (const [key, { events }] of this.#open) {
      const [first] = events;
      if (!first || first.agent !== source.agent || key === keyOf(source, body)) continue;
      const block = { type: 'text', text: '' } as const;
      ended.push({ kind: first.kind, messageId: first.messageId, op: 'end', block });
    }
    return ended;
  }

  /** Follows an event of the log. A text event may still grow until it is written. */
  follow(event: AgentEvent): void {
    if (event.kind === 'turn_ended') this.#turnsOver.push({ turn: turnOf(event), seq: event.seq });
    if (event.kind !== 'text' && event.kind !== 'reasoning') return;
    const key = keyOf(event, event);
    const run = this.#open.get(key) ?? { key, turn: turnOf(event), events: [] };
    if (run.events.length === 0 && event.op === 'end') return;
    run.events.push(event);
    if (event.op !== 'end') {
      this.#open.set(key, run);
      return;
    }
    this.#open.delete(key);
    this.#ended.push({ ...run, seq: event.seq });
  }

  /** What to compact once the events up to a position are written. */
  compactions(written: number): Compaction[] {
    const endedNow = new Set<string>();
    return this.#ended.flatMap(({ key, turn, events: all, seq }) => {
      if (seq > written) return [];
      const op = this.#endedBefore.get(turn)?.has(key) || endedNow.has(key) ? 'append' : 'replace';
      endedNow.add(key);
      // The whole of a message ends it by itself; a later piece needs its end as a row of its own.
      const events = op === 'replace' ? all : all.slice(0, -1);
      const text = plainText(events);
      const [first] = events;
      // A message that holds more than text keeps its rows; so does one that would take long to write once more.
      if (!first || text === undefined || text.length > LONG) return [];
      return [{ event: { ...first, op, block: { type: 'text', text } }, seqs: events.map(({ seq }) => seq) }];
    });
  }

  /** The compactions up to a position are on disk. */
  commit(written: number): void {
    for (const { key, turn, seq } of this.#ended) {
      if (seq > written) continue;
      const keys = this.#endedBefore.get(turn) ?? new Set();
      this.#endedBefore.set(turn, keys.add(key));
    }
    for (const { turn, seq } of this.#turnsOver) if (seq <= written) this.#endedBefore.delete(turn);
    this.#ended = this.#ended.filter(({ seq }) => seq > written);
    this.#turnsOver = this.#turnsOver.filter(({ seq }) => seq > written);
  }
}

function plainText(events: readonly TextEvent[]): string | undefined {
  let text = '';
  for (const { op, block } of events) {
    if (block.type !== 'text') return undefined;
    text = op === 'replace' ? block.text : text + block.text;
  }
  return text;
}

/** Bookkeeping may arrive in the middle of a message; anything that is part of the transcript ends it. */
function endsMessages(body: AgentEventBody): boolean {
  return !['commands', 'config', 'usage', 'session_info', 'notice', 'unknown'].includes(body.kind);
}

function turnOf({ agent, turnId }: AgentEvent): string {
  return `${agent}\n${turnId ?? ''}`;
}

function keyOf({ agent, turnId }: EventSource | AgentEvent, body: AgentEventBody): string {
  if (body.kind !== 'text' && body.kind !== 'reasoning') return '';
  return [agent, turnId ?? '', body.kind, body.messageId].join('\n');
}
