/**
 * How well a text answers a query, higher is better, null when not at all: every word of the query
 * must be found, whole words and word starts before parts, and the beginnings of several words last.
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
  return word.length > 1 && isInitials(word, target) ? 1 : null;
}

/** True when a word is made of beginnings of words, in order: `nses` in `new session`. */
function isInitials(word: string, target: string): boolean {
  const spelled = new Set([0]);
  for (const next of target.split(/[^\p{L}\p{N}]+/u)) {
    for (const from of [...spelled]) {
      for (let length = sharedStart(word.slice(from), next); length > 0; length--) spelled.add(from + length);
    }
  }
  return spelled.has(word.length);
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
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
