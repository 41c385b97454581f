import { parentPort } from 'node:worker_threads';
import type { SearchPattern } from '../../../shared/domain/search-pattern';
import { AppError } from '../../../shared/errors';
import { PatchSearch, type SearchedPatch } from './search-patch';

export type SearchRequest =
  | { kind: 'begin'; pattern: SearchPattern; limit: number }
  | { kind: 'chunk'; bytes: Uint8Array }
  | { kind: 'end' };

export type SearchReply =
  /** The chunk was searched: no line of it hangs. */
  { kind: 'alive' } | { kind: 'done'; result: SearchedPatch } | { kind: 'failed'; message: string };

let search: PatchSearch | undefined;

/** Matches beside the event loop, as a user's pattern may take for ever on one line. */
function answer(request: SearchRequest): SearchReply | undefined {
  try {
    if (request.kind === 'begin') search = new PatchSearch(request.pattern, request.limit);
    if (request.kind === 'chunk') {
      search?.write(Buffer.from(request.bytes));
      return { kind: 'alive' };
    }
    if (request.kind === 'end' && search) return { kind: 'done', result: search.end() };
    return undefined;
  } catch (error) {
    search = undefined;
    return { kind: 'failed', message: error instanceof AppError ? error.message : String(error) };
  }
}

parentPort?.on('message', (request: SearchRequest) => {
  const reply = answer(request);
  if (reply) parentPort?.postMessage(reply);
});
