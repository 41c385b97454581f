import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Branch, FolderInspection } from '../../../shared/domain/repository';
import { AppError } from '../../../shared/errors';
import type { IsoCommit, IsoTreeEntry } from './iso-repository';
import type { IsoMethods, IsoReply, IsoRequest } from './iso-worker';

export interface IsoReaderDeps {
  /** The built worker program: `out/main/iso-worker.js` in the app. */
  workerFile: string;
  /** Milliseconds a read may take before the worker is ended; 20 s when absent. */
  timeoutMs?: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  timer: NodeJS.Timeout;
}

const IDLE_MS = 10_000;

/**
 * Reads repositories without git and without running anything of theirs, in a worker thread that lives only while it is
 * needed. Never writes. Reads that fail reject with AppError `git.broken`.
 */
export class IsoReader {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;

  constructor(private readonly deps: IsoReaderDeps) {}

  /**
   * Tells what a dropped folder is, before anybody trusts it: nothing of it (filters, hooks, fsmonitor) runs, and git need
   * not be installed. Never rejects for what it finds there.
   */
  async inspectFolder(path: string): Promise<FolderInspection> {
    return this.ask<FolderInspection>('inspectFolder', [resolve(path)]).catch((error) => {
      if (error instanceof AppError) return { kind: 'broken', path, reason: error.message };
      throw error;
    });
  }

  branches(root: string): Promise<Branch[]> {
    return this.ask('branches', [root]);
  }

  history(root: string, from: string | undefined, depth: number): Promise<IsoCommit[]> {
    return this.ask('history', [root, from, depth]);
  }

  tree(root: string, oid: string): Promise<IsoTreeEntry[]> {
    return this.ask('tree', [root, oid]);
  }

  blob(root: string, oid: string): Promise<Uint8Array> {
    return this.ask('blob', [root, oid]);
  }

  /** Ends the worker; reads under way fail. Idempotent, and a later read starts it again. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    this.failAll('Reading the repository was called off.');
    await worker?.terminate();
  }

  private ask<T>(method: keyof IsoMethods, args: unknown[]): Promise<T> {
    clearTimeout(this.idle);
    this.worker ??= this.start();
    const id = ++this.lastId;
    const { timeoutMs = 20_000 } = this.deps;
    return new Promise<T>((settle, reject) => {
      const timer = setTimeout(() => this.giveUp(timeoutMs), timeoutMs);
      this.waiting.set(id, { resolve: settle as (value: unknown) => void, reject, timer });
      this.worker?.postMessage({ id, method, args } satisfies IsoRequest);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.deps.workerFile, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    worker.on('message', (reply: IsoReply) => this.settle(reply));
    const onGone = (error?: unknown) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      const why = error instanceof Error ? error.message : 'The reader ended unexpectedly.';
      this.failAll(`It could not be read: ${why}`);
    };
    worker.on('error', onGone);
    worker.on('exit', () => onGone());
    return worker;
  }

  private settle(reply: IsoReply): void {
    const waiting = this.take(reply.id);
    if ('error' in reply) waiting?.reject(new AppError('git.broken', `It could not be read: ${reply.error}`));
    else waiting?.resolve(reply.value);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => void this.close(), IDLE_MS);
    this.idle.unref();
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    clearTimeout(waiting?.timer);
    this.waiting.delete(id);
    return waiting;
  }

  /** A worker that hangs in one read can serve none of the others either. */
  private giveUp(timeoutMs: number): void {
    const worker = this.worker;
    this.worker = undefined;
    this.failAll(`It could not be read within ${Math.round(timeoutMs / 1000)} seconds.`);
    void worker?.terminate();
  }

  private failAll(message: string): void {
    for (const id of [...this.waiting.keys()]) this.take(id)?.reject(new AppError('git.broken', message));
  }
}
