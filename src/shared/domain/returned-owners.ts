import { type Interruptible, SOME_LINES } from '../interruptible';
import type { Credit } from './change';
import { authorKey } from './credit-hunks';
import { type FileOwners, type LineHunk, linesBefore, pruned } from './line-owners';
import { BASE, latestRemovers, type Piece, PieceList } from './line-pieces';

export interface ReturnedFile {
  /** As of now: what was brought back is still credited to `back`. */
  owners: FileOwners;
  /** Who brought it back. */
  back: Credit;
  /** The owners of the earlier version that it comes from. */
  earlier: FileOwners;
  /** How the file differs from the earlier version. */
  since: readonly LineHunk[];
  /** True where a decision was undone: what nobody had made stays nobody's. Else that is `back`'s. */
  undone: boolean;
}

/**
 * The owners of a file of which all or part was brought back from an earlier version: that belongs again to whom it
 * belonged then. What is not as it was then stays with who brought it back.
 */
export function* returnOwners(file: ReturnedFile): Interruptible<FileOwners> {
  const { owners, back, earlier, since, undone } = file;
  const by = owners.credits.indexOf(back);
  if (by < 0) return owners;
  const { credits, ours, theirs } = inOneOrder(owners.credits, earlier.credits);
  const former = (was: number) => (was === BASE && !undone ? ours(by) : theirs(was));
  const whole = owners.whole === by ? former(earlier.whole) : ours(owners.whole);
  // The lines of what was replaced as a whole were compared with nothing.
  if (owners.tail === by) {
    if (since.length > 0) return owners;
    const pieces = earlier.pieces.map((piece) => ({ ...piece, by: former(piece.by) }));
    return yield* pruned({ credits, pieces, tail: former(earlier.tail), whole });
  }
  const list = new PieceList();
  const returned = returner(file, former, ours(by));
  let line = 0;
  for (const [index, piece] of owners.pieces.entries()) {
    if (index % SOME_LINES === 0) yield;
    const found = piece.by === by ? returned(piece, line) : [{ ...piece, by: ours(piece.by) }];
    for (const one of found) list.append(one);
    if ('lines' in piece) line += piece.lines;
  }
  return yield* pruned({ credits, pieces: list.pieces, tail: ours(owners.tail), whole });
}

/** For pieces that were brought back, in order and with the line they begin at: the same as of their former owners. */
function returner({ earlier, since }: ReturnedFile, former: (was: number) => number, back: number) {
  const owners = ownersByLine(earlier);
  const removers = latestRemovers(earlier.pieces);
  const lineThen = lineInOld(since);
  return (piece: Piece, line: number): Piece[] => {
    if ('removed' in piece) {
      const removedBy = piece.removed.map((hash) => former(removers.get(hash) ?? BASE));
      return runs(removedBy).map(([by, start, end]) => ({ removed: piece.removed.slice(start, end), by }));
    }
    const madeBy = Array.from({ length: piece.lines }, (_, index) => {
      const was = lineThen(line + index);
      return was === null ? back : former(owners[was] ?? earlier.tail);
    });
    return runs(madeBy).map(([by, start, end]) => ({ lines: end - start, by }));
  };
}

/** The values that follow each other, each with where it starts and ends. */
function runs(values: readonly number[]): [value: number, start: number, end: number][] {
  const found: [number, number, number][] = [];
  for (const [at, value] of values.entries()) {
    const last = found.at(-1);
    if (last?.[0] === value) last[2] = at + 1;
    else found.push([value, at, at + 1]);
  }
  return found;
}

/** Two lists of credits as one in the order of time, and where each of them went. */
function inOneOrder(ours: readonly Credit[], theirs: readonly Credit[]) {
  const keyOf = ({ author, at }: Credit) => `${at}\n${authorKey(author)}`;
  const credits = [...new Map([...theirs, ...ours].map((credit) => [keyOf(credit), credit])).values()];
  credits.sort((a, b) => a.at - b.at);
  const places = new Map(credits.map((credit, index) => [keyOf(credit), index]));
  const from = (list: readonly Credit[]) => (by: number) => {
    const credit = list[by];
    return credit ? (places.get(keyOf(credit)) ?? BASE) : BASE;
  };
  return { credits, ours: from(ours), theirs: from(theirs) };
}

function ownersByLine({ pieces }: FileOwners): number[] {
  return pieces.flatMap((piece) => ('lines' in piece ? new Array<number>(piece.lines).fill(piece.by) : []));
}

/** For lines of the newer version, asked for in order and counted from 0: where they are in the older one, if there. */
function lineInOld(hunks: readonly LineHunk[]): (line: number) => number | null {
  let next = 0;
  let shift = 0;
  return (line) => {
    for (let hunk = hunks[next]; hunk; hunk = hunks[next]) {
      const start = linesBefore(hunk.newStart, hunk.newLines);
      if (line < start) break;
      if (line < start + hunk.newLines) return null;
      shift += hunk.oldLines - hunk.newLines;
      next += 1;
    }
    return line + shift;
  };
}
