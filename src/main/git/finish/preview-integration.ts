import type { IntegrationOutcome, Strategy } from '../../../shared/domain/finish';
import { AppError } from '../../../shared/errors';
import { diffTrees } from '../changes/diff-trees';
import { runGit, runGitText } from '../run-git';
import { mergeCommits } from './merge-commits';
import { replayCommits } from './replay-commits';
import { type Signer, writeCommit } from './write-commit';

export interface Integrating {
  /** A worktree whose attributes and merge drivers count: the session's. */
  root: string;
  strategy: Strategy;
  branchTip: string;
  targetTip: string;
}

/** Counts commits that only the branch and only the target have. */
export async function countApart(root: string, target: string, branch: string) {
  const text = await runGitText(['rev-list', '--left-right', '--count', `${target}...${branch}`], {
    cwd: root,
  });
  const [behind = 0, ahead = 0] = text.split('\t').map(Number);
  return { ahead, behind };
}

/** A branch's tip; throws AppError `not-found`. */
export async function tipOf(root: string, branch: string): Promise<string> {
  const { exit, stdout } = await runGit(
    ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`],
    {
      cwd: root,
      exits: [0, 1, 128],
    },
  );
  if (exit === 0) return stdout.toString('utf8').trim();
  throw new AppError('not-found', `There is no branch called ${branch}.`, 'Pick another branch.');
}

/** What integrating would come to. Writes objects, moves nothing. */
export async function previewIntegration(integrating: Integrating): Promise<IntegrationOutcome> {
  const { root, strategy, branchTip, targetTip } = integrating;
  const { ahead, behind } = await countApart(root, targetTip, branchTip);
  if (ahead === 0) return { kind: 'up-to-date' };
  if (strategy === 'fast-forward' && behind > 0) return { kind: 'diverged' };
  const result = await makeIntegration(integrating, 'preview', 'preview');
  if (result.kind === 'conflicts') return result;
  const files = (await diffTrees(root, targetTip, result.tip)).length;
  // What was squashed before has other commits, and would make an empty one.
  return files === 0 && strategy === 'squash' ? { kind: 'up-to-date' } : { kind: 'ready', files };
}

/** Makes the commit the target shall be at, as an object that no ref names yet. */
export async function makeIntegration(
  { root, strategy, branchTip, targetTip }: Integrating,
  signer: Signer,
  message: string,
): Promise<{ kind: 'made'; tip: string } | Extract<IntegrationOutcome, { kind: 'conflicts' }>> {
  switch (strategy) {
    case 'fast-forward':
      return { kind: 'made', tip: branchTip };
    case 'rebase': {
      const replayed = await replayCommits(root, targetTip, branchTip, signer);
      return replayed.kind === 'clean' ? { kind: 'made', tip: replayed.tip } : replayed;
    }
    case 'merge':
    case 'squash': {
      const merged = await mergeCommits(root, targetTip, branchTip);
      if (merged.kind === 'conflicts') return merged;
      const parents = strategy === 'merge' ? [targetTip, branchTip] : [targetTip];
      return { kind: 'made', tip: await writeCommit(root, { tree: merged.tree, parents, message, signer }) };
    }
  }
}
