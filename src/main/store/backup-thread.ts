import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** What the thread does: copies a database and checks the copy, or checks the database itself. */
export interface BackupTask {
  file: string;
  /** Where the copy goes; absent to check only. */
  target?: string;
  nativeBinding?: string;
}
/** How it ended; `damaged` when the pages that were read make no sense. */
export type BackupResult = { ok: true } | { ok: false; damaged: boolean; code: string; message: string };

/** Pages copied at a time; between two batches the thread can be ended. */
const PAGES = 1000;

class DamagedPages extends Error {}

const task = workerData as BackupTask;
const options = { timeout: 5000, ...(task.nativeBinding && { nativeBinding: task.nativeBinding }) };

// On Linux this is the niceness of the calling thread alone; elsewhere it would be the whole app's.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

async function run(): Promise<void> {
  const source = new Database(task.file, { ...options, readonly: true });
  try {
    // One snapshot to the end: without it, whatever the app writes meanwhile makes the copy start over.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (task.target) await copy(source, task.target);
    else check(source);
  } finally {
    source.close();
  }
}

async function copy(source: Database.Database, target: string): Promise<void> {
  const unfinished = `${target}.tmp`;
  const clean = () => {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
  };
  clean();
  try {
    await source.backup(unfinished, {
      progress: () => {
        // A disk that has little left to write does not keep the app's own writes waiting behind a whole database.
        flush(unfinished);
        return PAGES;
      },
    });
    const made = new Database(unfinished, options);
    try {
      // A backup is one file, readable wherever it is put.
      made.pragma('journal_mode = DELETE');
      check(made);
    } finally {
      made.close();
    }
    renameSync(unfinished, target);
    if (process.platform !== 'win32') flush(dirname(target));
  } finally {
    clean();
  }
}

function check(db: Database.Database): void {
  const [problem] = db.pragma('quick_check(1)') as { quick_check: string }[];
  if (problem && problem.quick_check !== 'ok') throw new DamagedPages(problem.quick_check);
}

function flush(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function toResult(error: unknown): BackupResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const damaged = error instanceof DamagedPages || /^SQLITE_(CORRUPT|NOTADB)/.test(code);
  return { ok: false, damaged, code, message: error instanceof Error ? error.message : String(error) };
}

parentPort?.postMessage(
  await run().then(
    (): BackupResult => ({ ok: true }),
    (error: unknown) => toResult(error),
  ),
);
