import { availableParallelism } from 'node:os';
import { runGit } from './run-git';

export interface CheckoutProgress {
  /** Files written so far and in all. */
  done: number;
  total: number;
}

/** Settings for commands that write many files: more workers than this gain nothing. */
export function checkoutConfig(): Record<string, string> {
  return { 'checkout.workers': String(Math.min(8, 2 * availableParallelism())) };
}

/** Fills a fresh, empty worktree and its index from its HEAD, telling how far it is. */
export async function checkOutFiles(
  worktree: string,
  options: { onProgress?(progress: CheckoutProgress): void; signal?: AbortSignal } = {},
): Promise<void> {
  await runGit(['read-tree', '--reset', '-u', '-v', 'HEAD'], {
    cwd: worktree,
    config: checkoutConfig(),
    env: { GIT_PROGRESS_DELAY: '0' },
    timeoutMs: 0,
    onStderr: (text) => {
      const last = [...text.matchAll(/\((\d+)\/(\d+)\)/g)].at(-1);
      if (last) options.onProgress?.({ done: Number(last[1]), total: Number(last[2]) });
    },
    ...(options.signal && { signal: options.signal }),
  });
}
