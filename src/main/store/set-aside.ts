import { existsSync, renameSync } from 'node:fs';
import type { StoreLog } from './store-log';

/**
 * Moves the database at `file`, with its log, out of the way without changing a byte of it, to
 * `<file>.damaged-<time>` and the like. Returns that path.
 */
export function setAside(file: string, log: StoreLog, now = Date.now()): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const aside = freeName(`${file}.damaged-${stamp}`);
  // The database first: a log alone is recognized at the next start, a database without its log is not.
  for (const suffix of ['', '-wal', '-shm', '.suspect']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  log.warn('Set a database aside', { file, aside });
  return aside;
}

function freeName(name: string): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!['', '-wal'].some((suffix) => existsSync(candidate + suffix))) return candidate;
  }
}

/** Where a backup waits, whole, until the damaged database is out of its place. */
export function unfinishedRestore(file: string): string {
  return `${file}.restoring`;
}

/** Ends a restore that was cut short between moving the damaged database and putting the backup there. */
export function finishRestore(file: string, log: StoreLog): void {
  const prepared = unfinishedRestore(file);
  if (existsSync(file) || !existsSync(prepared)) return;
  if (existsSync(`${file}-wal`)) setAside(file, log);
  renameSync(prepared, file);
  log.info('Finished restoring a backup', { file });
}
