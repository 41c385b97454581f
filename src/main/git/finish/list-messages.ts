import { splitNul } from '../path-bytes';
import { runGit } from '../run-git';

const MAX_COMMITS = 500;

/** The messages of the commits that `branch` has and `target` lacks, oldest first, merges left out. */
export async function listMessages(root: string, target: string, branch: string): Promise<string[]> {
  const { stdout } = await runGit(
    [
      'log',
      '-z',
      '--format=%B',
      '--no-merges',
      '--no-show-signature',
      `-${MAX_COMMITS}`,
      `${target}..${branch}`,
    ],
    { cwd: root },
  );
  return splitNul(stdout)
    .map((message) => message.toString('utf8'))
    .reverse();
}
