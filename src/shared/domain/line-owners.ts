import type { Credit } from './change';

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

/** Lines of one author that are there, or lines that went from this place, by their hashes. */
export type Piece = { lines: number; by: number } | { removed: number[]; by: number };

/** What a file's lines owe to whom; `by` is an index into `credits`, which are in the order of time, or `BASE`. */
export interface FileOwners {
  credits: Credit[];
  /** From the first line on, lines that went between those that are there. */
  pieces: Piece[];
  /** Of all lines after the pieces. */
  tail: number;
  /** Who made, removed, moved or replaced the file as a whole last, or changed its mode. */
  whole: number;
  /** Who brought the file back to how it was earlier: a difference that nothing else accounts for is theirs. */
  back?: Credit;
}

/** In place of a credit: the line was there before the session began. */
export const BASE = -1;
/** Removed lines remembered per file; of more, the ones that went first are forgotten. */
const MAX_REMOVED = 20_000;

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
export function spliceOwners(owners: FileOwners, hunks: readonly LineHunk[], credit: Credit): FileOwners {
  const credits = withCredit(owners.credits, credit);
  const by = credits.length - 1;
  const reader = new PieceReader(owners);
  const pieces: Piece[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const before = linesBefore(hunk.oldStart, hunk.oldLines);
    reader.copy(before - at, pieces);
    reader.remove(hunk.removed, by, pieces);
    append(pieces, { lines: hunk.newLines, by });
    at = before + hunk.oldLines;
  }
  reader.rest(pieces);
  return pruned({ ...owners, credits, pieces });
}

/** The owners after the file as a whole was made, removed, moved or given another mode; its lines stay whose they are. */
export function creditWhole(owners: FileOwners, credit: Credit): FileOwners {
  const credits = withCredit(owners.credits, credit);
  return pruned({ ...owners, credits, whole: credits.length - 1 });
}

/** The owners after content whose lines nobody compared replaced the file: all of it is `credit`'s. */
export function replaceAll(owners: FileOwners, credit: Credit): FileOwners {
  const credits = withCredit(owners.credits, credit);
  const by = credits.length - 1;
  return pruned({ credits, pieces: [], tail: by, whole: by });
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

  constructor(private readonly owners: FileOwners) {}

  /** Hands on `lines` lines that are there, and what went before each of them. */
  copy(lines: number, to: Piece[]): void {
    for (let left = lines; left > 0; ) {
      const piece = this.owners.pieces[this.index];
      if (piece && 'removed' in piece) {
        append(to, piece);
        this.index += 1;
        continue;
      }
      const taken = piece ? Math.min(left, piece.lines - this.used) : left;
      append(to, { lines: taken, by: piece ? piece.by : this.owners.tail });
      this.skip(piece, taken);
      left -= taken;
    }
  }

  /** Turns the next lines that are there into lines that went. */
  remove(hashes: readonly number[], by: number, to: Piece[]): void {
    for (let at = 0; at < hashes.length; ) {
      const piece = this.owners.pieces[this.index];
      if (piece && 'removed' in piece) {
        append(to, piece);
        this.index += 1;
        continue;
      }
      const taken = piece ? Math.min(hashes.length - at, piece.lines - this.used) : hashes.length - at;
      append(to, { removed: hashes.slice(at, at + taken), by });
      this.skip(piece, taken);
      at += taken;
    }
  }

  rest(to: Piece[]): void {
    const piece = this.owners.pieces[this.index];
    if (piece && 'lines' in piece && this.used > 0) {
      append(to, { lines: piece.lines - this.used, by: piece.by });
      this.index += 1;
    }
    for (const left of this.owners.pieces.slice(this.index)) append(to, left);
  }

  private skip(piece: Piece | undefined, lines: number): void {
    if (!piece || 'removed' in piece) return;
    this.used += lines;
    if (this.used < piece.lines) return;
    this.index += 1;
    this.used = 0;
  }
}

function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if ('removed' in piece) {
    if (piece.removed.length === 0) return;
    if (last && 'removed' in last && last.by === piece.by) {
      pieces[pieces.length - 1] = { removed: [...last.removed, ...piece.removed], by: piece.by };
    } else pieces.push(piece);
    return;
  }
  if (piece.lines === 0) return;
  if (last && 'lines' in last && last.by === piece.by) {
    pieces[pieces.length - 1] = { lines: last.lines + piece.lines, by: piece.by };
  } else pieces.push(piece);
}

/** Without credits nothing refers to, and without the removed lines that are too many. */
function pruned(owners: FileOwners): FileOwners {
  const pieces = forgetRemoved(owners.pieces);
  const used = new Set([owners.tail, owners.whole, ...pieces.map(({ by }) => by)]);
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

function forgetRemoved(pieces: Piece[]): Piece[] {
  const count = (all: readonly Piece[]) =>
    all.reduce((sum, piece) => sum + ('removed' in piece ? piece.removed.length : 0), 0);
  if (count(pieces) <= MAX_REMOVED) return pieces;
  let left = withoutRepeats(pieces);
  for (let excess = count(left) - MAX_REMOVED; excess > 0; excess = count(left) - MAX_REMOVED) {
    const oldest = Math.min(...left.flatMap((piece) => ('removed' in piece ? [piece.by] : [])));
    left = left.filter((piece) => !('removed' in piece && piece.by === oldest));
  }
  return left;
}

/** A line that went from the same place more than once is remembered for the last time only. */
function withoutRepeats(pieces: readonly Piece[]): Piece[] {
  const left: Piece[] = [];
  let gap: Extract<Piece, { removed: number[] }>[] = [];
  const close = () => {
    const latest = new Map<number, number>();
    for (const { removed, by } of gap) {
      for (const hash of removed) latest.set(hash, Math.max(by, latest.get(hash) ?? BASE));
    }
    for (const { removed, by } of gap) {
      append(left, { removed: removed.filter((hash) => latest.get(hash) === by), by });
    }
    gap = [];
  };
  for (const piece of pieces) {
    if ('removed' in piece) gap.push(piece);
    else {
      close();
      append(left, piece);
    }
  }
  close();
  return left;
}
