import type { DiffLine } from '../../../../shared/domain/change';
import { plainLines, type Token } from '../../../highlight/token';

/** Lines coloured in one go: about what a fast scroll crosses while the worker answers. */
export const CHUNK_LINES = 300;

/** The two texts of a piece of a hunk, as each side reads. */
export interface ChunkCode {
  before: string;
  after: string;
  hasBefore: boolean;
}

/** The piece of a hunk that `lines[chunk * CHUNK_LINES]` begins, ready for a highlighter. */
export function chunkCode(lines: readonly DiffLine[], chunk: number): ChunkCode {
  const piece = lines.slice(chunk * CHUNK_LINES, (chunk + 1) * CHUNK_LINES);
  return {
    before: textOf(piece, 'insert'),
    after: textOf(piece, 'delete'),
    hasBefore: piece.some((line) => line.type === 'delete'),
  };
}

function textOf(piece: readonly DiffLine[], without: DiffLine['type']): string {
  return piece
    .filter((line) => line.type !== without)
    .map((line) => shownText(line))
    .join('\n');
}

/** Very long lines are left out of colouring. */
function shownText(line: DiffLine): string {
  if (line.text.length > 2_000) return '';
  return line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
}

/** Tokens per line of the piece: deleted lines from the old text, the others from the new. */
export function chunkTokens(
  lines: readonly DiffLine[],
  chunk: number,
  before: readonly Token[][],
  after: readonly Token[][],
): Token[][] {
  let oldAt = 0;
  let newAt = 0;
  return lines.slice(chunk * CHUNK_LINES, (chunk + 1) * CHUNK_LINES).map((line) => {
    const tokens = line.type === 'delete' ? before[oldAt] : after[newAt];
    if (line.type !== 'insert') oldAt += 1;
    if (line.type !== 'delete') newAt += 1;
    return tokens ?? (plainLines(shownText(line))[0] as Token[]);
  });
}
