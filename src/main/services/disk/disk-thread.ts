import { lstatSync, opendirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread does, then ends: adds up what a folder takes on disk, or deletes it. */
export interface DiskTask {
  kind: 'measure' | 'delete';
  path: string;
}
export type DiskReply = { ok: true; bytes: number } | { ok: false; code: string; message: string };

/** Bytes a folder and all below it take; links are not followed, and what cannot be read counts as nothing. */
function measure(root: string): number {
  let bytes = 0;
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    try {
      const stats = lstatSync(path);
      // Where the system does not say how much is taken, as on Windows, what is in it has to do.
      bytes += stats.blocks ? stats.blocks * 512 : stats.size;
      if (stats.isDirectory()) for (const inside of namesIn(path)) waiting.push(inside);
    } catch {
      // Gone or refused since it was listed.
    }
  }
  return bytes;
}

function namesIn(path: string): string[] {
  const folder = opendirSync(path);
  try {
    const paths: string[] = [];
    for (let entry = folder.readSync(); entry; entry = folder.readSync()) paths.push(join(path, entry.name));
    return paths;
  } finally {
    folder.closeSync();
  }
}

function run({ kind, path }: DiskTask): DiskReply {
  try {
    if (kind === 'measure') return { ok: true, bytes: measure(path) };
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    return { ok: true, bytes: 0 };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ok: false, code, message };
  }
}

parentPort?.postMessage(run(workerData as DiskTask));
