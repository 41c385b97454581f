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
    if (!diff || wanted === '') return;
    const abort = new AbortController();
    for (const coloured of colourPieces(diff, path, wanted.split(' '), abort.signal)) {
      coloured.then(redraw, unlessAborted(abort.signal));
    }
    return () => abort.abort();
  }, [diff, path, wanted]);
  return tokensOf;
}

/** Colours the first lines of a file that is not on screen yet. */
export function colourAhead(diff: TextDiff, path: string, signal: AbortSignal): void {
  const first = diff.hunks.slice(0, HUNKS_AHEAD).map((_, hunk) => pieceOf(hunk, 0));
  for (const coloured of colourPieces(diff, path, first, signal)) coloured.catch(unlessAborted(signal));
}

const HUNKS_AHEAD = 4;

function unlessAborted(signal: AbortSignal): (reason: unknown) => void {
  return (reason) => {
    if (!signal.aborted) throw reason;
  };
}

/** Begins to colour those of the pieces that are not coloured yet. */
function colourPieces(
  diff: TextDiff,
  path: string,
  pieces: readonly string[],
  signal: AbortSignal,
): Promise<void>[] {
  const language = languageOf(path);
  if (!language) return [];
  return pieces.flatMap((piece) => {
    const [hunkIndex = 0, chunk = 0] = piece.split(':').map(Number);
    const hunk = diff.hunks[hunkIndex];
    return !hunk || known.get(hunk)?.has(chunk) ? [] : [colour(hunk, chunk, language, signal)];
  });
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
