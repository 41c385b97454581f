/** One piece of a scripted answer. */
export type Piece =
  | { text: string }
  | { reasoning: string }
  /** `freeform` is the input of a tool that takes text instead of JSON. */
  | { tool: string; input: unknown; id?: string; freeform?: true }
  /** Break the connection here. */
  | { drop: true }
  /** Send nothing more and keep the connection open. */
  | { hang: true };

export interface ScriptedAnswer {
  pieces: Piece[];
  finish?: 'stop' | 'length';
}

/** What to write next, or what to do instead. */
export type Output = Generator<string | 'drop' | 'hang'>;

/** One message of a request in any format: what somebody said, or what a tool returned. */
export interface Said {
  by: 'user' | 'model' | 'tool' | 'system';
  text: string;
}

/** How requests are read and answers written in one maker's format. */
export interface ModelFormat {
  conversation(body: Record<string, unknown>): Said[];
  output(answer: ScriptedAnswer): Output;
}

export type Part = Record<string, unknown>;

export function listOf(value: unknown): Part[] {
  return Array.isArray(value) ? (value as Part[]) : [];
}

/** The text of content that is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('');
}

/** Text cut in the middle, for what arrives in pieces. */
export function halves(text: string): [string, string] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

let ids = 0;

/** Agents drop, or put together, what comes under an id that was used before in the conversation. */
export function newId(prefix: string): string {
  return `${prefix}_${++ids}`;
}
