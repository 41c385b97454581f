import type { Change } from '../../../../shared/domain/change';
import type { FoundLine, SearchPattern } from '../../../../shared/domain/search-pattern';
import { countMatches } from './found-lines';

/** Where a reader is among the matches: a file, and one of the matches in it. */
export interface MatchPlace {
  fileId: string;
  index: number;
}

/** What was found in a file as it was then. */
export interface SearchedChange {
  /** Names the content and the context that were searched. */
  key: string;
  lines: readonly FoundLine[];
}

/** The search in the panel, while its bar is open. */
export interface Find {
  pattern: SearchPattern;
  /** The files searched so far, by id. */
  files: ReadonlyMap<string, SearchedChange>;
  current: MatchPlace | null;
  searching: boolean;
  /** There are more matches than are counted. */
  more: boolean;
  error: string | null;
}

export const noFind: Find = {
  pattern: { text: '', caseSensitive: false, wholeWord: false, regex: false },
  files: new Map(),
  current: null,
  searching: false,
  more: false,
  error: null,
};

/** Matches counted over all files; beyond it nobody goes from one to the next. */
export const MAX_MATCHES = 10_000;

export function countAll(find: Find): number {
  let sum = 0;
  for (const { lines } of find.files.values()) sum += countMatches(lines);
  return sum;
}

/** The current match's number among all of the files as they are listed, from 1; 0 without one. */
export function placeNumber(find: Find, changes: readonly Change[]): number {
  let before = 0;
  for (const { id } of changes) {
    if (id === find.current?.fileId) return before + find.current.index + 1;
    before += countMatches(find.files.get(id)?.lines ?? []);
  }
  return 0;
}

/** The match after or before the current one, around the ends; `null` when nothing was found. */
export function stepMatch(find: Find, changes: readonly Change[], step: 1 | -1): MatchPlace | null {
  const files = changes.flatMap(({ id }) => {
    const count = countMatches(find.files.get(id)?.lines ?? []);
    return count > 0 ? [{ id, count }] : [];
  });
  const at = files.findIndex(({ id }) => id === find.current?.fileId);
  const here = files[at];
  if (!here || !find.current) return firstOrLast(files[step > 0 ? 0 : files.length - 1], step);
  const index = find.current.index + step;
  if (index >= 0 && index < here.count) return { fileId: here.id, index };
  return firstOrLast(files[(at + step + files.length) % files.length], step);
}

function firstOrLast(file: { id: string; count: number } | undefined, step: 1 | -1): MatchPlace | null {
  return file ? { fileId: file.id, index: step > 0 ? 0 : file.count - 1 } : null;
}

/** Where a reader is when they begin to search. */
export interface FindOrigin {
  fileId: string;
  /** On the new side. */
  line: number;
}

/** The current match, or the last of its file that is left; `null` when there is none any more. */
export function keptPlace({ current, files }: Find): MatchPlace | null {
  const count = countMatches(files.get(current?.fileId ?? '')?.lines ?? []);
  if (!current || count === 0) return null;
  return current.index < count ? current : { ...current, index: count - 1 };
}

/** The first match from where the reader is, over the end to the beginning; `null` when nothing was found. */
export function nearestMatch(
  find: Find,
  changes: readonly Change[],
  from: FindOrigin | null,
): MatchPlace | null {
  const order = startingAt(changes, from?.fileId);
  for (const { id } of order) {
    const lines = find.files.get(id)?.lines ?? [];
    if (lines.length === 0) continue;
    const first = from?.fileId === id ? indexFrom(lines, from.line) : 0;
    if (first !== null) return { fileId: id, index: first };
  }
  const back = order[0];
  const before = countMatches(find.files.get(back?.id ?? '')?.lines ?? []) > 0;
  return back && before ? { fileId: back.id, index: 0 } : null;
}

function indexFrom(lines: readonly FoundLine[], line: number): number | null {
  const at = lines.findIndex((found) => found.side === 'new' && found.line >= line);
  return at === -1 ? null : countMatches(lines.slice(0, at));
}

/** The list from one file on, then what stands before it. */
export function startingAt(changes: readonly Change[], fileId: string | undefined): readonly Change[] {
  const at = Math.max(
    0,
    changes.findIndex(({ id }) => id === fileId),
  );
  return at === 0 ? changes : [...changes.slice(at), ...changes.slice(0, at)];
}

/** Files and changed lines searched in one go: a first answer comes soon, and no answer keeps anybody waiting. */
const FIRST_FILES = 20;
const MAX_FILES = 200;
const MAX_LINES = 40_000;

/** The next files to search together: those with the same context. */
export function nextBatch(
  missing: readonly Change[],
  contextOf: (change: Change) => number,
  isFirst: boolean,
): Change[] {
  const batch: Change[] = [];
  const context = missing[0] && contextOf(missing[0]);
  let lines = 0;
  for (const change of missing) {
    if (batch.length >= (isFirst ? FIRST_FILES : MAX_FILES) || lines > MAX_LINES) break;
    if (contextOf(change) !== context) continue;
    batch.push(change);
    lines += change.insertions + change.deletions;
  }
  return batch;
}
