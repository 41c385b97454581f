import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { locateWorktree, type WorktreeLocation } from '../locate-worktree';
import { runGitText } from '../run-git';
import { exists, linkedWorktrees } from './linked-worktrees';

/** A session as the repository alone tells of it. */
export interface KeptSession {
  id: string;
  base: string;
  /** When its newest checkpoint was taken, in milliseconds since the epoch. */
  at: number;
  /** Where it works, when that is still there. */
  worktree?: { path: string; branch: string };
}

const OWNER = 'coppice.session';

/** Notes in a worktree's git folder which session it belongs to, for when the database is lost. */
export async function noteOwner(location: WorktreeLocation, sessionId: string): Promise<void> {
  await writeFile(join(location.gitDir, OWNER), `${sessionId}\n`);
}

/** Every session a repository keeps checkpoints of. Throws AppError `git.*`. */
export async function listKeptSessions(repository: string): Promise<KeptSession[]> {
  const { commonDir } = await locateWorktree(repository);
  const text = await runGitText(
    [
      'for-each-ref',
      '--format=%(refname:lstrip=3) %(objectname) %(committerdate:unix)',
      'refs/coppice/sessions',
    ],
    { cwd: repository },
  );
  const refs = new Map(text.split('\n').map((line) => [line.split(' ')[0] ?? '', line.split(' ')]));
  const owners = await worktreesByOwner(commonDir);
  return [...refs].flatMap(([name, [, , seconds = '0']]) => {
    if (basename(name) !== 'chain') return [];
    const id = name.slice(0, -'/chain'.length);
    const worktree = owners.get(id);
    const base = refs.get(`${id}/base`)?.[1];
    return base ? [{ id, base, at: Number(seconds) * 1000, ...(worktree && { worktree }) }] : [];
  });
}

async function worktreesByOwner(commonDir: string): Promise<Map<string, { path: string; branch: string }>> {
  const found = new Map<string, { path: string; branch: string }>();
  for (const { gitDir, path, branch } of await linkedWorktrees(commonDir)) {
    const owner = await readFile(join(gitDir, OWNER), 'utf8').catch(() => null);
    if (owner !== null && branch !== null && (await exists(path))) found.set(owner.trim(), { path, branch });
  }
  return found;
}
