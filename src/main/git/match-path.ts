const SEPARATORS = new Set(['/', '-', '_', '.', ' ']);

/**
 * How well a query's letters appear, in order, in a path; undefined when they do not. Higher is better: runs of
 * letters, starts of words and hits in the file's name count, long paths cost. `query` must be lower case.
 */
export function matchPath(path: string, query: string): number | undefined {
  if (query === '') return -path.length;
  const lower = path.toLowerCase();
  const nameStart = lower.lastIndexOf('/', lower.length - 2) + 1;
  const whole = lower.indexOf(query, nameStart);
  if (whole !== -1) return 1000 + (whole === nameStart ? 500 : 0) - path.length;
  const inPath = lower.indexOf(query);
  if (inPath !== -1) return 500 + wordStart(lower, inPath) - path.length;
  let score = 0;
  let previous = -2;
  for (const letter of query) {
    if (letter === ' ') continue;
    const at = lower.indexOf(letter, Math.max(previous + 1, 0));
    if (at === -1) return undefined;
    score += (at === previous + 1 ? 8 : 0) + wordStart(lower, at) + (at >= nameStart ? 4 : 0);
    previous = at;
  }
  return score - path.length;
}

function wordStart(lower: string, at: number): number {
  return at === 0 || SEPARATORS.has(lower[at - 1] ?? '') ? 10 : 0;
}
