import type { Sql } from './sql';

/** How many rows of each kind there are, and how large the database is. */
export interface StoreCounts {
  repositories: number;
  sessions: number;
  archived: number;
  turns: number;
  events: number;
  checkpoints: number;
  /** Of the database file, without its write-ahead log. */
  bytes: number;
}

export function countAll(sql: Sql): StoreCounts {
  const row = sql
    .prepare<StoreCounts>(
      `SELECT (SELECT count(*) FROM repositories) AS repositories,
         (SELECT count(*) FROM sessions) AS sessions,
         (SELECT count(*) FROM sessions WHERE archived_at IS NOT NULL) AS archived,
         (SELECT count(*) FROM turns) AS turns,
         (SELECT count(*) FROM events) AS events,
         (SELECT count(*) FROM checkpoints) AS checkpoints,
         (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS bytes`,
    )
    .get();
  if (!row) throw new Error('A statement without FROM answers one row');
  return row;
}
