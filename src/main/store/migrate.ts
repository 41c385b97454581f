import { renameSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/errors';
import type { StoreLog } from './store-log';

export interface Migration {
  /** 1 and up without gaps: the `user_version` it leaves. */
  version: number;
  name: string;
  sql: string;
}

export interface Plan {
  /** What a new database is made from; equal to all migrations in a row. */
  schema: string;
  migrations: readonly Migration[];
}

/** Migrations from files `NNNN-name.sql` by path. Throws when a number is missing or taken twice. */
export function toMigrations(files: Record<string, string>): Migration[] {
  const migrations = Object.entries(files).map(([path, sql]) => {
    const match = /(\d{4})-([a-z0-9-]+)\.sql$/.exec(path);
    if (!match) throw new Error(`Not a migration's name: ${path}`);
    return { version: Number(match[1]), name: match[2] as string, sql };
  });
  migrations.sort((a, b) => a.version - b.version);
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1) throw new Error(`Migration ${name} has number ${version}, not ${index + 1}`);
  }
  return migrations;
}

/** The version of the newest migration. */
export function latestVersion({ migrations }: Plan): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Throws AppError `store.newer` when a database of `version` was written by a newer Coppice. */
export function refuseNewer(file: string, version: number, plan: Plan): void {
  const latest = latestVersion(plan);
  if (version <= latest) return;
  throw new AppError(
    'store.newer',
    `The database ${file} was last used by a newer Coppice and was left untouched.`,
    'Start the newer version again, or set COPPICE_HOME to another folder.',
    `database version ${version}, this Coppice knows ${latest}`,
  );
}

/**
 * Brings an open database to the newest version: a new one from the schema, an existing one by each
 * missing migration in a transaction of its own, after a backup beside it. A migration that fails leaves
 * the database as the one before it did.
 */
export function migrate(db: Database, file: string, plan: Plan, log: StoreLog): void {
  const version = readVersion(db);
  refuseNewer(file, version, plan);
  if (version === latestVersion(plan)) return;
  if (version > 0) {
    const backup = backUp(db, file, version);
    log.info('Backed up the database before migrating it', { backup, version });
  }
  // Tables that others refer to can only be rebuilt while references are not enforced; they are checked instead.
  db.pragma('foreign_keys = OFF');
  try {
    if (version === 0) create(db, plan);
    for (const migration of plan.migrations) run(db, migration, log);
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

function create(db: Database, plan: Plan): void {
  const inOneGo = db.transaction(() => {
    // Another Coppice may have made it while this one waited for the lock.
    if (readVersion(db) > 0) return;
    db.exec(plan.schema);
    setVersion(db, latestVersion(plan));
  });
  inOneGo.immediate();
}

function run(db: Database, migration: Migration, log: StoreLog): void {
  const inOneGo = db.transaction(() => {
    if (readVersion(db) >= migration.version) return;
    db.exec(migration.sql);
    const broken = db.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) {
      throw new Error(`Migration ${migration.name} leaves ${broken.length} broken references`);
    }
    setVersion(db, migration.version);
    log.info('Migrated the database', { version: migration.version, name: migration.name });
  });
  inOneGo.immediate();
}

/** Copies the whole database, its log included, to `<file>.backup-v<version>`; returns that path. */
function backUp(db: Database, file: string, version: number): string {
  const backup = `${file}.backup-v${version}`;
  const unfinished = `${backup}.tmp`;
  rmSync(unfinished, { force: true });
  db.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, backup);
  return backup;
}

/** The version an open database is at. */
export function readVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function setVersion(db: Database, version: number): void {
  db.pragma(`user_version = ${version}`);
}
