import type { Worktree } from '../../../shared/domain/session';
import type { SessionTrouble } from '../../../shared/domain/session-trouble';
import { findStaleLock } from '../index-lock';
import { locateLinkedWorktree, locateWorktree, type WorktreeLocation } from '../locate-worktree';
import { runGit } from '../run-git';
import { readTips, sessionRef } from '../session-refs';
import { exists, headBranch, isSamePlace, linkedWorktrees } from './linked-worktrees';

export interface DiagnoseOptions {
  /** Root of the user's own worktree. */
  repository: string;
  worktree: Pick<Worktree, 'path' | 'branch'>;
  sessionId: string;
}

/**
 * What is wrong with a session's worktree; null when nothing is. Remembers the tip of a branch that is there as the
 * session's `head`, so that it survives the branch. Never throws for what it finds; AppError `git.*` when git fails.
 */
export async function diagnoseWorktree(options: DiagnoseOptions): Promise<SessionTrouble | null> {
  const { repository, worktree } = options;
  const home = await locateWorktree(repository).catch(() => null);
  if (!home) return { kind: 'repository-missing', path: repository };
  const location = await findIn(home.commonDir, worktree);
  if ('kind' in location) return location;
  const { branch } = worktree;
  const current = await headBranch(location.gitDir);
  const { tip, head } = await rememberTip(options);
  if (!tip) return { kind: 'branch-missing', branch, ...(head && { tip: head }) };
  if (current !== branch) return { kind: 'branch-elsewhere', branch, current };
  const lock = await findStaleLock(location);
  return lock ? { kind: 'index-locked', lock } : null;
}

/** The worktree in its place, or what became of it. */
async function findIn(
  commonDir: string,
  { path, branch }: DiagnoseOptions['worktree'],
): Promise<WorktreeLocation | SessionTrouble> {
  if (!(await exists(path))) {
    const moved = (await linkedWorktrees(commonDir)).find((linked) => linked.branch === branch);
    const to = moved && !(await isSamePlace(moved.path, path)) && (await exists(moved.path)) && moved.path;
    return to ? { kind: 'worktree-moved', path, to } : { kind: 'worktree-missing', path };
  }
  const location = await locateLinkedWorktree(path).catch(() => null);
  if (location && (await isSamePlace(location.commonDir, commonDir))) return location;
  const linked = await linkedWorktrees(commonDir);
  const known = await Promise.all(linked.map((one) => isSamePlace(one.path, path)));
  // Only a `.git` that leads nowhere may be written anew: one that leads elsewhere is somebody else's.
  const isOrphan = known.some(Boolean) && !(await locateWorktree(path).catch(() => null));
  return { kind: isOrphan ? 'worktree-unlinked' : 'worktree-replaced', path };
}

async function rememberTip({
  repository,
  worktree,
  sessionId,
}: DiagnoseOptions): Promise<{ tip?: string | undefined; head?: string | undefined }> {
  const refs = { branch: `refs/heads/${worktree.branch}`, head: sessionRef(sessionId, 'head') };
  const tips = await readTips(repository, Object.values(refs));
  const [tip, head] = [tips.get(refs.branch), tips.get(refs.head)];
  if (tip && tip !== head) {
    await runGit(['update-ref', refs.head, tip], {
      cwd: repository,
      config: { 'core.logAllRefUpdates': 'false' },
    });
  }
  return { tip, head };
}
