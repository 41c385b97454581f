import { useEffect, useReducer } from 'react';
import type { Hunk } from '../../../../../shared/domain/change';
import { highlightLines, languageOf, type Token } from '../../../../highlight';
import type { TextDiff } from '../../model/diff-rows';
import { CHUNK_LINES, chunkCode, chunkTokens } from '../../model/highlight-chunks';

const known = new WeakMap<Hunk, Map<number, Token[][]>>();

/** Colours of the lines on screen, undefined until the worker has answered. */
export function useChunkTokens(diff: TextDiff | null, path: string, pieces: readonly string[]): TokensOf {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const wanted = pieces.join(' ');
  useEffect(() => {
    const language = languageOf(path);
    if (!diff || !language || wanted === '') return;
    const abort = new AbortController();
    for (const piece of wanted.split(' ')) {
      const [hunkIndex = 0, chunk = 0] = piece.split(':').map(Number);
      const hunk = diff.hunks[hunkIndex];
      if (!hunk || known.get(hunk)?.has(chunk)) continue;
      colour(hunk, chunk, language, abort.signal).then(redraw, (reason: unknown) => {
        if (!abort.signal.aborted) throw reason;
      });
    }
    return () => abort.abort();
  }, [diff, path, wanted]);
  return tokensOf;
}

export type TokensOf = (hunk: Hunk, line: number) => Token[] | undefined;

const tokensOf: TokensOf = (hunk, line) =>
  known.get(hunk)?.get(Math.floor(line / CHUNK_LINES))?.[line % CHUNK_LINES];

/** The piece a line belongs to, as `useChunkTokens` takes it. */
export function pieceOf(hunk: number, line: number): string {
  return `${hunk}:${Math.floor(line / CHUNK_LINES)}`;
}

async function colour(hunk: Hunk, chunk: number, language: string, signal: AbortSignal): Promise<void> {
  const code = chunkCode(hunk.lines, chunk);
  const [before, after] = await Promise.all([
    code.hasBefore ? highlightLines(code.before, language, signal) : [],
    highlightLines(code.after, language, signal),
  ]);
  const chunks = known.get(hunk) ?? new Map<number, Token[][]>();
  chunks.set(chunk, chunkTokens(hunk.lines, chunk, before, after));
  known.set(hunk, chunks);
}
