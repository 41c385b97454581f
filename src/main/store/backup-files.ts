import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One finished backup; what is unfinished has another name. */
export interface BackupFile {
  path: string;
  /** The local date it was made on, `YYYY-MM-DD`, as the clock said then. */
  day: string;
}

const NAME = /^coppice-(\d{4}-\d{2}-\d{2})\.db$/;

/** The local date at `now`, as backups are named by. */
export function dayOf(now: number): string {
  const date = new Date(now);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}

export function backupPath(folder: string, day: string): string {
  return join(folder, `coppice-${day}.db`);
}

/**
 * The backups in `folder` (made when missing), the newest first. Those from a day after `today` come last: the clock
 * was wrong when they were made or is wrong now, so their date says nothing of their age.
 */
export function listBackups(folder: string, today: string): BackupFile[] {
  mkdirSync(folder, { recursive: true });
  const found = readdirSync(folder).flatMap((name) => {
    const day = NAME.exec(name)?.[1];
    return day ? [{ path: join(folder, name), day }] : [];
  });
  found.sort((a, b) => (a.day < b.day ? 1 : -1));
  return [...found.filter(({ day }) => day <= today), ...found.filter(({ day }) => day > today)];
}

/** Those that may go: all but the newest `keep` up to `today`, and never one from after it. */
export function surplusBackups(backups: readonly BackupFile[], today: string, keep: number): BackupFile[] {
  return backups.filter(({ day }) => day <= today).slice(keep);
}
