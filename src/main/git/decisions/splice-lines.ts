import type { ChangePart, Hunk, LineRange } from '../../../shared/domain/change';

/** A stretch of changed lines without an unchanged one between them; starts count from 0. */
export interface ChangedRun {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

/** The changed runs of a diff, in order. */
export function changedRuns(hunks: readonly Hunk[]): ChangedRun[] {
  return hunks.flatMap((hunk) => {
    const runs: ChangedRun[] = [];
    // An empty side starts at the line before it.
    let old = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    let now = hunk.newLines === 0 ? hunk.newStart : hunk.newStart - 1;
    let open: ChangedRun | undefined;
    for (const { type } of hunk.lines) {
      if (type === 'context') open = undefined;
      else if (!open) {
        open = { oldStart: old, oldLines: 0, newStart: now, newLines: 0 };
        runs.push(open);
      }
      if (open && type === 'delete') open.oldLines += 1;
      if (open && type === 'insert') open.newLines += 1;
      if (type !== 'insert') old += 1;
      if (type !== 'delete') now += 1;
    }
    return runs;
  });
}

/** Which changed lines are to be as on the new side; lines count from 0. */
export interface Applied {
  old: (line: number) => boolean;
  new: (line: number) => boolean;
}

/** A part's lines as `Applied`, or with `inverted` all other lines. */
export function appliedLines(part: ChangePart, inverted = false): Applied {
  const old = membership(part.old);
  const now = membership(part.new);
  return { old: (line) => old(line) !== inverted, new: (line) => now(line) !== inverted };
}

function membership(ranges: readonly LineRange[]): (line: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  let at = 0;
  let reached = -1;
  return (line) => {
    if (line < reached) at = 0;
    reached = line;
    while (at < sorted.length && (sorted[at]?.[1] ?? 0) < line + 1) at += 1;
    const range = sorted[at];
    return range !== undefined && range[0] <= line + 1;
  };
}

/** How many of the runs' lines are applied, and of how many. */
export function countApplied(
  runs: readonly ChangedRun[],
  applied: Applied,
): { applied: number; all: number } {
  let count = 0;
  let all = 0;
  for (const run of runs) {
    all += run.oldLines + run.newLines;
    for (let index = 0; index < run.oldLines; index++) if (applied.old(run.oldStart + index)) count += 1;
    for (let index = 0; index < run.newLines; index++) if (applied.new(run.newStart + index)) count += 1;
  }
  return { applied: count, all };
}

/**
 * The text between `before` and `after` in which only the applied changes are made, byte for byte from either side.
 * In a run the first removed line belongs to the first added one, and so on: a pair chosen together is replaced where
 * it stands; an added line whose counterpart stays comes after all lines of the run that stay, as git would have it.
 */
export function spliceLines(
  before: Buffer,
  after: Buffer,
  runs: readonly ChangedRun[],
  applied: Applied,
): Buffer {
  const old = new Lines(before);
  const now = new Lines(after);
  const text = new TextBuilder();
  let at = 0;
  for (const run of runs) {
    text.add(now.slice(at, run.newStart));
    spliceRun(run, applied, (side, line) => {
      text.add((side === 'old' ? old : now).slice(line, line + 1));
    });
    at = run.newStart + run.newLines;
  }
  text.add(now.slice(at, now.count));
  return text.build();
}

/** Tells the lines of a run as they come once the applied changes are made, by their side and number. */
export function spliceRun(
  run: ChangedRun,
  applied: Applied,
  add: (side: 'old' | 'new', line: number) => void,
): void {
  const waiting: number[] = [];
  for (let index = 0; index < Math.max(run.oldLines, run.newLines); index++) {
    const [oldLine, newLine] = [run.oldStart + index, run.newStart + index];
    const stays = index < run.oldLines && !applied.old(oldLine);
    if (stays) add('old', oldLine);
    if (index >= run.newLines || !applied.new(newLine)) continue;
    if (stays || index >= run.oldLines || waiting.length > 0) waiting.push(newLine);
    else add('new', newLine);
  }
  for (const line of waiting) add('new', line);
}

/** How many lines git counts: those that end in a newline, and a rest that does not. */
export function countLines(text: Buffer): number {
  return new Lines(text).count;
}

/** A text by lines, each with its end; they count from 0. */
export class Lines {
  readonly count: number;
  readonly #starts: number[] = [0];

  constructor(private readonly text: Buffer) {
    for (let at = 0; at < text.length; at++) if (text[at] === 0x0a) this.#starts.push(at + 1);
    if (this.#starts.at(-1) !== text.length) this.#starts.push(text.length);
    this.count = this.#starts.length - 1;
  }

  slice(from: number, to: number): Buffer {
    return this.text.subarray(this.#starts[from], this.#starts[to]);
  }
}

/** Joins lines; one that had no newline at the end of its side gets one when it is no longer last. */
class TextBuilder {
  readonly #pieces: Buffer[] = [];

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    const last = this.#pieces.at(-1);
    if (last && last.at(-1) !== 0x0a) this.#pieces.push(lineEnd(piece) ?? this.#lineEndBefore() ?? LF);
    this.#pieces.push(piece);
  }

  build(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  #lineEndBefore(): Buffer | undefined {
    return lineEnd(this.#pieces.at(-1)) ?? lineEnd(this.#pieces.at(-2));
  }
}

const LF = Buffer.from('\n');
const CRLF = Buffer.from('\r\n');

/** How the first line of a text ends; undefined when it does not. */
function lineEnd(text: Buffer | undefined): Buffer | undefined {
  const end = text?.indexOf(0x0a) ?? -1;
  if (end === -1) return undefined;
  return text?.[end - 1] === 0x0d ? CRLF : LF;
}
