import type { Author, DiffLine, FileDiff, Hunk } from '../domain/change';
import { type Interruptible, SOME_LINES } from '../interruptible';

type TextDiff = Extract<FileDiff, { kind: 'text' }>;

/**
 * A diff as it crosses to the page. Copying costs by the value, not by the byte, and is done in one go on either side: the
 * hundreds of thousands of values of a long diff are a few long ones here.
 */
export type PackedDiff = Exclude<FileDiff, TextDiff> | PackedText;

interface PackedText extends Omit<TextDiff, 'kind' | 'hunks'> {
  kind: 'packed-text';
  /** For each hunk the numbers of `HUNK_NUMBERS`. */
  hunks: Int32Array;
  /** One line for each hunk. */
  sections: string;
  /** Each list of authors that hunks have. */
  authors: Author[][];
  /** Lines of all hunks in order as git writes them, `SOME_LINES` to a piece. */
  lines: string[];
  /** For each line one more than its credit; 0 where it has none. */
  lineCredits: Int32Array;
  /** Which lines end a side without a newline. */
  noNewline: number[];
}

/** Where it begins and how long it is on both sides, its lines here, and one more than the place of its authors. */
const HUNK_NUMBERS = 6;
const SIGNS = { context: ' ', insert: '+', delete: '-' } as const;
const TYPES: Record<string, DiffLine['type']> = { ' ': 'context', '+': 'insert', '-': 'delete' };

/** Makes it ready to cross. */
export function* packDiff(diff: FileDiff): Interruptible<PackedDiff> {
  if (diff.kind !== 'text') return diff;
  const { hunks, ...rest } = diff;
  const numbers = new Int32Array(hunks.length * HUNK_NUMBERS);
  const sections: string[] = [];
  const lists = new AuthorLists();
  const pieces: string[] = [];
  let piece: string[] = [];
  const lineCredits = new Int32Array(hunks.reduce((sum, { lines }) => sum + lines.length, 0));
  const noNewline: number[] = [];
  let at = 0;
  for (const [index, hunk] of hunks.entries()) {
    const { oldStart, oldLines, newStart, newLines, section, lines, authors } = hunk;
    const place = authors ? lists.placeOf(authors) + 1 : 0;
    numbers.set([oldStart, oldLines, newStart, newLines, lines.length, place], index * HUNK_NUMBERS);
    sections.push(section);
    for (const line of lines) {
      if (line.credit !== undefined) lineCredits[at] = line.credit + 1;
      if (line.noNewline) noNewline.push(at);
      piece.push(SIGNS[line.type] + line.text);
      at += 1;
      if (piece.length < SOME_LINES) continue;
      pieces.push(piece.join('\n'));
      piece = [];
      yield;
    }
  }
  if (piece.length > 0) pieces.push(piece.join('\n'));
  return {
    ...rest,
    kind: 'packed-text',
    hunks: numbers,
    sections: sections.join('\n'),
    authors: lists.all,
    lines: pieces,
    lineCredits,
    noNewline,
  };
}

/** The diff that was packed. Its lines have the numbers that follow from where their hunk begins. */
export function* unpackDiff(packed: PackedDiff): Interruptible<FileDiff> {
  if (packed.kind !== 'packed-text') return packed;
  const { hunks: numbers, sections, authors, lines: pieces, lineCredits, noNewline, ...rest } = packed;
  const sectionOf = sections.split('\n');
  const hasNoNewline = new Set(noNewline);
  const hunks: Hunk[] = [];
  let piece: string[] = [];
  let at = 0;
  for (let index = 0; index * HUNK_NUMBERS < numbers.length; index++) {
    const number = (place: number) => numbers[index * HUNK_NUMBERS + place] as number;
    const [oldStart, oldLines, newStart, newLines, count] = [
      number(0),
      number(1),
      number(2),
      number(3),
      number(4),
    ];
    const by = authors[number(5) - 1];
    const lines: DiffLine[] = [];
    let [oldLine, newLine] = [oldStart, newStart];
    for (; lines.length < count; at++) {
      if (at % SOME_LINES === 0) {
        if (at > 0) yield;
        piece = (pieces[at / SOME_LINES] as string).split('\n');
      }
      const signed = piece[at % SOME_LINES] as string;
      const type = TYPES[signed.charAt(0)] as DiffLine['type'];
      const line: DiffLine = { type, text: signed.slice(1) };
      if (type !== 'insert') line.oldLine = oldLine++;
      if (type !== 'delete') line.newLine = newLine++;
      if (hasNoNewline.has(at)) line.noNewline = true;
      const credit = lineCredits[at] as number;
      if (credit > 0) line.credit = credit - 1;
      lines.push(line);
    }
    const section = sectionOf[index] as string;
    hunks.push({ oldStart, oldLines, newStart, newLines, section, lines, ...(by && { authors: by }) });
  }
  return { ...rest, kind: 'text', hunks };
}

/** Lists of authors, each once: thousands of hunks have the same few. */
class AuthorLists {
  readonly all: Author[][] = [];
  readonly #places = new Map<string, number>();

  placeOf(authors: Author[]): number {
    const key = JSON.stringify(authors);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(authors) - 1;
  }
}
