import { AppError } from '../../../shared/errors';
import { runGitText } from '../run-git';
import { readSessionRefs } from '../session-refs';

/** Throws unless the worktree, what was accepted and the branch are all the same; answers the commit that was accepted. */
export async function requireSettled(root: string, sessionId: string): Promise<string> {
  const { accepted, committed = accepted, chain } = await readSessionRefs(root, sessionId);
  const names = [accepted, committed, chain, 'HEAD'].map((name) => `${name}^{tree}`);
  const trees = await runGitText(['rev-parse', ...names], { cwd: root });
  if (accepted && new Set(trees.split('\n')).size === 1) return accepted;
  throw new AppError(
    'git.busy',
    'The session has changes that are not committed yet, so its branch stays where it is.',
    'Accept and commit them, or reject them, then try again.',
  );
}
