import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storeBlob } from './chosen-entries';
import type { WorktreeLocation } from './locate-worktree';
import { objectAccess } from './object-access';
import { runGit } from './run-git';

/**
 * Merges three blobs line by line and answers the stored result; null when they conflict or are binary. With `favour`
 * `ours`, places where they conflict stay as on our side.
 */
export async function mergeText(
  location: WorktreeLocation,
  base: string,
  ours: string,
  theirs: string,
  favour?: 'ours',
): Promise<string | null> {
  const access = await objectAccess(location.path);
  const folder = await mkdtemp(join(location.gitDir, 'coppice.merge-'));
  try {
    const files = { ours, base, theirs };
    for (const [name, oid] of Object.entries(files)) {
      await writeFile(join(folder, name), (await runGit(['cat-file', 'blob', oid], access)).stdout);
    }
    const { exit, stdout } = await runGit(
      [
        'merge-file',
        '--stdout',
        '--quiet',
        ...(favour ? [`--${favour}`] : []),
        ...Object.keys(files).map((name) => join(folder, name)),
      ],
      { ...access, exits: EXITS },
    );
    return exit === 0 ? await storeBlob(location.path, stdout) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many conflicts there are, 255 when a side is binary. */
const EXITS = Array.from({ length: 256 }, (_, exit) => exit);
