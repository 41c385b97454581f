import type { Token, TokenKind } from '../../../highlight/token';
import type { FoundMark } from './found-lines';
import type { Range } from './word-diff';

/** A run of a line drawn in one style. */
export interface Segment {
  text: string;
  kind: TokenKind;
  /** Part of what changed within the line. */
  marked: boolean;
  /** Blanks at the end of a changed line. */
  trailing: boolean;
  /** Part of what a search found. */
  found?: 'match' | 'current';
}

export interface SegmentOptions {
  /** The whole line in coloured pieces. */
  pieces?: readonly Token[];
  marks?: readonly Range[];
  found?: readonly FoundMark[];
  /** Offset from which the line is trailing blanks; its length when there are none to show. */
  trailingFrom?: number;
  /** Offsets of `wrapLine`. */
  breaks?: readonly number[];
}

/** Cuts a line into rows of segments: colours, word marks, trailing blanks and wraps laid over each other. */
export function lineSegments(text: string, options: SegmentOptions): Segment[][] {
  const { marks = [], found = [], breaks = [], trailingFrom = text.length } = options;
  // Colours of another version of the line would cut the text wrongly: then it is drawn plain.
  const pieces = piecesOf(text, options.pieces);
  const cuts = cutsOf(text.length, pieces, [...marks, ...found], trailingFrom, breaks);
  const rows: Segment[][] = [[]];
  let piece = 0;
  let pieceEnd = pieces[0]?.text.length ?? 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const start = cuts[index] as number;
    const end = cuts[index + 1] as number;
    if (breaks.includes(start)) rows.push([]);
    while (pieceEnd <= start && piece + 1 < pieces.length) {
      piece += 1;
      pieceEnd += pieces[piece]?.text.length ?? 0;
    }
    const match = found.find((mark) => mark.start <= start && end <= mark.end);
    rows.at(-1)?.push({
      text: text.slice(start, end),
      kind: pieces[piece]?.kind ?? 'plain',
      marked: marks.some((mark) => mark.start <= start && end <= mark.end),
      trailing: start >= trailingFrom,
      ...(match && { found: match.current ? 'current' : 'match' }),
    });
  }
  return rows;
}

function piecesOf(text: string, pieces: readonly Token[] | undefined): readonly Token[] {
  const fits = pieces && pieces.reduce((sum, piece) => sum + piece.text.length, 0) === text.length;
  return fits ? pieces : [{ text, kind: 'plain' }];
}

function cutsOf(
  length: number,
  pieces: readonly Token[],
  marks: readonly Range[],
  trailingFrom: number,
  breaks: readonly number[],
): number[] {
  const cuts = new Set<number>([0, length, trailingFrom, ...breaks]);
  let offset = 0;
  for (const piece of pieces) {
    offset += piece.text.length;
    cuts.add(offset);
  }
  for (const mark of marks) cuts.add(mark.start).add(mark.end);
  return [...cuts].filter((cut) => cut >= 0 && cut <= length).sort((a, b) => a - b);
}

/** Where the blanks at the end of a line begin; its length when it has none. */
export function trailingBlanksFrom(text: string): number {
  return text.length - (/[ \t\u00a0\u3000]+$/.exec(text)?.[0].length ?? 0);
}
