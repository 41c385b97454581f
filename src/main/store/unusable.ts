import { AppError } from '../../shared/errors';

const REASONS: [pattern: RegExp, reason: string, hint: string][] = [
  [
    /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
    'is damaged or is not a database of Coppice',
    'Move it (with its -wal and -shm files) elsewhere and put a backup in its place, or start without one; your repositories are not touched.',
  ],
  [
    /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    'is in use by another program',
    'Close the other Coppice, then start again.',
  ],
  [
    /^(SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS|EISDIR|ENOTDIR|EEXIST)/,
    'cannot be opened for writing',
    'Check that you own the file and its folder and may write to both, or set COPPICE_HOME to another folder.',
  ],
  [
    /^(SQLITE_FULL|SQLITE_IOERR|ENOSPC|EIO)/,
    'cannot be read or written by the disk',
    'Check that the disk is not full and is healthy, then start again.',
  ],
  [
    /^(ERR_DLOPEN_FAILED|MODULE_NOT_FOUND)/,
    'cannot be opened: the database engine does not load here',
    'Run `npm run setup` in the Coppice folder, or install Coppice again.',
  ],
];

/** `error` as what the user can do about the database at `file`; what is not about it is passed on unchanged. */
export function toUnusable(file: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const match = REASONS.find(([pattern]) => pattern.test(code));
  if (!match) return error;
  const detail = `${code}: ${(error as Error).message}`;
  return new AppError('store.unusable', `The database ${file} ${match[1]}.`, match[2], detail);
}

/** The database at `file` is not one Coppice can work with, for a reason found by reading it. */
export function unusableFile(file: string, detail: string): AppError {
  const [, reason, hint] = REASONS[0] as (typeof REASONS)[number];
  return new AppError('store.unusable', `The database ${file} ${reason}.`, hint, detail);
}
