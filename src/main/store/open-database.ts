import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { inspectFile } from './inspect-file';
import { latestVersion, migrate, type Plan, readVersion, refuseNewer } from './migrate';
import type { StoreLog } from './store-log';
import { toUnusable, unusableFile } from './unusable';

/** Milliseconds a statement waits for another connection's lock. */
const BUSY_MS = 5000;

/**
 * Opens the database at `file` (made when missing, with its folder), migrated to the newest version of
 * `plan`. Throws AppError `store.newer`, without having written anything, or `store.unusable`.
 */
export function openDatabase(
  file: string,
  nativeBinding: string | undefined,
  plan: Plan,
  log: StoreLog,
): Database.Database {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const facts = inspectFile(file);
    refuseNewer(file, facts.version, plan);
    if (facts.exists && facts.uncleanShutdown) refuseNewerLog(file, nativeBinding, plan);
    const db = new Database(file, { timeout: BUSY_MS, ...(nativeBinding && { nativeBinding }) });
    try {
      refuseForeign(db, file);
      configure(db);
      const outdated = facts.exists && readVersion(db) < latestVersion(plan);
      if (facts.uncleanShutdown || outdated) checkIntegrity(db, file);
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

// After a crash the newest version may only be in the log, which a read-only connection reads without applying it.
function refuseNewerLog(file: string, nativeBinding: string | undefined, plan: Plan): void {
  const db = new Database(file, {
    readonly: true,
    timeout: BUSY_MS,
    ...(nativeBinding && { nativeBinding }),
  });
  try {
    refuseNewer(file, readVersion(db), plan);
  } finally {
    db.close();
  }
}

// Ours are made in one transaction with their version, so tables at version 0 are another program's.
function refuseForeign(db: Database.Database, file: string): void {
  if (readVersion(db) > 0) return;
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables > 0) throw unusableFile(file, 'it holds tables of another program');
}

function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  // In WAL a crash of the app loses nothing with NORMAL, a power failure at most the last commits and never
  // consistency. FULL would wait for the disk on the main thread at every flush of an agent's words.
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
}

function checkIntegrity(db: Database.Database, file: string): void {
  const [problem] = db.pragma('quick_check(1)') as { quick_check: string }[];
  if (problem && problem.quick_check !== 'ok') throw unusableFile(file, problem.quick_check);
}
