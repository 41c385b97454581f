import { availableParallelism } from 'node:os';
import { runGit } from '../run-git';

export interface CheckoutProgress {
  /** Files written so far and in all. */
  done: number;
  total: number;
}

export interface CheckOutOptions {
  /** What to check out; the worktree's HEAD when absent. */
  tree?: string;
  /** The index to fill with it; the worktree's own when absent. */
  indexFile?: string;
  onProgress?(progress: CheckoutProgress): void;
  signal?: AbortSignal;
}

/**
 * Half the processors: on two, one worker took half the CPU of four and less time too, as writing files waits for the
 * disk, and agents want processors as well. More than eight gain nothing.
 */
const WORKERS = Math.max(1, Math.min(8, Math.floor(availableParallelism() / 2)));

/** Fills a fresh, empty worktree and then its index, telling how far it is. */
export async function checkOutFiles(worktree: string, options: CheckOutOptions = {}): Promise<void> {
  const { tree = 'HEAD', indexFile, signal } = options;
  await runGit(['read-tree', '--reset', '-u', '-v', tree], {
    cwd: worktree,
    config: { 'checkout.workers': String(WORKERS) },
    env: { GIT_PROGRESS_DELAY: '0', ...(indexFile && { GIT_INDEX_FILE: indexFile }) },
    timeoutMs: 0,
    onStderr: (text) => {
      const last = [...text.matchAll(/\((\d+)\/(\d+)\)/g)].at(-1);
      if (last) options.onProgress?.({ done: Number(last[1]), total: Number(last[2]) });
    },
    ...(signal && { signal }),
  });
}
