import type { ZodType, z } from 'zod';
import type { StoreLog } from './store-log';

/** A row holds what the store never writes. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

/** An id column as the id it should be. Throws `UnreadableRow`. */
export function readId<Schema extends ZodType>(schema: Schema, value: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new UnreadableRow(`not an id: ${JSON.stringify(value.slice(0, 80))}`);
  return parsed.data;
}

/** Reads rows of a table so that one that cannot be read takes no other along: it is left out and logged. */
export class RowReader<Row extends object, Value> {
  constructor(
    private readonly table: string,
    private readonly read: (row: Row) => Value,
    private readonly log: StoreLog,
  ) {}

  all(rows: readonly Row[]): Value[] {
    return rows.flatMap((row) => {
      const value = this.one(row);
      return value === undefined ? [] : [value];
    });
  }

  /** Undefined for no row and for one that cannot be read. */
  one(row: Row | undefined): Value | undefined {
    if (!row) return undefined;
    try {
      return this.read(row);
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      this.log.warn('A row cannot be read', { table: this.table, ...identity(row), reason: error.message });
      return undefined;
    }
  }
}

// Nothing else of a row goes to the log: it may hold prompts.
function identity(row: object): Record<string, unknown> {
  const wanted = ['id', 'session_id', 'agent', 'key', 'ordinal'];
  return Object.fromEntries(Object.entries(row).filter(([column]) => wanted.includes(column)));
}
