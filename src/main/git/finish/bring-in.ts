import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { privateIndexFile } from '../checkpoints/private-index';
import { moveAccepted } from '../decisions/move-accepted';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { requireBranch } from '../require-branch';
import { requireRoom } from '../require-room';
import { runGit, runGitText } from '../run-git';
import { readSessionRefs } from '../session-refs';
import { entriesAt } from '../tree-entries';
import { markAsShown, mergeWith, readMergeHead } from './bringing-in';
import { showTheirs } from './show-theirs';

export interface BringInOptions {
  worktree: string;
  sessionId: string;
  branch: string;
  /** The commit to merge into the session's branch. */
  theirs: string;
  message: string;
}

/**
 * Merges a commit into the session's worktree without committing: what git puts together counts as accepted, files with
 * conflicts get markers, or their side where there can be none, and come up for review. The worktree must hold exactly
 * what was committed, and a checkpoint of it has just been taken. Answers the conflicts. Throws AppError `git.busy`;
 * nothing has changed then.
 */
export async function bringIn(options: BringInOptions): Promise<string[]> {
  const location = await locateLinkedWorktree(options.worktree);
  await requireBranch(location.path, options.branch);
  return exclusively(privateIndexFile(location), () => bringInNow(location, options));
}

async function bringInNow(location: WorktreeLocation, options: BringInOptions): Promise<string[]> {
  const root = location.path;
  const { sessionId, theirs } = options;
  const accepted = await requireSettled(root, sessionId);
  await requireRoom({ root, from: 'HEAD', to: theirs });
  const flags = ['--no-commit', '--no-ff', '--no-squash', '--no-autostash', '--no-verify-signatures'];
  const args = ['merge', ...flags, '--no-stat', '--quiet'];
  const { exit, stdout, stderr } = await runGit([...args, '-m', options.message, theirs], {
    cwd: root,
    config: { 'rerere.enabled': 'false', [`branch.${options.branch}.mergeOptions`]: '' },
    exits: [0, 1, 2, 128],
    timeoutMs: 0,
  });
  const merging = await readMergeHead(location);
  if (exit > 1 || !merging) {
    throw new AppError(
      'git.failed',
      'git could not merge in the worktree; its files are as they were.',
      'Show details has everything git said.',
      `${stdout.toString('utf8')}${stderr}`,
    );
  }
  const { conflicts } = await mergeWith(root, merging);
  await showTheirs(root);
  const merged = await mergedTree(location);
  const kept = await entriesAt(root, 'HEAD', conflicts);
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const tree = await editTree(root, scratch, merged, kept);
  const { committed } = await readSessionRefs(root, sessionId);
  const reason = 'Accepted\n\nBrought in from another branch';
  await moveAccepted({ root, sessionId, from: accepted, committed, tree: tree ?? merged, message: reason });
  await markAsShown(location);
  return conflicts.map((path) => path.toString('utf8'));
}

/** The tree of what the merge put into the worktree's index, with our side where there are conflicts. */
async function mergedTree(location: WorktreeLocation): Promise<string> {
  const root = location.path;
  const { stdout } = await runGit(['ls-files', '-s', '-z'], { cwd: root });
  const staged = Buffer.concat(
    stdout
      .toString('latin1')
      .split('\0')
      .filter((line) => / 0\t/.test(line))
      .map((line) => Buffer.from(`${line}\0`, 'latin1')),
  );
  const at = { cwd: root, env: { GIT_INDEX_FILE: join(location.gitDir, 'coppice.scratch.index') } };
  await runGit(['read-tree', '--empty'], at);
  await runGit(['update-index', '-z', '--index-info'], { ...at, stdin: staged });
  return runGitText(['write-tree'], at);
}

/** Throws unless the worktree, what was accepted and the branch are all the same. */
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
