import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { DamagedDatabase } from './unusable';

/** What a database file says of itself before SQLite opens (and may write to) it. */
export interface FileFacts {
  /** False when there is no file or an empty one. */
  exists: boolean;
  /** `user_version` in the file's header; a log left by a crash may hold a later one. */
  version: number;
  /** True when the last program to use it did not close it. */
  uncleanShutdown: boolean;
}

// Offsets of https://www.sqlite.org/fileformat.html section 1.3.
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** True when the last program to use the database at `file` did not close it. */
export function wasLeftOpen(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Reads the header of `file`. Throws AppError `store.unusable` when it cannot be a whole database. */
export function inspectFile(file: string): FileFacts {
  const uncleanShutdown = wasLeftOpen(file);
  if (!statSync(file, { throwIfNoEntry: false })) return { exists: false, version: 0, uncleanShutdown };
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size === 0) return { exists: false, version: 0, uncleanShutdown };
    const header = Buffer.alloc(HEADER_BYTES);
    if (readSync(fd, header, 0, HEADER_BYTES, 0) < HEADER_BYTES)
      throw new DamagedDatabase(file, `only ${size} bytes`);
    if (header.toString('latin1', 0, 16) !== MAGIC) throw new DamagedDatabase(file, 'no SQLite header');
    if (!isSensible(header)) throw new DamagedDatabase(file, 'a header that makes no sense');
    const expected = declaredBytes(header);
    if (!uncleanShutdown && size < expected) {
      throw new DamagedDatabase(file, `${size} bytes where its header says ${expected}`);
    }
    return { exists: true, version: header.readInt32BE(60), uncleanShutdown };
  } finally {
    closeSync(fd);
  }
}

// Values that are fixed or few; without them a damaged version would pass for one of a newer Coppice.
function isSensible(header: Buffer): boolean {
  const pageSize = header.readUInt16BE(16);
  const isPageSize = pageSize === 1 || (pageSize >= 512 && (pageSize & (pageSize - 1)) === 0);
  const fractions = header[21] === 64 && header[22] === 32 && header[23] === 32;
  return isPageSize && fractions && header.readUInt32BE(44) <= 4 && header.readUInt32BE(56) <= 3;
}

// The page count is only valid when the change counter equals the version-valid-for number.
function declaredBytes(header: Buffer): number {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const valid = header.readUInt32BE(24) === header.readUInt32BE(92);
  return valid ? header.readUInt32BE(28) * pageSize : 0;
}
