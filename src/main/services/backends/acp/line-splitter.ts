const NEWLINE = 0x0a;

/** One line of output, or the size in bytes of a line that was too long to keep. */
export type Line = { text: string } | { dropped: number };

/** Cuts a byte stream into lines. A line longer than `maxBytes` is thrown away and reported by its size. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that `chunk` completes, in order. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      const line = this.flush();
      if (line) yield line;
    }
    this.#keep(chunk.subarray(start));
  }

  /** What came after the last line break, if anything. */
  flush(): Line | undefined {
    const size = this.#size;
    const parts = this.#parts;
    this.#parts = [];
    this.#size = 0;
    if (size === 0) return undefined;
    return size > this.#maxBytes ? { dropped: size } : { text: Buffer.concat(parts).toString('utf8') };
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}
