import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hashes of all that is the user's own in a repository: the files, the index, HEAD and the settings. */
export function checkoutState(repository: string): Record<string, string> {
  const files = readdirSync(repository, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(repository, '.git')));
  const own = ['index', 'HEAD', 'config', 'refs/heads/main'].map((name) => join(repository, '.git', name));
  return Object.fromEntries(
    [...files, ...own]
      .sort()
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}
