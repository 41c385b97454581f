import type { Database, Statement } from 'better-sqlite3';
import type { StoreLog } from './store-log';

/** Milliseconds above which a statement is worth a line in the log. */
const SLOW_MS = 40;

type Value = string | number | null;
/** Values by name (`@name` in the statement), or one per `?`. */
export type Params = Record<string, Value> | Value[];

/** A prepared statement whose rows are of one shape. */
export interface Query<Row> {
  get(params?: Params): Row | undefined;
  all(params?: Params): Row[];
  /** Runs a statement for its effect and returns how many rows it changed. */
  run(params?: Params): number;
}

/** The store's connection as repositories see it: prepares once, runs, and says what was slow. */
export class Sql {
  constructor(
    private readonly db: Database,
    private readonly log: StoreLog,
    /** Turns what a statement throws into what is thrown; asked once for each. */
    private readonly explain: (error: unknown) => unknown = (error) => error,
  ) {}

  prepare<Row = never>(source: string): Query<Row> {
    const statement: Statement<unknown[], Row> = this.db.prepare<unknown[], Row>(source);
    const name = () => source.replace(/\s+/g, ' ').trim();
    return {
      // A statement that writes is run to its end: stopped at its first row it commits when it is reset, and
      // better-sqlite3 does not say when that fails (a full disk), so what was answered would not be stored.
      get: (params = []) =>
        this.timed(name, () => (statement.readonly ? statement.get(params) : statement.all(params)[0])),
      all: (params = []) => this.timed(name, () => statement.all(params)),
      run: (params = []) => this.timed(name, () => statement.run(params).changes),
    };
  }

  /** Runs `work` in one transaction; inside another one it becomes a part of it. `work` must not be async. */
  transaction<T>(work: () => T): T {
    const inOneGo = this.db.transaction(work);
    if (this.db.inTransaction) return inOneGo();
    return this.timed(
      () => 'transaction',
      () => inOneGo.immediate(),
    );
  }

  private timed<T>(name: () => string, work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } catch (error) {
      throw this.explain(error);
    } finally {
      const ms = performance.now() - started;
      if (ms > SLOW_MS) this.log.warn('Slow statement', { ms: Math.round(ms), sql: name() });
    }
  }
}
