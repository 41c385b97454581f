import { runGit, runGitText } from './run-git';
import { readUserIdentity } from './user-identity';

/** Makes a folder a git repository whose first branch is `main`. Harmless on one that is a repository already. */
export async function initRepository(path: string): Promise<void> {
  await runGit(['init', '--quiet'], {
    cwd: path,
    config: { 'init.defaultBranch': 'main', 'init.templateDir': '' },
  });
}

/**
 * Makes "Initial commit" on a repository without commits, with the files that are not ignored or with none.
 * Works in the user's own checkout, so only on their word. Throws AppError `git.identity-missing`.
 */
export async function createFirstCommit(root: string, options: { withFiles: boolean }): Promise<void> {
  await readUserIdentity(root);
  if (options.withFiles) await commitFiles(root);
  else await commitNothing(root);
}

async function commitFiles(root: string): Promise<void> {
  // A nested repository without commits or an unreadable file is left out; the rest is added.
  await runGit(['add', '--all', '--ignore-errors'], { cwd: root, exits: [0, 1, 128], timeoutMs: 0 });
  await runGit(['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Initial commit'], {
    cwd: root,
    config: { 'user.useConfigOnly': 'true', 'commit.template': '', 'commit.status': 'false' },
    timeoutMs: 0,
  });
}

/** By plumbing, so that what the user may have staged stays staged and uncommitted. */
async function commitNothing(root: string): Promise<void> {
  const tree = await runGitText(['mktree'], { cwd: root });
  const commit = await runGitText(['commit-tree', tree, '-m', 'Initial commit'], { cwd: root });
  await runGit(
    ['update-ref', '-m', 'commit (initial): Initial commit', 'HEAD', commit, '0'.repeat(commit.length)],
    {
      cwd: root,
    },
  );
}
