/** JSON of an optional value for a nullable column. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** The value of a JSON column that only the store writes; what is in it is what was put in. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
