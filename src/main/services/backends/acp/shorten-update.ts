import { isRecord } from './json';

/** Characters of text that one message of an agent may bring into the transcript. */
export const MAX_UPDATE_TEXT = 500_000;
/** When no text may be longer than this and they are still too many, it is not their length that is the matter. */
const SHORTEST = 1_000;
/** Encoded bytes, of which a part means nothing. */
const ENCODED = new Set(['data', 'blob']);

/**
 * The params of a `session/update` with its longest texts shortened to their beginning and end, so that all of them
 * are within `budget` characters; what was left out is said in their midst. Null when that is not enough.
 */
export function shortenUpdate(params: unknown, budget = MAX_UPDATE_TEXT): unknown {
  const lengths: number[] = [];
  visitTexts(params, (text) => lengths.push(text.length));
  let longest = budget;
  while (lengths.reduce((sum, length) => sum + Math.min(length, longest), 0) > budget) longest *= 0.9;
  if (longest < SHORTEST) return null;
  return mapTexts(params, (text) => shorten(text, longest));
}

function visitTexts(value: unknown, visit: (text: string) => void): void {
  mapTexts(value, (text) => {
    visit(text);
    return text;
  });
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, ENCODED.has(key) ? item : mapTexts(item, map)]),
  );
}

function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2);
  // Half a surrogate pair is no character.
  const head = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const tail = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  const leftOut = text.length - head.length - tail.length;
  return `${head}\n\n[${leftOut.toLocaleString('en')} characters left out: too long to keep]\n\n${tail}`;
}
