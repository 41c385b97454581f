import { RowReader, UnreadableRow } from '../readable';
import type { Sql } from '../sql';
import type { StoreLog } from '../store-log';

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
  private readonly read;

  constructor(sql: Sql, log: StoreLog) {
    this.read = new RowReader('settings', toEntry, log);
    this.one = sql.prepare<Row>('SELECT * FROM settings WHERE key = ?');
    this.every = sql.prepare<Row>('SELECT * FROM settings ORDER BY key');
    this.upserted = sql.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.deleted = sql.prepare('DELETE FROM settings WHERE key = ?');
  }

  /** The value of `key`, undefined when it was never set or cannot be read. */
  find(key: string): unknown {
    return this.read.one(this.one.get([key]))?.[1];
  }

  /** Every value by key, but for those that cannot be read. */
  all(): Record<string, unknown> {
    return Object.fromEntries(this.read.all(this.every.all()));
  }

  /** Stores a JSON value; undefined forgets the key. */
  set(key: string, value: unknown): void {
    if (value === undefined) this.deleted.run([key]);
    else this.upserted.run([key, JSON.stringify(value)]);
  }
}

function toEntry({ key, value }: Row): [key: string, value: unknown] {
  try {
    return [key, JSON.parse(value)];
  } catch {
    throw new UnreadableRow('not JSON');
  }
}
