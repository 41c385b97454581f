/** Lines of one author that are there, or lines that went from this place, by their hashes; `by` is whose they are. */
export type Piece = { lines: number; by: number } | { removed: number[]; by: number };

/** In place of a credit: the line was there before the session began. */
export const BASE = -1;
/** Removed lines remembered per file; of more, the ones that went first are forgotten. */
const MAX_REMOVED = 20_000;

/** Adds a piece at the end, to the last one where both are of one kind and author. */
export function append(pieces: Piece[], piece: Piece): void {
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
export function forgetRemoved(pieces: Piece[]): Piece[] {
  if (countRemoved(pieces) <= MAX_REMOVED) return pieces;
  const left = withoutRepeats(pieces);
  const removedBy = new Map<number, number>();
  for (const piece of left) {
    if ('removed' in piece) removedBy.set(piece.by, (removedBy.get(piece.by) ?? 0) + piece.removed.length);
  }
  const forgotten = new Set<number>();
  let excess = countRemoved(left) - MAX_REMOVED;
  for (const [by, lines] of [...removedBy].sort(([a], [b]) => a - b)) {
    if (excess <= 0) break;
    forgotten.add(by);
    excess -= lines;
  }
  return left.filter((piece) => !('removed' in piece && forgotten.has(piece.by)));
}

function countRemoved(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + ('removed' in piece ? piece.removed.length : 0), 0);
}

/** A line that went from the same place more than once is remembered for the last time only. */
function withoutRepeats(pieces: readonly Piece[]): Piece[] {
  const left: Piece[] = [];
  let gap: Extract<Piece, { removed: number[] }>[] = [];
  const close = () => {
    const latest = latestRemovers(gap);
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
