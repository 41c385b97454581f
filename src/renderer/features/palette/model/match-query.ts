/**
 * How well a text answers a query, higher is better, null when not at all: every word of the query
 * must be found, whole words and word starts before parts, and scattered letters last.
 */
export function matchScore(query: string, text: string): number | null {
  const target = text.toLowerCase();
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = wordScore(word, target);
    if (found === null) return null;
    score += found;
  }
  // Between equals, the shorter text is the closer one.
  return score - text.length / 1000;
}

function wordScore(word: string, target: string): number | null {
  const at = target.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return startsWord(target, at) || target.includes(` ${word}`) ? 3 : 2;
  return word.length > 1 && isScattered(word, target) ? 1 : null;
}

/** True when the letters of a word occur in order, the first at the start of a word: `nss` in `new session`. */
function isScattered(word: string, target: string): boolean {
  for (
    let start = target.indexOf(word[0] ?? '');
    start >= 0;
    start = target.indexOf(word[0] ?? '', start + 1)
  ) {
    if (startsWord(target, start) && inOrder(word, target, start)) return true;
  }
  return false;
}

function inOrder(word: string, target: string, start: number): boolean {
  let at = start - 1;
  for (const letter of word) {
    at = target.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function startsWord(target: string, at: number): boolean {
  return at === 0 || /[^\p{L}\p{N}]/u.test(target[at - 1] ?? '');
}

/** The items that answer the query, best first; all of them, as they are, for an empty query. */
export function filterByQuery<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  if (!query.trim()) return [...items];
  return items
    .map((item) => ({ item, score: matchScore(query, textOf(item)) }))
    .filter((scored): scored is { item: T; score: number } => scored.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
