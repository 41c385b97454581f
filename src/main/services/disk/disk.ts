import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors';
import type { DiskReply, DiskTask } from './disk-thread';

/** Walks whole folders beside the event loop, in a thread per walk. */
export class Disk {
  readonly #workerFile: string;
  readonly #workers = new Set<Worker>();

  constructor(deps: { workerFile: string }) {
    this.#workerFile = deps.workerFile;
  }

  /** Bytes a folder takes on disk; 0 for one that is not there. Rejects with the signal's reason on abort. */
  measure(path: string, signal?: AbortSignal): Promise<number> {
    return this.#run({ kind: 'measure', path }, signal);
  }

  /** Deletes a folder and all in it; nothing happens when it is not there. Throws AppError `permission.denied`. */
  async delete(path: string): Promise<void> {
    await this.#run({ kind: 'delete', path });
  }

  /** Ends what is under way; a folder that is half deleted stays so. */
  async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  async #run(task: DiskTask, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const worker = new Worker(this.#workerFile, { workerData: task });
    this.#workers.add(worker);
    const end = () => void worker.terminate();
    signal?.addEventListener('abort', end, { once: true });
    try {
      const reply = await replyOf(worker);
      if (reply?.ok) return reply.bytes;
      signal?.throwIfAborted();
      throw refused(task, reply);
    } finally {
      signal?.removeEventListener('abort', end);
      this.#workers.delete(worker);
    }
  }
}

function replyOf(worker: Worker): Promise<Extract<DiskReply, object> | undefined> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve(undefined));
  });
}

function refused({ path }: DiskTask, reply: DiskReply | undefined): AppError {
  const detail = reply && !reply.ok ? reply.message : undefined;
  return new AppError(
    'permission.denied',
    `${path} could not be deleted.`,
    'Close the programs that use it and check that it may be changed; Coppice tries again at its next start.',
    detail,
  );
}
