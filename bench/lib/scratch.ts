import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `work` with a folder of its own, removed afterwards; in COPPICE_BENCH_TMP when the usual one is a memory disk. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(process.env.COPPICE_BENCH_TMP ?? tmpdir(), 'coppice-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The folder of the sources. */
export function projectRoot(): string {
  const root = process.env.COPPICE_ROOT;
  if (!root) throw new Error('Start measurements with `npm run bench -- <name>`');
  return root;
}
