import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors';
import { toUnusable } from './unusable';

/** Milliseconds to wait for another Coppice that is just ending. */
const WAIT_MS = 1000;

export interface StoreLock {
  /** Lets others have the database. Idempotent. */
  release(): void;
}

/**
 * Makes this the only process that may use the database at `file`, whose folder is made when missing. Held by
 * the operating system through SQLite on a file beside it, it ends with the process however that ends, and
 * leaves the database itself readable for others. Throws AppError `store.unusable`.
 */
export function lockDatabase(file: string, nativeBinding: string | undefined): StoreLock {
  try {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw toUnusable(file, error);
  }
  const lockFile = `${file}.lock`;
  const db = openLockFile(lockFile, nativeBinding);
  try {
    // Nothing is ever written to it, so a journal would only be left over by a kill.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    throw isBusy(error) ? inUse(file) : asLockFailure(lockFile, error);
  }
}

function openLockFile(lockFile: string, nativeBinding: string | undefined): Database.Database {
  try {
    return new Database(lockFile, { timeout: WAIT_MS, ...(nativeBinding && { nativeBinding }) });
  } catch (error) {
    throw asLockFailure(lockFile, error);
  }
}

// The lock file holds nothing: what is wrong with it says nothing about the database.
function asLockFailure(lockFile: string, error: unknown): unknown {
  return toUnusable(lockFile, error, 'running');
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function inUse(file: string): AppError {
  return new AppError(
    'store.unusable',
    `The data folder ${dirname(file)} is in use by another Coppice.`,
    'Use that one, or quit it and start again; COPPICE_HOME gives this one a folder of its own.',
    `${file}.lock is held`,
  );
}
