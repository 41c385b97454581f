import type { Writable } from 'node:stream';

/** What passes between Coppice and its git helper, each about one run of git. */
export const Frame = {
  /** To the helper, JSON: the next frame of this run starts git so. */
  command: 1,
  /** To the helper, bytes: the whole standard input, upon which git starts. */
  run: 2,
  /** To the helper, text: the signal to send. */
  kill: 3,
  /** From the helper, bytes as they come. */
  stdout: 4,
  stderr: 5,
  /** From the helper, JSON: `{ exit, signal }`. */
  end: 6,
  /** From the helper, JSON: what Node says about a start that failed. */
  failed: 7,
} as const;

export type FrameType = (typeof Frame)[keyof typeof Frame];

/** Type, number of the run, length of what follows. */
const HEADER = 9;

/** Writes one frame without copying its body; false when the stream's buffer is full. */
export function writeFrame(stream: Writable, type: FrameType, run: number, body: Buffer): boolean {
  const header = Buffer.allocUnsafe(HEADER);
  header.writeUInt8(type, 0);
  header.writeUInt32LE(run, 1);
  header.writeUInt32LE(body.length, 5);
  stream.cork();
  let roomy = stream.write(header);
  if (body.length > 0) roomy = stream.write(body);
  stream.uncork();
  return roomy;
}

export type OnFrame = (type: FrameType, run: number, body: Buffer) => void;

/** Cuts a stream into frames. Output is handed on in the pieces it arrives in, everything else as a whole. */
export class FrameReader {
  #parts: Buffer[] = [];
  #size = 0;
  #frame: { type: FrameType; run: number; left: number } | undefined;

  constructor(private readonly onFrame: OnFrame) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#frame ? this.#readBody(this.#frame, rest) : this.#readHeader(rest);
  }

  #readHeader(chunk: Buffer): Buffer {
    const taken = chunk.subarray(0, HEADER - this.#size);
    this.#keep(taken);
    if (this.#size < HEADER) return chunk.subarray(taken.length);
    const header = this.#takeKept();
    const type = header.readUInt8(0) as FrameType;
    this.#frame = { type, run: header.readUInt32LE(1), left: header.readUInt32LE(5) };
    if (this.#frame.left === 0) this.#tell(this.#frame, Buffer.alloc(0));
    return chunk.subarray(taken.length);
  }

  #readBody(frame: { type: FrameType; run: number; left: number }, chunk: Buffer): Buffer {
    const taken = chunk.subarray(0, frame.left);
    frame.left -= taken.length;
    if (frame.type === Frame.stdout || frame.type === Frame.stderr) this.#tell(frame, taken);
    else {
      this.#keep(taken);
      if (frame.left === 0) this.#tell(frame, this.#takeKept());
    }
    return chunk.subarray(taken.length);
  }

  #tell({ type, run, left }: { type: FrameType; run: number; left: number }, body: Buffer): void {
    if (left === 0) this.#frame = undefined;
    this.onFrame(type, run, body);
  }

  #keep(part: Buffer): void {
    this.#parts.push(part);
    this.#size += part.length;
  }

  #takeKept(): Buffer {
    const [only] = this.#parts;
    const kept = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return kept;
  }
}
