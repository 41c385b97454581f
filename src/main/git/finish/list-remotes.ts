import type { Remote } from '../../../shared/domain/finish';
import { AppError } from '../../../shared/errors';
import { runGit, runGitText } from '../run-git';

/** The remotes of a repository with the address git pushes to, in git's order. */
export async function listRemotes(root: string): Promise<Remote[]> {
  const names = (await runGitText(['remote'], { cwd: root })).split('\n').filter(Boolean);
  return Promise.all(
    names.map(async (name) => ({
      name,
      url: await runGitText(['remote', 'get-url', '--push', name], { cwd: root }),
    })),
  );
}

/** The remote a branch is pulled from; undefined when it has none. */
export async function upstreamRemote(root: string, branch: string): Promise<string | undefined> {
  const { stdout } = await runGit(['config', '--get', `branch.${branch}.remote`], {
    cwd: root,
    exits: [0, 1],
  });
  const name = stdout.toString('utf8').trim();
  return name === '.' ? undefined : name || undefined;
}

/** The address of a remote. Throws AppError `not-found`. */
export async function urlOf(root: string, remote: string): Promise<string> {
  const found = (await listRemotes(root)).find(({ name }) => name === remote);
  if (found) return found.url;
  throw new AppError('not-found', `There is no remote called ${remote}.`, 'Add it with "git remote add".');
}
