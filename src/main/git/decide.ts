import { join } from 'node:path';
import { AppError } from '../../shared/errors';
import type { ShownChange } from '../../shared/ipc/contract';
import { privateIndexFile } from './checkpoint';
import { COPPICE } from './checkpoint-message';
import type { TreeDifference } from './diff-trees';
import { exclusively } from './exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from './locate-worktree';
import { withOwnIndex } from './own-index';
import { currentBranch } from './resolve-base';
import { runGit, runGitText } from './run-git';
import { sessionRef } from './session-refs';
import { changeIsStale, changesBelongTogether, type PendingSelection, selectShown } from './shown-changes';
import { editTree, entriesAt, type TreeEntry } from './tree-entries';
import { identityEnvironment, readUserIdentity } from './user-identity';

export interface Decision {
  worktree: string;
  sessionId: string;
  /** What the user saw; the caller has just taken a checkpoint to compare it with. */
  shown: readonly ShownChange[];
}

export interface Acceptance extends Decision {
  /** The session's branch, short name; the worktree must have it checked out. */
  branch: string;
  message: string;
  /** `Name <address>` of everybody to credit besides the user. */
  coauthors: readonly string[];
}

/**
 * Accepts exactly the shown changes: one commit in the user's name on the session's branch, none when the branch
 * has that content already (`commit` is then null). The worktree's files stay as they are, and git shows those
 * paths as clean. Throws AppError `change.stale`, `git.identity-missing`, `git.busy`, `input.invalid`; nothing is applied then.
 */
export async function acceptFiles(acceptance: Acceptance): Promise<{ commit: string | null }> {
  const location = await locateLinkedWorktree(acceptance.worktree);
  return exclusively(privateIndexFile(location), () => acceptNow(location, acceptance));
}

async function acceptNow(
  location: WorktreeLocation,
  acceptance: Acceptance,
): Promise<{ commit: string | null }> {
  const root = location.path;
  const { branch, sessionId } = acceptance;
  await requireBranch(root, branch);
  const selection = await selectShown(root, sessionId, acceptance.shown);
  const entries = selection.selected.flatMap((change) => entriesOf(change, 'new'));
  const head = await readHead(root, selection.accepted);
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const acceptedTree = await editTree(root, scratch, selection.accepted, entries);
  const tree = head.isAccepted ? acceptedTree : await editTree(root, scratch, head.commit, entries);
  if (!acceptedTree || !tree) throw changesBelongTogether();
  const commit = tree === head.tree ? null : await commitAsUser(root, tree, head.commit, acceptance);
  const accepted = await commitAccepted(root, acceptedTree, selection);
  const updates = [`update ${sessionRef(sessionId, 'accepted')} ${accepted} ${selection.accepted}\n`];
  if (commit) updates.push(`update refs/heads/${branch} ${commit} ${head.commit}\n`);
  await withOwnIndex(location, head.commit, async () => {
    await updateTogether(root, updates, acceptance.message);
    return entries;
  });
  return { commit };
}

/** `isAccepted` when the branch has exactly what was accepted, which spares building the same tree twice. */
async function readHead(root: string, accepted: string) {
  const ids = await runGitText(['rev-parse', 'HEAD', 'HEAD^{tree}', `${accepted}^{tree}`], { cwd: root });
  const [commit = '', tree = '', acceptedTree] = ids.split('\n');
  return { commit, tree, isAccepted: tree === acceptedTree };
}

async function requireBranch(root: string, branch: string): Promise<void> {
  const current = await currentBranch(root);
  const tip = ['rev-parse', '--quiet', '--verify', `refs/heads/${branch}`];
  const { exit } = await runGit(tip, { cwd: root, exits: [0, 1] });
  if (exit !== 0) {
    throw new AppError(
      'git.failed',
      `The session's branch ${branch} is gone, so there is nothing to commit to.`,
      `Bring it back with "git branch ${branch} <commit>" in ${root}; "git reflog" there lists its commits.`,
    );
  }
  if (current === branch) return;
  throw new AppError(
    'git.failed',
    current
      ? `The worktree is on branch ${current}, not on the session's branch ${branch}.`
      : `The worktree is on no branch, so there is nowhere to commit to.`,
    `Finish what is going on there, or run "git switch ${branch}" in ${root}.`,
  );
}

/** Both paths of a rename; the side chosen is the one the paths shall have. */
function entriesOf(change: TreeDifference, side: 'old' | 'new'): TreeEntry[] {
  const blob = (mode: string, oid: string) => (/^0+$/.test(mode) ? null : { mode, oid });
  const before = blob(change.oldMode, change.oldOid);
  const after = blob(change.newMode, change.newOid);
  if (!change.oldPath) return [{ path: change.path, blob: side === 'new' ? after : before }];
  return [
    { path: change.oldPath, blob: side === 'new' ? null : before },
    { path: change.path, blob: side === 'new' ? after : null },
  ];
}

async function commitAsUser(
  root: string,
  tree: string,
  head: string,
  acceptance: Acceptance,
): Promise<string> {
  const identity = await readUserIdentity(root);
  const credits = acceptance.coauthors.map((name) => `Co-authored-by: ${name.replace(/[\r\n]+/g, ' ')}`);
  const message = acceptance.message.trim() || 'Accept changes';
  return runGitText(['commit-tree', tree, '-p', head], {
    cwd: root,
    env: identityEnvironment(identity),
    stdin: `${message}\n${credits.length > 0 ? `\n${credits.join('\n')}\n` : ''}`,
  });
}

async function commitAccepted(root: string, tree: string, selection: PendingSelection): Promise<string> {
  return runGitText(['commit-tree', tree, '-p', selection.accepted], {
    cwd: root,
    env: identityEnvironment(COPPICE),
    stdin: `Accepted\n\nCheckpoint: ${selection.checkpoint}\n`,
  });
}

/** All refs move or none; somebody else's commit on the branch in between makes it none. */
async function updateTogether(root: string, updates: string[], message: string): Promise<void> {
  const subject = message.split('\n')[0] ?? '';
  const { exit, stderr } = await runGit(['update-ref', '-m', `coppice: accept ${subject}`, '--stdin'], {
    cwd: root,
    stdin: updates.join(''),
    exits: [0, 128],
  });
  if (exit === 0) return;
  throw new AppError(
    'git.busy',
    'The branch moved while the changes were being accepted, so nothing was done.',
    'Try again.',
    stderr,
  );
}

/**
 * Puts exactly the shown changes back to what was accepted last: files, modes, symlinks, deletions. Nothing else in
 * the worktree changes, and no symlink is followed. Take a checkpoint afterwards so that the chain knows. Throws AppError
 * `change.stale` (also when a file changed since the checkpoint), `input.invalid`; nothing is applied then.
 */
export async function rejectFiles(decision: Decision): Promise<void> {
  const location = await locateLinkedWorktree(decision.worktree);
  return exclusively(privateIndexFile(location), () => rejectNow(location, decision));
}

async function rejectNow(location: WorktreeLocation, decision: Decision): Promise<void> {
  const root = location.path;
  const { checkpoint, selected } = await selectShown(root, decision.sessionId, decision.shown);
  const submodule = selected.find((change) => [change.oldMode, change.newMode].includes('160000'));
  if (submodule) throw submoduleRefused(submodule.path.toString('utf8'));
  const entries = selected.flatMap((change) => entriesOf(change, 'old'));
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const target = await editTree(root, scratch, checkpoint, entries);
  if (!target) throw changesBelongTogether();
  await withOwnIndex(location, target, async () => {
    const paths = entries.map(({ path }) => path);
    const committed = await entriesAt(root, 'HEAD', paths);
    await moveWorktree(location, checkpoint, target);
    return committed;
  });
}

/** Git refuses the whole move when one of the files is not as the checkpoint has it. */
async function moveWorktree(location: WorktreeLocation, from: string, to: string): Promise<void> {
  const at = { cwd: location.path, env: { GIT_INDEX_FILE: privateIndexFile(location) } };
  // A file that was only touched would count as changed otherwise.
  await runGit(['update-index', '-q', '--refresh'], { ...at, exits: [0, 1], timeoutMs: 0 });
  const { exit, stderr } = await runGit(['read-tree', '-m', '-u', from, to], {
    ...at,
    exits: [0, 128],
    timeoutMs: 0,
  });
  if (exit === 0) return;
  const named = /(?:Entry|file) '(.+?)' (?:not uptodate|would be|overlaps)/.exec(stderr)?.[1];
  if (named) throw changeIsStale(named);
  throw new AppError('git.failed', 'git could not put the files back.', 'Nothing was changed.', stderr);
}

function submoduleRefused(path: string): AppError {
  return new AppError(
    'input.invalid',
    `${path} is a submodule, which Coppice does not move back by itself.`,
    `Run "git submodule update -- ${path}" in the worktree, or commit inside it.`,
  );
}
