import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** What a linked worktree has of its own; everything else is in the common folder. */
const OWN =
  /^(HEAD|index|[A-Z_]+_HEAD|config\.worktree|logs[/\\]HEAD|refs[/\\](bisect|worktree|rewritten)([/\\].*)?)$/;

/** Larger files (packs, in practice) are not read: isomorphic-git would hold them in memory whole. */
export const MAX_FILE = 1 << 30;

export class TooLargeToRead extends Error {
  override readonly name = 'TooLargeToRead';
}

/**
 * The file system isomorphic-git sees: read-only, and with the `commondir` of linked worktrees followed,
 * which isomorphic-git does not do itself (its issue 735).
 */
export function isoFs(gitDir: string, commonDir: string) {
  const place = (path: string): string => {
    const inside = relative(gitDir, path);
    if (gitDir === commonDir || inside === '' || inside.startsWith(`..${sep}`) || OWN.test(inside))
      return path;
    return join(commonDir, inside);
  };
  const refuse = async (): Promise<never> => {
    throw Object.assign(new Error('Coppice reads this repository and never writes it'), { code: 'EROFS' });
  };
  return {
    promises: {
      async readFile(path: string, options: { encoding?: BufferEncoding } = {}) {
        const file = place(path);
        if ((await stat(file)).size > MAX_FILE) throw new TooLargeToRead(file);
        return readFile(file, options);
      },
      readdir: (path: string) => readdir(place(path)),
      stat: (path: string) => stat(place(path)),
      lstat: (path: string) => lstat(place(path)),
      readlink: (path: string) => readlink(place(path)),
      writeFile: refuse,
      mkdir: refuse,
      rmdir: refuse,
      unlink: refuse,
      symlink: refuse,
    },
  };
}
