import { type Interruptible, SOME_LINES } from '../interruptible';

/** Lines of one author that are there, or lines that went from this place, by their hashes; `by` is whose they are. */
export type Piece = { lines: number; by: number } | { removed: number[]; by: number };

/** In place of a credit: the line was there before the session began. */
export const BASE = -1;
/** Removed lines remembered per file; of more, the ones that went first are forgotten. */
const MAX_REMOVED = 20_000;
/** Pieces after which work may be left where little is done for each. */
const MANY = 10 * SOME_LINES;

/** Puts pieces together, each to the last one where both are of one kind and author. What it is given stays as it is. */
export class PieceList {
  readonly pieces: Piece[] = [];
  /** The lines of the last piece where they are this list's own, to add to: copying them for each more takes a minute for 40,000. */
  #own: number[] | undefined;

  append(piece: Piece): void {
    const { pieces } = this;
    const last = pieces.at(-1);
    if ('removed' in piece) {
      if (piece.removed.length === 0) return;
      if (last && 'removed' in last && last.by === piece.by) this.#add(last, piece.removed);
      else this.#push(piece);
      return;
    }
    if (piece.lines === 0) return;
    if (last && 'lines' in last && last.by === piece.by) {
      pieces[pieces.length - 1] = { lines: last.lines + piece.lines, by: piece.by };
    } else this.#push(piece);
  }

  #push(piece: Piece): void {
    this.pieces.push(piece);
    this.#own = undefined;
  }

  #add({ removed, by }: Extract<Piece, { removed: number[] }>, more: readonly number[]): void {
    if (!this.#own) {
      this.#own = [...removed];
      this.pieces[this.pieces.length - 1] = { removed: this.#own, by };
    }
    for (const hash of more) this.#own.push(hash);
  }
}

/** By the hash of each line that went: who removed it last. */
export function latestRemovers(pieces: readonly Piece[]): Map<number, number> {
  const latest = new Map<number, number>();
  for (const piece of pieces) {
    if (!('removed' in piece)) continue;
    for (const hash of piece.removed) latest.set(hash, Math.max(piece.by, latest.get(hash) ?? BASE));
  }
  return latest;
}

/** The pieces without the removed lines that are too many. */
export function* forgetRemoved(pieces: Piece[]): Interruptible<Piece[]> {
  if (countRemoved(pieces) <= MAX_REMOVED) return pieces;
  yield;
  const left = yield* withoutRepeats(pieces);
  yield;
  const removedBy = new Map<number, number>();
  for (const [index, piece] of left.entries()) {
    if (index % MANY === MANY - 1) yield;
    if ('removed' in piece) removedBy.set(piece.by, (removedBy.get(piece.by) ?? 0) + piece.removed.length);
  }
  const forgotten = new Set<number>();
  let excess = countRemoved(left) - MAX_REMOVED;
  for (const [by, lines] of [...removedBy].sort(([a], [b]) => a - b)) {
    if (excess <= 0) break;
    forgotten.add(by);
    excess -= lines;
  }
  yield;
  return left.filter((piece) => !('removed' in piece && forgotten.has(piece.by)));
}

function countRemoved(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + ('removed' in piece ? piece.removed.length : 0), 0);
}

/** A line that went from the same place more than once is remembered for the last time only. */
function* withoutRepeats(pieces: readonly Piece[]): Interruptible<Piece[]> {
  const left = new PieceList();
  let gap: Extract<Piece, { removed: number[] }>[] = [];
  const close = function* (): Interruptible<void> {
    const latest = new Map<number, number>();
    for (const [index, { removed, by }] of gap.entries()) {
      if (index % SOME_LINES === SOME_LINES - 1) yield;
      for (const hash of removed) latest.set(hash, Math.max(by, latest.get(hash) ?? BASE));
    }
    for (const [index, { removed, by }] of gap.entries()) {
      if (index % SOME_LINES === SOME_LINES - 1) yield;
      left.append({ removed: removed.filter((hash) => latest.get(hash) === by), by });
    }
    gap = [];
  };
  for (const [index, piece] of pieces.entries()) {
    if (index % SOME_LINES === SOME_LINES - 1) yield;
    if ('removed' in piece) gap.push(piece);
    else {
      yield* close();
      left.append(piece);
    }
  }
  yield* close();
  return left.pieces;
}
