import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, throwIfCancelled } from './agent-error';

/** Folders that are never walked: git's own data and installed packages. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

export interface WalkOptions {
  /** `/`-separated folder to start in, relative to the root; the root when left out. */
  from?: string;
  signal: AbortSignal;
}

/**
 * Yields every regular file under `root` as a `/`-separated relative path, sorted within each folder. Follows
 * no symbolic links, so it cannot leave the root or loop. Throws TurnCancelledError soon after `signal` aborts.
 */
export async function* walkFiles(root: string, { from = '', signal }: WalkOptions): AsyncGenerator<string> {
  const pending = [from === '.' ? '' : from];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    throwIfCancelled(signal);
    const entries = await readFolder(join(root, folder));
    const folders: string[] = [];
    for (const entry of entries) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
      } else if (entry.isFile() && entry.name !== '.git') {
        yield path;
        throwIfCancelled(signal);
      }
    }
    for (const sub of folders.reverse()) pending.push(sub);
  }
}

async function readFolder(absolute: string) {
  try {
    const entries = await readdir(absolute, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // A folder that vanished or may not be read while walking is simply not part of the answer.
    if (['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}
