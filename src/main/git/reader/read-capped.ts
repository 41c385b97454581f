import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Absent on Windows, where opening never waits. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * A regular file's text, at most `limit` bytes of it; null when there is no such file. For folders that may be hostile:
 * never waits on a pipe or a device, never reads more than asked.
 */
export async function readCapped(
  file: string,
  limit: number,
): Promise<{ text: string; complete: boolean } | null> {
  const handle = await open(file, FLAGS).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO'].includes(error.code ?? '')) return null;
    throw error;
  });
  if (!handle) return null;
  try {
    if (!(await handle.stat()).isFile()) return null;
    const buffer = Buffer.alloc(limit + 1);
    let size = 0;
    while (size < buffer.length) {
      const { bytesRead } = await handle.read(buffer, size, buffer.length - size);
      if (bytesRead === 0) break;
      size += bytesRead;
    }
    return { text: buffer.toString('utf8', 0, Math.min(size, limit)), complete: size <= limit };
  } finally {
    await handle.close();
  }
}
