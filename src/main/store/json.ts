import { UnreadableRow } from './readable';

/** JSON of an optional value for a nullable column. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/**
 * The value of a JSON column that only the store writes; what is in it is what was put in. Throws
 * `UnreadableRow` when it is not even of that kind, which a damaged or edited database can make it.
 */
export function fromJson<T extends object>(text: string, kind: 'array' | 'object'): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The error itself quotes the text, which may be a prompt.
    throw new UnreadableRow('not JSON');
  }
  const isIt = kind === 'array' ? Array.isArray(value) : isPlainObject(value);
  if (!isIt) throw new UnreadableRow(`not a JSON ${kind}`);
  return value as T;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
