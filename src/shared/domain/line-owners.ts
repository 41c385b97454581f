import { atOnce, type Interruptible, SOME_LINES } from '../interruptible';
import type { Credit } from './change';
import { BASE, forgetRemoved, type Piece, PieceList } from './line-pieces';

/** A contiguous difference between two versions of a file, counted in lines as git counts them. */
export interface LineHunk {
  /** As in a patch without context: the first line, or the line before where the side is empty. */
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  /** `hashLine` of the lines that went. */
  removed: number[];
}

/** What a file's lines owe to whom; `by` is an index into `credits`, which are in the order of time, or `BASE`. */
export interface FileOwners {
  credits: Credit[];
  /** From the first line on, lines that went between those that are there. */
  pieces: Piece[];
  /** Of all lines after the pieces. */
  tail: number;
  /** Who made, removed, moved or replaced the file as a whole last, or changed its mode. */
  whole: number;
}

/** A file as the session found it. */
export const untouched: FileOwners = { credits: [], pieces: [], tail: BASE, whole: BASE };

/** A number to recognise a line by, from its text without the line end; only the first 1,000 characters count. */
export function hashLine(text: string): number {
  let hash = 0x811c9dc5;
  const end = Math.min(text.length, 1000);
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The owners after `hunks` (in order, against the version `owners` describes) were made by `credit`. */
export function* spliceOwners(
  owners: FileOwners,
  hunks: readonly LineHunk[],
  credit: Credit,
): Interruptible<FileOwners> {
  const credits = withCredit(owners.credits, credit);
  const by = credits.length - 1;
  const reader = new PieceReader(owners);
  const list = new PieceList();
  let at = 0;
  for (const hunk of hunks) {
    const before = linesBefore(hunk.oldStart, hunk.oldLines);
    yield* reader.copy(before - at, list);
    yield* reader.remove(hunk.removed, by, list);
    list.append({ lines: hunk.newLines, by });
    at = before + hunk.oldLines;
  }
  yield* reader.rest(list);
  return yield* pruned({ ...owners, credits, pieces: list.pieces });
}

/** The owners after the file as a whole was made, removed, moved or given another mode; its lines stay whose they are. */
export function* creditWhole(owners: FileOwners, credit: Credit): Interruptible<FileOwners> {
  const credits = withCredit(owners.credits, credit);
  return yield* pruned({ ...owners, credits, whole: credits.length - 1 });
}

/** The owners after content whose lines nobody compared replaced the file: all of it is `credit`'s. */
export function replaceAll(owners: FileOwners, credit: Credit): FileOwners {
  const credits = withCredit(owners.credits, credit);
  const by = credits.length - 1;
  return atOnce(pruned({ credits, pieces: [], tail: by, whole: by }));
}

function withCredit(credits: Credit[], credit: Credit): Credit[] {
  return credits.at(-1) === credit ? credits : [...credits, credit];
}

/** How many lines come before a hunk on one of its sides: an empty side starts at the line before it. */
export function linesBefore(start: number, lines: number): number {
  return lines === 0 ? start : start - 1;
}

/** Takes pieces line by line; what follows the last piece never ends. */
class PieceReader {
  private index = 0;
  private used = 0;
  private steps = 0;

  constructor(private readonly owners: FileOwners) {}

  /** Hands on `lines` lines that are there, and what went before each of them. */
  *copy(lines: number, to: PieceList): Interruptible<void> {
    for (let left = lines; left > 0; ) {
      if (this.mayBeLeft()) yield;
      const piece = this.owners.pieces[this.index];
      if (piece && 'removed' in piece) {
        to.append(piece);
        this.index += 1;
        continue;
      }
      const taken = piece ? Math.min(left, piece.lines - this.used) : left;
      to.append({ lines: taken, by: piece ? piece.by : this.owners.tail });
      this.skip(piece, taken);
      left -= taken;
    }
  }

  /** Turns the next lines that are there into lines that went. */
  *remove(hashes: readonly number[], by: number, to: PieceList): Interruptible<void> {
    // Lines of many authors are one piece once they went, which is not put together author by author.
    let gone = 0;
    for (let at = 0; at < hashes.length; ) {
      if (this.mayBeLeft()) yield;
      const piece = this.owners.pieces[this.index];
      if (piece && 'removed' in piece) {
        to.append({ removed: hashes.slice(gone, at), by });
        gone = at;
        to.append(piece);
        this.index += 1;
        continue;
      }
      const taken = piece ? Math.min(hashes.length - at, piece.lines - this.used) : hashes.length - at;
      this.skip(piece, taken);
      at += taken;
    }
    to.append({ removed: hashes.slice(gone), by });
  }

  *rest(to: PieceList): Interruptible<void> {
    const piece = this.owners.pieces[this.index];
    if (piece && 'lines' in piece && this.used > 0) {
      to.append({ lines: piece.lines - this.used, by: piece.by });
      this.index += 1;
    }
    for (const left of this.owners.pieces.slice(this.index)) {
      if (this.mayBeLeft()) yield;
      to.append(left);
    }
  }

  private mayBeLeft(): boolean {
    this.steps += 1;
    return this.steps % SOME_LINES === 0;
  }

  private skip(piece: Piece | undefined, lines: number): void {
    if (!piece || 'removed' in piece) return;
    this.used += lines;
    if (this.used < piece.lines) return;
    this.index += 1;
    this.used = 0;
  }
}

/** Without credits nothing refers to, and without the removed lines that are too many. */
export function* pruned(owners: FileOwners): Interruptible<FileOwners> {
  yield;
  const pieces = yield* forgetRemoved(owners.pieces);
  yield;
  const used = new Set([owners.tail, owners.whole]);
  for (const { by } of pieces) used.add(by);
  yield;
  if (owners.credits.every((_, index) => used.has(index))) return { ...owners, pieces };
  const kept = owners.credits.map((_, index) => index).filter((index) => used.has(index));
  const renamed = new Map(kept.map((old, index) => [old, index]));
  const to = (by: number) => renamed.get(by) ?? BASE;
  return {
    ...owners,
    credits: kept.map((index) => owners.credits[index] as Credit),
    pieces: pieces.map((piece) => ({ ...piece, by: to(piece.by) })),
    tail: to(owners.tail),
    whole: to(owners.whole),
  };
}
