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
