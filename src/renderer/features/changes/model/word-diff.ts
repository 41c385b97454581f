/** Half-open range of UTF-16 offsets in a line. */
export interface Range {
  start: number;
  end: number;
}

export interface WordDiff {
  old: Range[];
  new: Range[];
}

/** Words compared in the differing middle of two lines; beyond it the middle is marked as one piece. */
const MAX_COMPARISONS = 40_000;
const MAX_LINE = 1_000;
/** Below this share of common text the lines are simply different, and marking words would be noise. */
const MIN_COMMON = 0.3;

/** What changed between two versions of a line, or `null` when they are too unlike or too long to say. */
export function wordDiff(before: string, after: string): WordDiff | null {
  if (before.length > MAX_LINE || after.length > MAX_LINE || before === after) return null;
  const a = tokensOf(before);
  const b = tokensOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const kept = commonMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const oldFlags = flags(a.length, head, tail, kept.a);
  const newFlags = flags(b.length, head, tail, kept.b);
  if (commonShare(a, oldFlags, before, after) < MIN_COMMON) return null;
  return { old: rangesOf(a, oldFlags), new: rangesOf(b, newFlags) };
}

function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** Indexes of a longest common subsequence, as sets of the positions kept on each side. */
function commonMiddle(a: readonly string[], b: readonly string[]): { a: Set<number>; b: Set<number> } {
  const kept = { a: new Set<number>(), b: new Set<number>() };
  const width = b.length + 1;
  if (a.length * b.length > MAX_COMPARISONS) return kept;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const down = best[(i + 1) * width + j] ?? 0;
      const right = best[i * width + j + 1] ?? 0;
      const both = (best[(i + 1) * width + j + 1] ?? 0) + 1;
      best[i * width + j] = a[i] === b[j] ? both : Math.max(down, right);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      kept.a.add(i++);
      kept.b.add(j++);
    } else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return kept;
}

/** True for every token that changed. */
function flags(length: number, head: number, tail: number, kept: Set<number>): boolean[] {
  return Array.from(
    { length },
    (_, index) => index >= head && index < length - tail && !kept.has(index - head),
  );
}

function commonShare(
  a: readonly string[],
  changed: readonly boolean[],
  before: string,
  after: string,
): number {
  const common = a.reduce(
    (sum, token, index) => sum + (changed[index] || token.trim() === '' ? 0 : token.length),
    0,
  );
  const longest = Math.max(before.replace(/\s/g, '').length, after.replace(/\s/g, '').length);
  return longest === 0 ? 1 : common / longest;
}

/** Changed tokens as ranges; a blank between two changed words joins them, so that phrases read as one. */
function rangesOf(tokens: readonly string[], changed: readonly boolean[]): Range[] {
  const ranges: Range[] = [];
  let offset = 0;
  tokens.forEach((token, index) => {
    const last = ranges.at(-1);
    const blankBetween = token.trim() === '' && changed[index + 1] === true && last?.end === offset;
    if (changed[index] || blankBetween) {
      if (last && last.end === offset) last.end = offset + token.length;
      else ranges.push({ start: offset, end: offset + token.length });
    }
    offset += token.length;
  });
  return ranges;
}
