import { Worker } from 'node:worker_threads';
import type { LongLine, LongLineReply, ParsedLine } from './long-line-thread';

const IDLE_MS = 10_000;

interface Waiting {
  resolve(line: ParsedLine): void;
  reject(error: unknown): void;
}

interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/** Reads long lines of agents in a thread, which lives only while it is needed. */
export class LongLines {
  readonly #workerFile: string;
  #thread: Thread | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(deps: { workerFile: string }) {
    this.#workerFile = deps.workerFile;
  }

  /** Takes the pieces away from the caller. Rejects when the thread dies, as of a line it has not enough memory for. */
  parse(pieces: Buffer[]): Promise<ParsedLine> {
    clearTimeout(this.#idle);
    this.#thread ??= this.#start();
    const { worker, waiting } = this.#thread;
    const line: LongLine = { id: ++this.#lastId, pieces };
    // A piece that shares its memory with another line is copied instead.
    const own = pieces.filter(({ buffer, byteLength }) => buffer.byteLength === byteLength);
    worker.postMessage(line, [...new Set(own.map(({ buffer }) => buffer as ArrayBuffer))]);
    return new Promise((resolve, reject) => waiting.set(line.id, { resolve, reject }));
  }

  /** Ends the thread; a later line starts it again. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.worker.terminate();
  }

  #start(): Thread {
    const worker = new Worker(this.#workerFile);
    worker.unref();
    const waiting: Thread['waiting'] = new Map();
    worker.on('message', ({ id, line }: LongLineReply) => {
      waiting.get(id)?.resolve(line);
      waiting.delete(id);
      if (waiting.size === 0) this.#idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
    });
    let cause: unknown = new Error('The thread that reads long lines has ended.');
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#thread?.worker === worker) this.#thread = undefined;
      for (const { reject } of waiting.values()) reject(cause);
      waiting.clear();
    });
    return { worker, waiting };
  }
}
