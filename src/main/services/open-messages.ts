import type { AgentEvent, AgentEventBody } from '../../shared/domain/agent-event';
import type { EventSource } from './event-log';

type TextEvent = Extract<AgentEvent, { kind: 'text' | 'reasoning' }>;

interface OpenMessage {
  first: TextEvent;
  seqs: number[];
  text: string;
  /** False once it holds anything but text; such a message keeps its rows. */
  plain: boolean;
  ended: boolean;
}

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
  readonly #open = new Map<string, OpenMessage>();
  /** Messages that were closed once: if an agent goes on with one, the rest is a row of its own. */
  readonly #closed = new Set<string>();

  /** The `end` bodies that an event implies for messages its agent had open. */
  endedBy(source: EventSource, body: AgentEventBody): AgentEventBody[] {
    if (!endsMessages(body)) return [];
    const ended: AgentEventBody[] = [];
    for (const [key, { first }] of this.#open) {
      if (first.agent !== source.agent || key === keyOf(source.agent, body)) continue;
      ended.push({
        kind: first.kind,
        messageId: first.messageId,
        op: 'end',
        block: { type: 'text', text: '' },
      });
    }
    return ended;
  }

  /** Follows a batch about to be written and returns what to compact in the same transaction. */
  settle(events: readonly AgentEvent[]): Compaction[] {
    for (const event of events) {
      if (event.kind === 'text' || event.kind === 'reasoning') this.#follow(event);
    }
    const compactions: Compaction[] = [];
    for (const [key, message] of this.#open) {
      if (message.ended && message.plain) compactions.push(this.#compact(key, message));
    }
    return compactions;
  }

  /** The batch is on disk: forget the messages that ended in it. */
  commit(): void {
    for (const [key, message] of this.#open) {
      if (!message.ended) continue;
      this.#open.delete(key);
      this.#closed.add(key);
    }
  }

  #follow(event: TextEvent): void {
    const key = keyOf(event.agent, event);
    let message = this.#open.get(key);
    if (!message) {
      if (event.op === 'end') return;
      message = { first: event, seqs: [], text: '', plain: true, ended: false };
      this.#open.set(key, message);
    }
    // A batch that failed to be written is settled again when it is retried.
    if (message.seqs.includes(event.seq)) return;
    message.seqs.push(event.seq);
    if (event.op === 'end') message.ended = true;
    else if (event.block.type !== 'text') message.plain = false;
    else message.text = event.op === 'replace' ? event.block.text : message.text + event.block.text;
  }

  #compact(key: string, { first, seqs, text }: OpenMessage): Compaction {
    const op = this.#closed.has(key) ? 'append' : 'replace';
    return { event: { ...first, op, block: { type: 'text', text } }, seqs };
  }
}

/** Bookkeeping may arrive in the middle of a message; anything that is part of the transcript ends it. */
function endsMessages(body: AgentEventBody): boolean {
  return !['commands', 'config', 'usage', 'session_info', 'notice', 'unknown'].includes(body.kind);
}

function keyOf(agent: string, body: AgentEventBody): string {
  return body.kind === 'text' || body.kind === 'reasoning' ? `${agent}\n${body.kind}\n${body.messageId}` : '';
}
