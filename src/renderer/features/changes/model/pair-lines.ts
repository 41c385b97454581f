import type { DiffLine } from '../../../../shared/domain/change';

/** Two lines shown side by side; `null` where one side has nothing. Indexes are into the hunk's lines. */
export interface LinePair {
  left: number | null;
  right: number | null;
}

/** Blocks beyond this many comparisons are paired by position: the eye cannot follow more anyway. */
const MAX_COMPARISONS = 400;
const MIN_SIMILARITY = 0.35;
/** Only this much of a line is looked at when lines are compared. */
const COMPARED_CHARS = 240;

/** Pairs the lines of one hunk for the split view, keeping the order of both sides; every line appears once. */
export function pairLines(lines: readonly DiffLine[]): LinePair[] {
  const pairs: LinePair[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]?.type === 'context') {
      pairs.push({ left: at, right: at });
      at += 1;
      continue;
    }
    const end = endOfBlock(lines, at);
    pairs.push(...pairBlock(lines, at, end));
    at = end;
  }
  return pairs;
}

function endOfBlock(lines: readonly DiffLine[], start: number): number {
  let end = start;
  while (end < lines.length && lines[end]?.type !== 'context') end += 1;
  return end;
}

/** Pairs the deleted and inserted lines of `lines[start..end)`, a run without context. */
export function pairBlock(lines: readonly DiffLine[], start: number, end: number): LinePair[] {
  const deleted: number[] = [];
  const inserted: number[] = [];
  for (let index = start; index < end; index += 1) {
    (lines[index]?.type === 'delete' ? deleted : inserted).push(index);
  }
  const sameCount = deleted.length === inserted.length;
  const comparable = deleted.length * inserted.length <= MAX_COMPARISONS;
  if (sameCount || !comparable || deleted.length === 0 || inserted.length === 0) {
    return pairByPosition(deleted, inserted);
  }
  return pairBySimilarity(lines, deleted, inserted);
}

function pairByPosition(deleted: readonly number[], inserted: readonly number[]): LinePair[] {
  const count = Math.max(deleted.length, inserted.length);
  return Array.from({ length: count }, (_, index) => ({
    left: deleted[index] ?? null,
    right: inserted[index] ?? null,
  }));
}

/** The in-order alignment with the greatest total similarity; lines too unlike each other stay alone. */
function pairBySimilarity(
  lines: readonly DiffLine[],
  deleted: readonly number[],
  inserted: readonly number[],
): LinePair[] {
  const left = deleted.map((index) => wordsOf(lines[index]?.text ?? ''));
  const right = inserted.map((index) => wordsOf(lines[index]?.text ?? ''));
  const score = left.map((a) => right.map((b) => similarity(a, b)));
  const best = bestScores(score, deleted.length, inserted.length);
  const pairs: LinePair[] = [];
  let i = 0;
  let j = 0;
  while (i < deleted.length || j < inserted.length) {
    const here = best[i]?.[j] ?? 0;
    const alike = score[i]?.[j] ?? 0;
    if (alike >= MIN_SIMILARITY && here === alike + (best[i + 1]?.[j + 1] ?? 0)) {
      pairs.push({ left: deleted[i++] ?? null, right: inserted[j++] ?? null });
    } else if (i < deleted.length && (j >= inserted.length || here === (best[i + 1]?.[j] ?? 0))) {
      pairs.push({ left: deleted[i++] ?? null, right: null });
    } else {
      pairs.push({ left: null, right: inserted[j++] ?? null });
    }
  }
  return pairs;
}

/** `result[i][j]`: the greatest total over the lines from `i` on the left and `j` on the right. */
function bestScores(score: readonly number[][], rows: number, columns: number): number[][] {
  const best = Array.from({ length: rows + 1 }, () => new Array<number>(columns + 1).fill(0));
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const alike = score[i]?.[j] ?? 0;
      const both = alike >= MIN_SIMILARITY ? alike + (best[i + 1]?.[j + 1] ?? 0) : 0;
      const skipped = Math.max(best[i + 1]?.[j] ?? 0, best[i]?.[j + 1] ?? 0);
      (best[i] as number[])[j] = Math.max(both, skipped);
    }
  }
  return best;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.slice(0, COMPARED_CHARS).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []);
}

/** Dice coefficient of two word sets, 0..1. */
function similarity(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return (2 * common) / (a.size + b.size);
}
