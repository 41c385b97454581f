/** Fewer letters stand within too many words to mean any of them. */
const SHORTEST_PART = 3;

/**
 * How well a label, and more that is known of it, answer a query, higher is better, null when not at all: every word of
 * the query must be found. Starts of the label come first, then starts of its words, of the words of `more`, parts of the
 * label's words, and last the beginnings of words that follow each other in it.
 */
export function matchScore(query: string, label: string, more = ''): number | null {
  const [first, second] = [label.toLowerCase(), more.toLowerCase()];
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = wordScore(word, first, second);
    if (found === null) return null;
    score += found;
  }
  // Between equals, the shorter text is the closer one.
  return score - label.length / 1000;
}

function wordScore(word: string, label: string, more: string): number | null {
  if (label.startsWith(word)) return 5;
  if (startsWord(word, label)) return 4;
  if (startsWord(word, more)) return 3;
  if (word.length >= SHORTEST_PART && label.includes(word)) return 2;
  const words = label.split(/[^\p{L}\p{N}]+/u);
  return word.length > 1 && words.some((_, from) => isInitials(word, words.slice(from))) ? 1 : null;
}

/** True where the word begins after something that is no letter and no digit. */
function startsWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

/** True when a word is made of the beginnings of the first of these words: `nses` of `new`, `session`. */
function isInitials(word: string, [next = '', ...others]: readonly string[]): boolean {
  for (let length = sharedStart(word, next); length > 0; length--) {
    if (length === word.length || isInitials(word.slice(length), others)) return true;
  }
  return false;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** The items that answer the query, best first; all of them, as they are, for an empty query. */
export function filterByQuery<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => readonly [label: string, more?: string],
): T[] {
  if (!query.trim()) return [...items];
  return items
    .map((item) => ({ item, score: matchScore(query, ...textOf(item)) }))
    .filter((scored): scored is { item: T; score: number } => scored.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
