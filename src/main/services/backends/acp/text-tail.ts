/** The last `limit` bytes of an output, as text that begins at a whole character. */
export class TextTail {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;
  #cut = false;
  /** Bytes that have come so far, also those that are dropped. */
  total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True when earlier output has been dropped. */
  get truncated(): boolean {
    return this.#cut;
  }

  get text(): string {
    return fromWholeCharacter(Buffer.concat(this.#parts), this.#cut);
  }

  /** The end of it, at most about `bytes` long; cheap however much is kept. */
  last(bytes: number): string {
    let from = this.#parts.length;
    for (let size = 0; from > 0 && size < bytes; ) size += (this.#parts[--from] as Buffer).length;
    const bytesKept = Buffer.concat(this.#parts.slice(from));
    return fromWholeCharacter(bytesKept.subarray(-bytes), this.#cut || from > 0 || bytesKept.length > bytes);
  }

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.total += chunk.length;
    this.#size += chunk.length;
    while (this.#size > this.#limit) {
      const first = this.#parts[0] as Buffer;
      const excess = Math.min(this.#size - this.#limit, first.length);
      this.#cut = true;
      this.#size -= excess;
      if (excess === first.length) this.#parts.shift();
      else this.#parts[0] = first.subarray(excess);
    }
  }
}

function fromWholeCharacter(bytes: Buffer, cut: boolean): string {
  let start = 0;
  while (cut && start < Math.min(4, bytes.length) && ((bytes[start] as number) & 0xc0) === 0x80) start++;
  return bytes.subarray(start).toString('utf8');
}
