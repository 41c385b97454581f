import { AppError } from '../../../shared/errors';
import { runGitText } from '../run-git';
import { readSessionRefs } from '../session-refs';

/** Throws AppError `git.busy` unless the worktree, what was accepted and the branch are all the same. */
export async function requireSettled(root: string, sessionId: string): Promise<void> {
  const { accepted, committed = accepted, chain } = await readSessionRefs(root, sessionId);
  const names = [accepted, committed, chain, 'HEAD'].map((name) => `${name}^{tree}`);
  const trees = await runGitText(['rev-parse', ...names], { cwd: root });
  if (accepted && new Set(trees.split('\n')).size === 1) return;
  throw new AppError(
    'git.busy',
    'The session has changes that are not committed yet, so its branch stays where it is.',
    'Accept and commit them, or reject them, then try again.',
  );
}
