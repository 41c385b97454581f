import { devNull } from 'node:os';
import { AppError } from '../../../shared/errors';
import { gitFailure } from '../git-failure';
import { runGit } from '../run-git';

export interface PushOptions {
  root: string;
  remote: string;
  branch: string;
  asUser: NodeJS.ProcessEnv;
  hooks: boolean;
  signal?: AbortSignal;
  /** Each line of progress, such as `Writing objects: 45% (9/20)`. */
  onProgress?(line: string): void;
}

/**
 * Pushes one branch under its own name and nothing else: no tags, no other refs, no submodules, no new upstream setting.
 * Never overwrites what is there. Throws AppError `git.push-refused` with the reason in words.
 */
export async function pushBranch(options: PushOptions): Promise<{ pushed: boolean }> {
  const { root, remote, branch, asUser, hooks, signal, onProgress } = options;
  const ref = `refs/heads/${branch}`;
  const flags = ['--porcelain', '--progress', '--no-follow-tags', '--recurse-submodules=no', '--no-signed'];
  const { exit, stdout, stderr } = await runGit(['push', ...flags, '--', remote, `${ref}:${ref}`], {
    cwd: root,
    asUser,
    config: { 'push.pushOption': '', ...(!hooks && { 'core.hooksPath': devNull }) },
    exits: [0, 1, 128],
    timeoutMs: 0,
    onStderr(text) {
      for (const line of lastLines(text)) onProgress?.(line);
    },
    ...(signal && { signal }),
  });
  const said = stdout.toString('utf8');
  if (exit === 0) return { pushed: !/^=\t/m.test(said) };
  throw explain(said, stderr, { remote, branch, exit, hooks });
}

function lastLines(text: string): string[] {
  return text.split(/[\r\n]+/).filter((line) => /\d+%/.test(line));
}

const REASONS: readonly [pattern: RegExp, message: (at: Place) => string, hint: (at: Place) => string][] = [
  [
    /\((non-fast-forward|fetch first|stale info)\)|\[rejected\]/,
    ({ remote, branch }) => `${remote} has commits on ${branch} that are not here, so nothing was pushed.`,
    ({ remote, branch }) =>
      `Look at them with "git fetch ${remote} ${branch}". To replace them, run "git push --force-with-lease ${remote} ${branch}" in the worktree.`,
  ],
  [
    /\[remote rejected\]/,
    ({ remote, branch }) => `${remote} does not accept ${branch}.`,
    () => 'Show details has its reason; often the branch is protected or you may not write there.',
  ],
  [
    /Host key verification failed/,
    ({ remote }) => `The host of ${remote} is not known to ssh.`,
    () => 'Connect to it once in a terminal to check and accept its key, then push again.',
  ],
  [
    /Permission denied \(publickey|could not read (Username|Password)|terminal prompts disabled|Authentication failed|Invalid username or|HTTP Basic: Access denied|returned error: 40[13]/i,
    ({ remote }) => `${remote} wants to know who you are, and git found no working credentials.`,
    () =>
      'Sign in once in a terminal ("gh auth login", "ssh-add", or a git credential helper), then push again.',
  ],
  [
    /Could not resolve host|Connection (refused|timed out)|Network is unreachable|Failed to connect|unable to access/i,
    ({ remote }) => `${remote} cannot be reached.`,
    () => 'Check the network and the address of the remote, then push again.',
  ],
  [
    /does not appear to be a git repository|repository .*not found/i,
    ({ remote }) => `There is no repository at the address of ${remote}, or you may not see it.`,
    () => 'Check it with "git remote -v".',
  ],
];

interface Place {
  remote: string;
  branch: string;
}

function explain(stdout: string, stderr: string, at: Place & { exit: number; hooks: boolean }): AppError {
  const said = `${stdout}${stderr}`;
  const refused = stdout.split('\n').find((line) => line.startsWith('!'));
  if (at.exit === 1 && at.hooks && !refused && /failed to push some refs/.test(stderr)) {
    return new AppError(
      'git.hook-failed',
      'The pre-push hook refused, so nothing was pushed.',
      'Show details has what it said; correct it and push again.',
      said,
    );
  }
  // Hooks on either side may print anything.
  const telling = refused ?? stderr.replace(/^remote: .*$/gm, '');
  for (const [pattern, message, hint] of REASONS) {
    if (pattern.test(telling)) return new AppError('git.push-refused', message(at), hint(at), said);
  }
  return gitFailure('push', at.exit, said);
}
