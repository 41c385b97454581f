import type { Remote } from '../../../shared/domain/finish';
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
