import { closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type BackupFile, dayOf, listBackups } from './backup-files';
import { lockDatabase } from './lock';
import { latestVersion, readVersion } from './migrate';
import { bindingFor } from './native-binding';
import { setAside, unfinishedRestore } from './set-aside';
import { openStore, plan, type Store, type StoreOptions } from './store';
import { silentStoreLog } from './store-log';
import { DamagedDatabase } from './unusable';

/** What can be done about a damaged database. */
export interface DamageOffer {
  error: DamagedDatabase;
  /** The newest backup that is whole; absent when there is none. */
  backup?: BackupFile;
}
export type DamageChoice = 'restore' | 'empty' | 'quit';

export interface RecoverableOptions extends StoreOptions {
  /** Where backups are. */
  backups: string;
  /** Asked when the database is damaged; `restore` counts as `quit` without a backup. */
  choose(offer: DamageOffer): DamageChoice;
}

export interface OpenedStore {
  store: Store;
  /** Set when the database was damaged: where it is kept, and the day of the backup in its place, if any. */
  recovered?: { aside: string; day?: string };
}

/**
 * Opens the store; a damaged database is kept aside as it is when the user chooses to go on without it.
 * Undefined when the user chooses to quit, with everything left as it was. Throws what `openStore` throws
 * for reasons other than damage.
 */
export function openRecoverableStore(options: RecoverableOptions): OpenedStore | undefined {
  const { file, choose, backups, log = silentStoreLog, now = Date.now } = options;
  try {
    return { store: openStore(options) };
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    log.warn('The database is damaged', { file, detail: error.detail });
    const backup = newestGoodBackup(backups, options.nativeBinding, now());
    const choice = choose({ error, ...(backup && { backup }) });
    if (choice === 'quit' || (choice === 'restore' && !backup)) return undefined;
    const aside = replace(file, choice === 'restore' ? backup : undefined, options);
    const day = choice === 'restore' ? backup?.day : undefined;
    log.info('Went on without the damaged database', { aside, backup: day ?? 'none' });
    return { store: openStore(options), recovered: { aside, ...(day && { day }) } };
  }
}

/** The newest backup in `folder` whose every page is good and which this Coppice can read. */
export function newestGoodBackup(
  folder: string,
  nativeBinding: string | undefined,
  now: number,
): BackupFile | undefined {
  return listBackups(folder, dayOf(now)).find(({ path }) => isGood(path, bindingFor(nativeBinding)));
}

function isGood(path: string, nativeBinding: string | undefined): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, ...(nativeBinding && { nativeBinding }) });
    const version = readVersion(db);
    if (version < 1 || version > latestVersion(plan)) return false;
    return db.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch (error) {
    // Whatever is wrong with it, an older backup may be better.
    if (error instanceof Database.SqliteError) return false;
    throw error;
  } finally {
    db?.close();
  }
}

/** Puts the backup, or nothing, in the place of the database at `file`; returns where that is kept. */
function replace(file: string, backup: BackupFile | undefined, options: StoreOptions): string {
  const { log = silentStoreLog, now = Date.now } = options;
  const lock = lockDatabase(file, bindingFor(options.nativeBinding));
  try {
    const prepared = unfinishedRestore(file);
    rmSync(prepared, { force: true });
    if (backup) copyWhole(backup.path, prepared);
    const aside = setAside(file, log, now());
    if (backup) renameSync(prepared, file);
    return aside;
  } finally {
    lock.release();
  }
}

/** Copies a file so that `to` exists only when all of it is on disk. */
function copyWhole(from: string, to: string): void {
  const partial = `${to}.tmp`;
  copyFileSync(from, partial);
  const fd = openSync(partial, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(partial, to);
}
