import { AppError } from '../../shared/errors';
import { runGit } from './run-git';

export interface Identity {
  name: string;
  email: string;
}

/**
 * The name and address git would put on a commit made here, never one guessed from the host name.
 * Throws AppError `git.identity-missing` naming the two commands that set them.
 */
export async function readUserIdentity(cwd: string): Promise<Identity> {
  const { exit, stdout } = await runGit(['var', 'GIT_AUTHOR_IDENT'], {
    cwd,
    config: { 'user.useConfigOnly': 'true' },
    exits: [0, 128],
  });
  const match = exit === 0 ? /^(.*) <([^>]*)> \d+ [+-]\d{4}\s*$/.exec(stdout.toString('utf8')) : null;
  if (match?.[1] && match[2]) return { name: match[1], email: match[2] };
  throw new AppError(
    'git.identity-missing',
    'git does not know your name and e-mail address, which every commit carries.',
    'Run: git config --global user.name "Your Name" and git config --global user.email you@example.com',
  );
}

/** The environment that makes git write commits in this name. */
export function identityEnvironment(author: Identity, committer: Identity = author): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
  };
}
