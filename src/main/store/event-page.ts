import type { EventRow } from './event-row';

/** How a page reads the log; positions are of one session, rows come in log order. */
export interface PageSource {
  /** The last `limit` rows before `before`. */
  before(before: number, limit: number): EventRow[];
  /** The first position at which one of `turnIds` started, if any did before `before`. */
  turnStart(turnIds: readonly string[], before: number): number | undefined;
  /** How many rows lie in `from` <= position < `before`. */
  count(from: number, before: number): number;
}

/** How many rows beyond the asked limit a page may grow by to begin where a turn does. */
export const MAX_EXTRA_ROWS = 2000;

/**
 * The last `limit` rows before `before`, and as many earlier ones as it takes to begin where the turns in
 * it do. A turn too long for that is cut between messages; only a message longer than the extra rows is
 * cut itself.
 */
export function pageRows(source: PageSource, before: number, limit: number): EventRow[] {
  let rows = source.before(before, limit);
  while (rows.length > 0) {
    const first = (rows[0] as EventRow).seq;
    const turnIds = [...new Set(rows.flatMap((row) => row.turn_id ?? []))];
    const start = source.turnStart(turnIds, first);
    if (start === undefined) return rows;
    const missing = source.count(start, first);
    if (rows.length + missing > limit + MAX_EXTRA_ROWS)
      return cutBetweenMessages(source, rows, before, limit);
    rows = [...source.before(first, missing), ...rows];
  }
  return rows;
}

function cutBetweenMessages(source: PageSource, rows: EventRow[], before: number, limit: number): EventRow[] {
  const window = source.before(before, limit + MAX_EXTRA_ROWS);
  const opening = new Map<string, number>();
  for (const [index, row] of window.entries()) {
    const key = messageKey(row);
    if (key !== undefined && !opening.has(key)) opening.set(key, index);
  }
  let start = window.length - rows.length;
  for (let index = window.length - 1; index >= start; index--) {
    const key = messageKey(window[index] as EventRow);
    if (key !== undefined) start = Math.min(start, opening.get(key) ?? start);
  }
  return window.slice(start);
}

function messageKey(row: EventRow): string | undefined {
  if (row.message_id === null) return undefined;
  return JSON.stringify([
    row.kind.startsWith('tool_') ? 'tool' : row.kind,
    row.agent,
    row.turn_id,
    row.message_id,
  ]);
}
