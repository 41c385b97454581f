import { Worker } from 'node:worker_threads';
import type { SearchPattern } from '../../../shared/domain/search-pattern';
import { AppError } from '../../../shared/errors';
import { named } from '../checkpoints/line-patches';
import { PATCH_CONFIG, PATCH_FLAGS } from '../checkpoints/patch-stream';
import { objectAccess } from '../object-access';
import type { NamedPath } from '../path-bytes';
import { runGit } from '../run-git';
import type { SearchedPatch } from './search-patch';
import type { SearchReply, SearchRequest } from './search-thread';

export interface PatchQuery {
  root: string;
  /** Trees or commits. */
  from: string;
  to: string;
  /** No more than these need to be answered; a renamed file is found when both its paths are among them. */
  only: readonly NamedPath[];
  /** Unchanged lines around each change. */
  context: number;
  pattern: SearchPattern;
  /** Matches to answer at most. */
  limit: number;
  signal: AbortSignal;
}

/** Milliseconds one chunk of git's output may take before the pattern counts as one that never ends. */
const HANGS = 4_000;
const IDLE_MS = 10_000;

/**
 * Looks for patterns in what differs between two trees. Git's output goes through a thread, which lives only while it is
 * needed, so that no pattern can hold the event loop. One search at a time.
 */
export class PatchSearcher {
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly workerFile: string) {}

  /** Rejects with the signal's reason on abort, with AppError `input.invalid` for a pattern that cannot be used. */
  async search(query: PatchQuery): Promise<SearchedPatch> {
    query.signal.throwIfAborted();
    clearTimeout(this.idle);
    this.worker ??= new Worker(this.workerFile);
    const failed = new AbortController();
    const signal = AbortSignal.any([query.signal, failed.signal]);
    const { post, reply } = converse(this.worker, query.signal);
    try {
      post({ kind: 'begin', pattern: query.pattern, limit: query.limit });
      const [result] = await Promise.all([reply, feed(query, signal, post)]);
      this.idle = setTimeout(() => void this.close(), IDLE_MS).unref();
      return result;
    } catch (error) {
      failed.abort(error);
      // It may be at work on one line for ever.
      await this.close();
      throw error;
    }
  }

  /** Ends the thread; a later search starts it again. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}

type Post = (request: SearchRequest) => void;

async function feed({ root, from, to, only, context }: PatchQuery, signal: AbortSignal, post: Post) {
  const access = await objectAccess(root);
  const flags = ['-r', ...PATCH_FLAGS, `--unified=${context}`];
  await runGit(['diff-tree', ...flags, from, to, ...named(only)], {
    ...access,
    env: { ...access.env, GIT_LITERAL_PATHSPECS: '1' },
    config: { ...access.config, ...PATCH_CONFIG },
    timeoutMs: 0,
    signal,
    onStdout: (bytes) => post({ kind: 'chunk', bytes }),
  });
  post({ kind: 'end' });
}

/** Speaks with the thread for one search, and gives up when a chunk takes too long. */
function converse(worker: Worker, signal: AbortSignal): { post: Post; reply: Promise<SearchedPatch> } {
  let [sent, searched] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (error: AppError) => void;
  const watch = () => {
    clearTimeout(timer);
    timer = sent > searched ? setTimeout(() => giveUp(hangs()), HANGS) : undefined;
  };
  const settled = new AbortController();
  const reply = new Promise<SearchedPatch>((resolve, reject) => {
    giveUp = reject;
    const onMessage = (message: SearchReply) => {
      if (message.kind === 'done') resolve(message.result);
      if (message.kind === 'failed') reject(new AppError('input.invalid', message.message));
      searched += 1;
      watch();
    };
    const onExit = () => reject(signal.reason ?? new AppError('git.cancelled', 'The search was called off.'));
    const onAbort = () => reject(signal.reason);
    worker.on('message', onMessage).on('error', reject).on('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    settled.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', reject).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
    });
  }).finally(() => settled.abort());
  const post = (request: SearchRequest) => {
    worker.postMessage(request);
    if (request.kind !== 'chunk' || settled.signal.aborted) return;
    sent += 1;
    if (timer === undefined) watch();
  };
  return { post, reply };
}

function hangs(): AppError {
  return new AppError(
    'input.invalid',
    'This expression takes too long on the lines of these files.',
    'Make it simpler, without repetitions inside repetitions such as (a+)+, or search for plain text.',
  );
}
