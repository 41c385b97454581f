import { expect, it } from 'vitest';
import { Sql } from '../../../src/main/store/sql';
import { openRaw } from './test-store';

const counting = (to: number) =>
  `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to})
   SELECT max(n) AS highest FROM numbers`;

it('logs what is slow, statement and transaction, and nothing else', () => {
  const lines: { sql?: unknown; ms?: unknown }[] = [];
  const sql = new Sql(openRaw(':memory:'), {
    debug() {},
    info() {},
    warn: (_, data = {}) => lines.push(data),
  });
  expect(sql.prepare(counting(10)).get()).toEqual({ highest: 10 });
  const slow = sql.prepare(counting(2_000_000));
  sql.transaction(() => sql.transaction(() => slow.get()));
  expect(lines.map((line) => line.sql)).toEqual([
    expect.stringMatching(/^WITH RECURSIVE .* FROM numbers$/),
    'transaction',
  ]);
  for (const { ms } of lines) expect(ms).toBeGreaterThanOrEqual(40);
});
