/** The last `limit` bytes of an output, as text that begins at a whole character. */
export class TextTail {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;
  #cut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True when earlier output has been dropped. */
  get truncated(): boolean {
    return this.#cut;
  }

  get text(): string {
    const bytes = Buffer.concat(this.#parts);
    if (!this.#cut) return bytes.toString('utf8');
    let start = 0;
    while (start < Math.min(4, bytes.length) && ((bytes[start] as number) & 0xc0) === 0x80) start++;
    return bytes.subarray(start).toString('utf8');
  }

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
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
