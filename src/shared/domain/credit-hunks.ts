import { type Interruptible, SOME_LINES } from '../interruptible';
import type { Author, Credit } from './change';
import { type FileOwners, type LineHunk, linesBefore } from './line-owners';
import { BASE, latestRemovers } from './line-pieces';

/** Who made each line of a hunk, in its order. */
export interface HunkCredits {
  removed: Credit[];
  inserted: Credit[];
}

const nobody: Credit = { author: { kind: 'unknown' }, at: 0 };

interface Place {
  inserted: number[];
  removed: { hash: number; by: number }[];
}

/**
 * Who made each line of a difference between any older version and the one `owners` describes. A removed line is
 * looked for among what went from its place, then anywhere in the file, then in `former`, the path it had before.
 * Where identical lines leave it open which of them is new, it is the only author of the hunk's other lines, in a file
 * that kept its name. Lines that nobody is known to have made or removed are `unknown`'s.
 */
export function* creditHunks(
  owners: FileOwners,
  hunks: readonly LineHunk[],
  former?: FileOwners,
): Interruptible<HunkCredits[]> {
  const places = yield* placesOf(owners, hunks);
  const elsewhere = latestRemovers(owners.pieces);
  const before = former && latestRemovers(former.pieces);
  yield;
  const credited: HunkCredits[] = [];
  let lines = 0;
  for (const [index, hunk] of hunks.entries()) {
    const place = places[index] as Place;
    const inPlace = matchRemoved(hunk.removed, place.removed);
    const removed = hunk.removed.map((hash, line) => {
      const by = inPlace[line] ?? elsewhere.get(hash);
      if (by !== undefined) return creditOf(owners, by);
      const earlier = before?.get(hash);
      if (former && earlier !== undefined) return creditOf(former, earlier);
      return undefined;
    });
    const inserted = place.inserted.map((by) => creditOf(owners, by));
    // In a file that was made or moved as a whole, lines of the base are new wherever they stand.
    const isOpen = owners.whole === BASE;
    const isKnown = !isOpen || !inserted.includes(undefined);
    const otherwise = (!isKnown && onlyOne([...removed, ...inserted])) || nobody;
    credited.push({
      removed: removed.map((credit) => credit ?? nobody),
      inserted: inserted.map((credit) => credit ?? otherwise),
    });
    lines += removed.length + inserted.length;
    if (lines < SOME_LINES) continue;
    lines = 0;
    yield;
  }
  return credited;
}

/** The authors of some credits, each once, the one who was at work last first. */
export function authorsOf(credits: Iterable<Credit>): Author[] {
  const latest = new Map<string, Credit>();
  // Thousands of lines owe the same few credits.
  for (const credit of new Set(credits)) {
    const key = authorKey(credit.author);
    const known = latest.get(key);
    if (!known || known.at < credit.at) latest.set(key, credit);
  }
  return [...latest.values()].sort((a, b) => b.at - a.at).map(({ author }) => author);
}

/** Equal for the same agent in the same turn, the user, and unknown. */
export function authorKey(author: Author): string {
  return author.kind === 'agent' ? `agent\n${author.agent}\n${author.turnId ?? ''}` : author.kind;
}

function creditOf(owners: FileOwners, by: number): Credit | undefined {
  return by === BASE ? undefined : owners.credits[by];
}

function onlyOne(credits: readonly (Credit | undefined)[]): Credit | undefined {
  const known = new Set(credits.filter((credit) => credit !== undefined));
  const authors = new Set([...known].map(({ author }) => authorKey(author)));
  return authors.size === 1 ? credits.findLast((credit) => credit !== undefined) : undefined;
}

/** What is there and what went between the lines around each hunk, in one walk. */
function* placesOf({ pieces, tail }: FileOwners, hunks: readonly LineHunk[]): Interruptible<Place[]> {
  const places: Place[] = hunks.map(() => ({ inserted: [], removed: [] }));
  let line = 0;
  let first = 0;
  const ends = hunks.map(({ newStart, newLines }) => linesBefore(newStart, newLines) + newLines);
  const starts = hunks.map(({ newStart, newLines }) => linesBefore(newStart, newLines));
  const skipPast = (at: number) => {
    while (first < hunks.length && (ends[first] as number) < at) first += 1;
  };
  for (const [index, piece] of pieces.entries()) {
    if (index % SOME_LINES === SOME_LINES - 1) yield;
    if ('removed' in piece) {
      skipPast(line);
      // Two hunks can share a place when nothing but what went lies between them.
      for (let at = first; at < hunks.length && (starts[at] as number) <= line; at++) {
        for (const hash of piece.removed) places[at]?.removed.push({ hash, by: piece.by });
      }
      continue;
    }
    fill(places, starts, ends, line, line + piece.lines, piece.by);
    line += piece.lines;
  }
  fill(places, starts, ends, line, Number.POSITIVE_INFINITY, tail);
  return places;
}

function fill(places: Place[], starts: number[], ends: number[], from: number, to: number, by: number): void {
  for (let at = firstEndingAfter(ends, from); at < places.length && (starts[at] as number) < to; at++) {
    const count = Math.min(to, ends[at] as number) - Math.max(from, starts[at] as number);
    for (let line = 0; line < count; line++) places[at]?.inserted.push(by);
  }
}

function firstEndingAfter(ends: readonly number[], line: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** For each wanted line its remover; of more candidates than wanted, those that went last. */
function matchRemoved(wanted: readonly number[], there: Place['removed']): (number | undefined)[] {
  if (there.length === 0) return [];
  const needed = new Map<number, number>();
  for (const hash of wanted) needed.set(hash, (needed.get(hash) ?? 0) + 1);
  const candidates = new Map<number, number[]>();
  for (const { hash, by } of there) {
    if (!needed.has(hash)) continue;
    const known = candidates.get(hash);
    if (known) known.push(by);
    else candidates.set(hash, [by]);
  }
  for (const [hash, all] of candidates) {
    const excess = all.length - (needed.get(hash) ?? 0);
    if (excess <= 0) continue;
    const threshold = [...all].sort((a, b) => a - b)[excess] as number;
    let spare = all.filter((by) => by >= threshold).length - (needed.get(hash) ?? 0);
    candidates.set(
      hash,
      all.filter((by) => by > threshold || (by === threshold && spare-- <= 0)),
    );
  }
  return wanted.map((hash) => candidates.get(hash)?.shift());
}
