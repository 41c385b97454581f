const NEWLINE = 0x0a;

/** One line of output; the bytes of a long one, in pieces; or the size in bytes of one that was too long to keep. */
export type Line = { text: string } | { pieces: Buffer[] } | { dropped: number };

export interface LineLimits {
  /** A line of more bytes than this is given in pieces. */
  long: number;
  /** A line of more bytes than this is thrown away. */
  max: number;
}

/** Cuts a byte stream into lines. */
export class LineSplitter {
  readonly #limits: LineLimits;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(limits: LineLimits) {
    this.#limits = limits;
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
    if (size > this.#limits.max) return { dropped: size };
    if (size > this.#limits.long) return { pieces: parts };
    return { text: Buffer.concat(parts).toString('utf8') };
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#limits.max) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}
