import { join } from 'node:path';
import type { ChosenChange, ShownChange } from '../../../shared/ipc/contract';
import { changesBelongTogether, type Pending, selectShown } from '../changes/shown-changes';
import { privateIndexFile } from '../checkpoints/private-index';
import { editTree } from '../edit-tree';
import { exclusively } from '../exclusively';
import { locateLinkedWorktree, type WorktreeLocation } from '../locate-worktree';
import { chosenEntries, restOf } from './chosen-entries';
import { type Moved, moveAccepted, type OnMoving } from './move-accepted';
import { moveWorktree } from './move-worktree';
import { submoduleRefused } from './submodule-refused';

export interface Choice {
  worktree: string;
  sessionId: string;
  /** What the user saw and chose of it; the caller has just taken a checkpoint to compare it with. */
  chosen: readonly ChosenChange[];
  /** What the caller has just listed, which is then not read again; it holds as long as none of the refs moved. */
  pending?: Pending | undefined;
  onMoving?: OnMoving;
}

/** Where a choice moved a ref, and what is left of the files that it took a part of. */
export interface Made extends Moved {
  rest: ShownChange[];
}

/**
 * Accepts exactly what was chosen: it moves into the session's accepted tree. Branch, index and files of the worktree
 * stay as they are. Answers the accepted commits before and after, and what is left. Throws AppError `change.stale`, `git.busy`,
 * `input.invalid`; nothing is accepted then.
 */
export async function acceptSelection(choice: Choice): Promise<Made> {
  const location = await locateLinkedWorktree(choice.worktree);
  return exclusively(privateIndexFile(location), () => acceptNow(location, choice));
}

async function acceptNow(location: WorktreeLocation, choice: Choice): Promise<Made> {
  const { sessionId, chosen, pending, onMoving } = choice;
  const root = location.path;
  const selection = await selectShown(root, sessionId, chosen, pending);
  const { entries } = await chosenEntries(root, selection.chosen, 'accept');
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const tree = await editTree(root, scratch, selection.accepted, entries);
  if (!tree) throw changesBelongTogether();
  const { accepted: from, committed, checkpoint } = selection;
  const message = `Accepted\n\nCheckpoint: ${checkpoint}`;
  const moved = await moveAccepted({ root, sessionId, from, committed, checkpoint, tree, message, onMoving });
  return { ...moved, rest: restOf(selection.chosen, entries, 'accept') };
}

/**
 * Puts exactly what was chosen back to what was accepted last: lines, files, modes, symlinks, deletions. Nothing else
 * in the worktree changes, and no symlink is followed. Answers the checkpoints before and after, and what is left. Throws AppError
 * `change.stale` (also when a file changed since the checkpoint), `git.busy`, `input.invalid`; nothing is done then.
 */
export async function rejectSelection(choice: Choice): Promise<Made> {
  const location = await locateLinkedWorktree(choice.worktree);
  return exclusively(privateIndexFile(location), () => rejectNow(location, choice));
}

async function rejectNow(location: WorktreeLocation, choice: Choice): Promise<Made> {
  const { sessionId, chosen, pending, onMoving } = choice;
  const root = location.path;
  const selection = await selectShown(root, sessionId, chosen, pending);
  const submodule = selection.chosen.find(({ change }) =>
    [change.oldMode, change.newMode].includes('160000'),
  );
  if (submodule) throw submoduleRefused(submodule.change.path.toString('utf8'));
  const { checkpoint } = selection;
  const { entries, spliced } = await chosenEntries(root, selection.chosen, 'reject');
  const move = { location, sessionId, checkpoint, entries, spliced, label: 'Reject', onMoving };
  return { ...(await moveWorktree(move)), rest: restOf(selection.chosen, entries, 'reject') };
}
