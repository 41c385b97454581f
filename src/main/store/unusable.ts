import { AppError } from '../../shared/errors';

/** The database's pages are not what a database's are; a backup can take its place. */
export class DamagedDatabase extends AppError {
  constructor(file: string, detail: string) {
    super('store.unusable', `The database ${file} ${DAMAGED.reason}.`, DAMAGED.atStart, detail);
  }
}

interface Reason {
  pattern: RegExp;
  reason: string;
  /** The way out when it keeps Coppice from starting. */
  atStart: string;
  /** The way out when Coppice runs; absent when it is the same. */
  running?: string;
}

const DAMAGED: Reason = {
  pattern: /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
  reason: 'is damaged or is not a database of Coppice',
  atStart:
    'Put a backup in its place, or start without it; it is kept as it is, and your repositories are not touched.',
  running:
    'Quit Coppice and start it again: it checks the database, keeps what is damaged, and offers the newest backup.',
};

const REASONS: Reason[] = [
  DAMAGED,
  {
    pattern: /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    reason: 'is in use by another program',
    atStart: 'Close the other Coppice, then start again.',
    running: 'Close the program that uses it, then try again.',
  },
  {
    pattern: /^(SQLITE_READONLY|EROFS)/,
    reason: 'can be read but not written',
    atStart:
      'Make the file, its folder and the disk they are on writable, or set COPPICE_HOME to a folder that is.',
    running: 'Make the file, its folder and the disk they are on writable again, then try again.',
  },
  {
    pattern: /^(SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EISDIR|ENOTDIR|EEXIST)/,
    reason: 'cannot be opened for writing',
    atStart:
      'Check that you own the file and its folder and may write to both, or set COPPICE_HOME to another folder.',
  },
  {
    pattern: /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    reason: 'cannot be written because the disk is full',
    atStart: 'Free some space, then start again.',
    running: 'Free some space, then try again; what agents say meanwhile is kept and written then.',
  },
  {
    pattern: /^(SQLITE_IOERR|EIO)/,
    reason: 'cannot be read or written by the disk',
    atStart: 'Check that the disk is not full and is healthy, then start again.',
    running: 'Check that the disk is not full, still connected and healthy, then try again.',
  },
  {
    pattern: /^(ERR_DLOPEN_FAILED|MODULE_NOT_FOUND)/,
    reason: 'cannot be opened: the database engine does not load here',
    atStart: 'Run `npm run setup` in the Coppice folder, or install Coppice again.',
  },
];

/**
 * `error` as what the user can do about the database at `file`; what is not about it is passed on unchanged.
 * `when` it was met decides about the way out.
 */
export function toUnusable(file: string, error: unknown, when: 'atStart' | 'running' = 'atStart'): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const match = REASONS.find(({ pattern }) => pattern.test(code));
  if (!match) return error;
  const detail = `${code}: ${(error as Error).message}`;
  if (match === DAMAGED && when === 'atStart') return new DamagedDatabase(file, detail);
  const hint = (when === 'running' && match.running) || match.atStart;
  return new AppError('store.unusable', `The database ${file} ${match.reason}.`, hint, detail);
}

/** True for what SQLite says when it finds pages that make no sense. */
export function saysDamaged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DAMAGED.pattern.test(String(error.code));
}
