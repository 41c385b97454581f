import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { inspectFile } from './inspect-file';
import { latestVersion, migrate, type Plan, readVersion, refuseNewer } from './migrate';
import { finishRestore, setAside } from './set-aside';
import type { StoreLog } from './store-log';
import { DamagedDatabase, toUnusable } from './unusable';

/**
 * How much of the file SQLite keeps in memory, in KiB. A log is written at its end and read in pages of its own; with
 * SQLite's 16 MB the process grew with every page that an agent's words filled.
 */
const CACHE_KIB = 4096;

/** Milliseconds a statement waits for another connection's lock. */
const BUSY_MS = 5000;

/**
 * Opens the database at `file` (made when missing, with its folder), migrated to the newest version of
 * `plan`. Throws AppError `store.newer` or `DamagedDatabase`, neither of them having written anything to it,
 * or another `store.unusable`.
 */
export function openDatabase(
  file: string,
  nativeBinding: string | undefined,
  plan: Plan,
  log: StoreLog,
): Database.Database {
  const options = { timeout: BUSY_MS, ...(nativeBinding && { nativeBinding }) };
  try {
    mkdirSync(dirname(file), { recursive: true });
    finishRestore(file, log);
    const facts = inspectFile(file);
    refuseNewer(file, facts.version, plan);
    // SQLite deletes a log without its database; it may be what is left of a move that was cut short.
    if (!facts.exists && facts.uncleanShutdown) setAside(file, log);
    if (facts.exists) look(new Database(file, { ...options, readonly: true }), file, facts, plan);
    const db = new Database(file, options);
    try {
      configure(db);
      migrate(db, file, plan, log);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw toUnusable(file, error);
  }
}

/** Has the next start check every page of the database before it is used. */
export function markSuspect(file: string, log: StoreLog): void {
  try {
    writeFileSync(suspectMark(file), '');
  } catch (error) {
    log.warn('The database will not be checked at the next start', { error: String(error) });
  }
}

function suspectMark(file: string): string {
  return `${file}.suspect`;
}

// A read-only connection reads the log a crash left without applying it, so what is refused stays as it was.
function look(db: Database.Database, file: string, facts: { uncleanShutdown: boolean }, plan: Plan): void {
  try {
    const version = readVersion(db);
    refuseNewer(file, version, plan);
    refuseForeign(db, version, file);
    const suspect = existsSync(suspectMark(file));
    if (suspect || version < latestVersion(plan)) checkPages(db, file, ['']);
    else if (facts.uncleanShutdown) checkPages(db, file, smallTables(db));
    if (suspect) rmSync(suspectMark(file), { force: true });
  } finally {
    db.close();
  }
}

// Ours are made in one transaction with their version, so tables at version 0 are another program's.
function refuseForeign(db: Database.Database, version: number, file: string): void {
  if (version > 0) return;
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables > 0) throw new DamagedDatabase(file, 'it holds tables of another program');
}

function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  // In WAL a crash of the app loses nothing with NORMAL, a power failure at most the last commits and never
  // consistency. FULL would wait for the disk on the main thread at every flush of an agent's words.
  db.pragma('synchronous = NORMAL');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('foreign_keys = ON');
}

// What agents and users said is nearly all of the file: after a crash a thread of its own reads that later.
function smallTables(db: Database.Database): string[] {
  const tables = db.prepare<[], string>(
    `SELECT name FROM sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('events', 'turns')`,
  );
  return tables.pluck().all();
}

/** Checks the pages of the named tables; of the whole file for ''. Throws `DamagedDatabase`. */
function checkPages(db: Database.Database, file: string, tables: readonly string[]): void {
  for (const table of tables) {
    const pragma = table === '' ? 'quick_check(1)' : `quick_check("${table}")`;
    const [problem] = db.pragma(pragma) as { quick_check: string }[];
    if (problem && problem.quick_check !== 'ok') throw new DamagedDatabase(file, problem.quick_check);
  }
}
