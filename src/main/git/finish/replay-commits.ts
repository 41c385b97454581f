import type { Conflict } from '../../../shared/domain/finish';
import { AppError } from '../../../shared/errors';
import { runGit, runGitText } from '../run-git';
import { mergeCommits } from './merge-commits';
import { type Signer, writeCommit } from './write-commit';

export type ReplayResult =
  | { kind: 'clean'; tip: string }
  /** The commit that does not fit, by its subject. */
  | { kind: 'conflicts'; conflicts: Conflict[]; at: string };

/**
 * Makes the commits of `branch` that `onto` lacks again on top of it, as `git rebase` would: without merges, without
 * those that are there already, and without those that turn out empty. Commits that stand where they belong stay the
 * same. Only objects are written. Throws AppError `git.failed` where the two have no commit in common.
 */
export async function replayCommits(
  root: string,
  onto: string,
  branch: string,
  signer: Signer,
): Promise<ReplayResult> {
  await requireCommonCommit(root, onto, branch);
  const list = ['rev-list', '--reverse', '--topo-order', '--no-merges', '--cherry-mark', '--right-only'];
  const marked = (await runGitText([...list, `${onto}...${branch}`], { cwd: root })).split('\n');
  let tip = onto;
  for (const line of marked.filter(Boolean)) {
    const commit = line.slice(1);
    const [tree = '', parentTree = '', parent = '', tipTree = ''] = (
      await runGitText(
        ['rev-parse', `${commit}^{tree}`, `${commit}^^{tree}`, `${commit}^`, `${tip}^{tree}`],
        { cwd: root },
      )
    ).split('\n');
    const startedEmpty = tree === parentTree;
    // All empty commits look the same, so none of them counts as being there already.
    if (line.startsWith('=') && !startedEmpty) continue;
    if (parent === tip) {
      tip = commit;
      continue;
    }
    // merge-tree takes the merge base from history: this makes the commit's parent the base.
    const ours = await writeCommit(root, { tree: tipTree, parents: [parent], message: 'ours' });
    const merged = await mergeCommits(root, ours, commit);
    if (merged.kind === 'conflicts') return { ...merged, at: await subjectOf(root, commit) };
    if (merged.tree === tipTree && !startedEmpty) continue;
    tip = await copyCommit(root, commit, { tree: merged.tree, parents: [tip], signer });
  }
  return { kind: 'clean', tip };
}

async function requireCommonCommit(root: string, onto: string, branch: string): Promise<void> {
  const { exit } = await runGit(['merge-base', onto, branch], { cwd: root, exits: [0, 1] });
  if (exit === 0) return;
  throw new AppError(
    'git.failed',
    'The session and the target have no commit in common, so nothing can be replayed.',
    'Pick another target; in a shallow clone, "git fetch --unshallow" brings the commits that are missing.',
  );
}

async function subjectOf(root: string, commit: string): Promise<string> {
  return runGitText(['log', '-1', '--format=%s', commit], { cwd: root });
}

async function copyCommit(
  root: string,
  commit: string,
  { tree, parents, signer }: { tree: string; parents: string[]; signer: Signer },
): Promise<string> {
  const format = '--format=%an%x00%ae%x00%ad%x00%B';
  const { stdout } = await runGit(['log', '-1', '--no-show-signature', '--date=raw', format, commit], {
    cwd: root,
  });
  const [name = '', email = '', date = '', ...message] = stdout.toString('utf8').split('\0');
  return writeCommit(root, {
    tree,
    parents,
    message: `${message.join('\0').replace(/\n+$/, '')}\n`,
    author: { name, email, date },
    signer,
  });
}
