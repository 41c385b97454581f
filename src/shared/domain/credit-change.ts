import { type Interruptible, SOME_LINES } from '../interruptible';
import type { Author, Change, Credit, DiffLine, FileDiff, Hunk } from './change';
import { authorsOf, creditHunks } from './credit-hunks';
import { type FileOwners, hashLine, type LineHunk, linesBefore } from './line-owners';
import { BASE } from './line-pieces';

type Sides = Pick<Change, 'status' | 'oldMode' | 'newMode'>;

/**
 * Everybody who has a part in a pending change, latest first: of its lines, and of the file as a whole where that
 * changed. `hunks` is null where lines are not compared; `former` are the owners at the path it had before.
 */
export function* authorsOfChange(
  change: Sides,
  owners: FileOwners,
  hunks: readonly LineHunk[] | null,
  former?: FileOwners,
): Interruptible<Author[]> {
  const credits = new Set<Credit>();
  for (const { removed, inserted } of yield* creditHunks(owners, hunks ?? [], former)) {
    for (const credit of removed) credits.add(credit);
    for (const credit of inserted) credits.add(credit);
  }
  const whole = owners.whole === BASE ? undefined : owners.credits[owners.whole];
  const asWhole = credits.size === 0 || isMoreThanLines(change);
  const authors = authorsOf([...credits, ...(whole && asWhole ? [whole] : [])]);
  return authors.length > 0 ? authors : [{ kind: 'unknown' }];
}

function isMoreThanLines({ status, oldMode, newMode }: Sides): boolean {
  if (status === 'renamed' || status === 'type-changed') return true;
  return status === 'modified' && oldMode !== newMode;
}

/** The diff with the author of every inserted and removed line, and each hunk's authors. Changes nothing else. */
export function* creditDiff(
  diff: FileDiff,
  owners: FileOwners,
  former?: FileOwners,
): Interruptible<FileDiff> {
  if (diff.kind !== 'text') return diff;
  const runs: LineHunk[][] = [];
  for (const hunk of diff.hunks) {
    runs.push(changedRuns(hunk));
    if (hunk.lines.length > SOME_LINES) yield;
  }
  const found = yield* creditHunks(owners, runs.flat(), former);
  const credits: Credit[] = [];
  const indexes = new Map<Credit, number>();
  const indexOf = (credit: Credit) => {
    const index = indexes.get(credit) ?? credits.push(credit) - 1;
    indexes.set(credit, index);
    return index;
  };
  let at = 0;
  const hunks: Hunk[] = [];
  for (const [index, hunk] of diff.hunks.entries()) {
    const own = found.slice(at, at + (runs[index]?.length ?? 0));
    at += own.length;
    const removed = own.flatMap((run) => run.removed);
    const inserted = own.flatMap((run) => run.inserted);
    yield;
    const authors = authorsOf([...removed, ...inserted]);
    yield;
    let [nextRemoved, nextInserted] = [0, 0];
    const lines: DiffLine[] = [];
    for (const line of hunk.lines) {
      if (lines.length % SOME_LINES === SOME_LINES - 1) yield;
      if (line.type === 'context') {
        lines.push(line);
        continue;
      }
      const credit = line.type === 'delete' ? removed[nextRemoved++] : inserted[nextInserted++];
      lines.push(credit ? { ...line, credit: indexOf(credit) } : line);
    }
    hunks.push({ ...hunk, lines, authors });
  }
  return { ...diff, hunks, credits };
}

/** The parts of a hunk between its context lines, as a patch without context would have them. */
function changedRuns(hunk: Hunk): LineHunk[] {
  const runs: LineHunk[] = [];
  let run: LineHunk | undefined;
  let oldBefore = linesBefore(hunk.oldStart, hunk.oldLines);
  let newBefore = linesBefore(hunk.newStart, hunk.newLines);
  for (const { type, text } of hunk.lines) {
    if (type === 'context') {
      run = undefined;
      oldBefore += 1;
      newBefore += 1;
      continue;
    }
    if (!run) {
      run = { oldStart: oldBefore, oldLines: 0, newStart: newBefore, newLines: 0, removed: [] };
      runs.push(run);
    }
    if (type === 'delete') {
      if (run.oldLines++ === 0) run.oldStart += 1;
      run.removed.push(hashLine(text));
      oldBefore += 1;
    } else {
      if (run.newLines++ === 0) run.newStart += 1;
      newBefore += 1;
    }
  }
  return runs;
}
