import { fromJson } from '../json';
import type { Sql } from '../sql';

interface Row {
  key: string;
  value: string;
}

/** The only writer of `settings`. Values are JSON; what they mean is for the reader to check. */
export class SettingsRepository {
  private readonly one;
  private readonly every;
  private readonly upserted;
  private readonly deleted;

  constructor(sql: Sql) {
    this.one = sql.prepare<Row>('SELECT * FROM settings WHERE key = ?');
    this.every = sql.prepare<Row>('SELECT * FROM settings ORDER BY key');
    this.upserted = sql.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.deleted = sql.prepare('DELETE FROM settings WHERE key = ?');
  }

  /** The value of `key`, undefined when it was never set. */
  find(key: string): unknown {
    const row = this.one.get([key]);
    return row && toValue(row);
  }

  /** Every value by key. */
  all(): Record<string, unknown> {
    return Object.fromEntries(this.every.all().map((row) => [row.key, toValue(row)]));
  }

  /** Stores a JSON value; undefined forgets the key. */
  set(key: string, value: unknown): void {
    if (value === undefined) this.deleted.run([key]);
    else this.upserted.run([key, JSON.stringify(value)]);
  }
}

function toValue(row: Row): unknown {
  return fromJson(row.value);
}
