import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { SkippedPath } from '../../../shared/domain/change';
import { parseGitConfig } from '../parse-git-config';
import { readCapped } from '../reader/read-capped';

/** Bytes of `.gitmodules` that are read, and how many submodules are looked for. */
const MAX_BYTES = 262_144;
const MAX_SUBMODULES = 200;

/**
 * The submodules that a worktree's `.gitmodules` names, as what a checkpoint does not hold: of those that are there only
 * the commit, of those whose folder is empty not even that is looked at. Starts nothing.
 */
export async function submodulesNotSeen(root: string): Promise<SkippedPath[]> {
  const file = await readCapped(join(root, '.gitmodules'), MAX_BYTES).catch(() => null);
  if (!file) return [];
  const paths = parseGitConfig(file.text)
    .filter(({ section, name }) => section === 'submodule' && name === 'path')
    .map(({ value }) => posix.normalize(value))
    .filter((path) => !/^(\/|\.\/?$|\.\.(\/|$)|[A-Za-z]:)/.test(path))
    .map((path) => path.replace(/\/$/, ''));
  const found = await Promise.all(
    [...new Set(paths)].slice(0, MAX_SUBMODULES).map(async (path): Promise<SkippedPath[]> => {
      const names = await readdir(join(root, path)).catch(() => null);
      if (names === null) return [];
      return [{ path, reason: names.length === 0 ? 'empty-submodule' : 'submodule' }];
    }),
  );
  return found.flat();
}
