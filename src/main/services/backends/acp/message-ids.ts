export type MessageKind = 'text' | 'reasoning' | 'user_message';

/**
 * Ids for message chunks. An agent's own id is kept; where it gives none, chunks of one kind share an id until
 * something else enters the transcript between them.
 */
export class MessageIds {
  #count = 0;
  #open: { kind: MessageKind; id: string } | undefined;

  idFor(kind: MessageKind, native: string | undefined): string {
    if (native !== undefined) {
      this.#open = undefined;
      return native;
    }
    if (this.#open?.kind !== kind) this.#open = { kind, id: `m${++this.#count}` };
    return this.#open.id;
  }

  /** Ends the running message: the next chunk without an id begins a new one. */
  break(): void {
    this.#open = undefined;
  }
}
