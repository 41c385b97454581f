import { exclusively } from './exclusively';
import { locateWorktree } from './locate-worktree';
import { runGit, runGitText } from './run-git';
import { sessionRef } from './session-refs';
import { worktreeState } from './worktree-state';

export interface RemoveWorktreeOptions {
  /** Root of the user's own worktree. */
  repository: string;
  worktree: string;
  sessionId: string;
}

/**
 * Puts a session's worktree away: folder and registration go, branch and checkpoints stay, and the branch's tip is
 * kept as the session's `head` ref. What no checkpoint holds is lost (ignored and skipped files): take one first.
 */
export async function removeWorktree(options: RemoveWorktreeOptions): Promise<void> {
  const { repository, worktree, sessionId } = options;
  const { commonDir } = await locateWorktree(repository);
  await exclusively(commonDir, async () => {
    const state = await worktreeState(repository, worktree);
    if (state.kind === 'ok' || state.kind === 'detached') {
      const head = await runGitText(['rev-parse', 'HEAD'], { cwd: worktree });
      await runGit(['update-ref', sessionRef(sessionId, 'head'), head], { cwd: repository });
    }
    if (state.kind === 'not-linked') return;
    // Twice --force: also when locked, which our own worktrees are. One that is missing is only unregistered.
    await runGit(['worktree', 'remove', '--force', '--force', worktree], {
      cwd: repository,
      exits: state.kind === 'missing' ? [0, 128] : [0],
      timeoutMs: 0,
    });
  });
}
