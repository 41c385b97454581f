import type { Language } from './languages';
import { LruCache } from './lru-cache';
import type { HighlightReply, HighlightRequest } from './protocol';
import { plainLines, type Token } from './token';

/** The part of a Worker the highlighter uses. */
export interface WorkerLike {
  postMessage(request: HighlightRequest): void;
  addEventListener(type: 'message', listener: (message: { data: HighlightReply }) => void): void;
  addEventListener(type: 'error', listener: (event: { message?: string }) => void): void;
}

interface Job {
  id: number;
  key: string;
  code: string;
  language: Language;
  signal: AbortSignal | undefined;
  resolve(lines: Token[][]): void;
  reject(reason: unknown): void;
}

/** Code larger than this many characters stays plain. */
export const MAX_CODE = 400_000;
const MAX_CACHED = 4_000_000;

/**
 * Hands code to the worker one piece at a time, newest wish first (what the user looks at now), so
 * that a cancelled wish costs nothing while it waits.
 */
export class Highlighter {
  private readonly cache = new LruCache<Token[][]>(MAX_CACHED);
  private readonly waiting: Job[] = [];
  private current: Job | undefined;
  private worker: WorkerLike | undefined;
  private nextId = 1;

  constructor(private readonly startWorker: () => WorkerLike) {}

  /** Lines already highlighted, without waiting; saves a flash of plain text on re-mount. */
  peek(code: string, language: Language): Token[][] | undefined {
    return this.cache.get(`${language}\n${code}`);
  }

  /** Resolves to plain lines when the code is too large or its grammar fails; rejects only when aborted. */
  async lines(code: string, language: Language, signal?: AbortSignal): Promise<Token[][]> {
    if (code.length > MAX_CODE) return plainLines(code);
    const key = `${language}\n${code}`;
    const cached = this.cache.get(key);
    if (cached) return cached;
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const job: Job = { id: this.nextId++, key, code, language, signal, resolve, reject };
      signal?.addEventListener('abort', () => this.drop(job), { once: true });
      this.waiting.push(job);
      this.pump();
    });
  }

  private drop(job: Job): void {
    const index = this.waiting.indexOf(job);
    if (index >= 0) this.waiting.splice(index, 1);
    job.reject(job.signal?.reason);
  }

  private pump(): void {
    if (this.current) return;
    const job = this.waiting.pop();
    if (!job) return;
    const cached = this.cache.get(job.key);
    if (cached) {
      job.resolve(cached);
      this.pump();
      return;
    }
    this.current = job;
    this.worker ??= this.listen(this.startWorker());
    this.worker.postMessage({ id: job.id, code: job.code, language: job.language });
  }

  private listen(worker: WorkerLike): WorkerLike {
    worker.addEventListener('message', ({ data }) => {
      if ('error' in data) console.error(`Highlighting failed: ${data.error}`);
      this.settle(data.id, 'lines' in data ? data.lines : undefined);
    });
    worker.addEventListener('error', (event) => {
      console.error(`The highlighter stopped: ${event.message ?? 'unknown reason'}`);
      this.worker = undefined;
      if (this.current) this.settle(this.current.id, undefined);
    });
    return worker;
  }

  private settle(id: number, lines: Token[][] | undefined): void {
    const job = this.current;
    if (job?.id !== id) return;
    this.current = undefined;
    if (lines) this.cache.set(job.key, lines, job.key.length);
    job.resolve(lines ?? plainLines(job.code));
    this.pump();
  }
}
