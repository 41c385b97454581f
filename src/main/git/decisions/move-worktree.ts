import { join } from 'node:path';
import { groupBy } from '../../../shared/group-by';
import { changesBelongTogether } from '../changes/shown-changes';
import {
  COPPICE,
  checkpointIdentity,
  checkpointMessage,
  type Return,
} from '../checkpoints/checkpoint-message';
import { catchUp, privateIndexFile } from '../checkpoints/private-index';
import { editTree } from '../edit-tree';
import type { WorktreeLocation } from '../locate-worktree';
import { withOwnIndex } from '../own-index';
import { requireRoom } from '../require-room';
import { runGitText } from '../run-git';
import { sessionRef } from '../session-refs';
import { entriesAt, type TreeEntry } from '../tree-entries';
import { updateRefs } from '../update-refs';
import { identityEnvironment } from '../user-identity';
import { checkOutTree, touchedNothing } from './check-out-tree';
import type { Spliced } from './chosen-entries';
import type { Moved, OnMoving } from './move-accepted';

export interface MovedEntry extends TreeEntry {
  /** An earlier checkpoint, of which the path has its content or part of it: that is then again whose it was. */
  asOf?: string | undefined;
  /** Later ones that some of it is from, the oldest first. */
  alsoOf?: readonly string[];
}

interface WorktreeMove {
  location: WorktreeLocation;
  sessionId: string;
  /** The newest checkpoint, which the worktree has to be at. */
  checkpoint: string;
  entries: readonly MovedEntry[];
  /** Files among them whose other lines are to keep their bytes as they are in the worktree. */
  spliced?: readonly Spliced[];
  label: string;
  /** The checkpoint of the decision that this takes back. */
  undoes?: string;
  onMoving?: OnMoving | undefined;
}

/**
 * Gives the worktree these entries and makes that checkpoints of the user's, one for each checkpoint they come from.
 * Nothing else in it changes and no symlink is followed. Throws AppError `change.stale` when a file is not as the
 * checkpoint has it, `change.conflict` when one is in the way, `input.invalid` and `git.busy`; nothing is done then.
 */
export async function moveWorktree(move: WorktreeMove): Promise<Moved> {
  const { location, sessionId, checkpoint, entries } = move;
  const root = location.path;
  const steps =
    (await editStepwise(location, checkpoint, byOrigin(entries))) ??
    // What belongs together may come from several checkpoints: a file that makes room for a folder.
    (await editStepwise(location, checkpoint, [{ entries }]));
  if (!steps) throw changesBelongTogether();
  let after = checkpoint;
  for (const step of steps) after = await commitStep(move, after, step);
  // Without entries the worktree stays as it is.
  const target = steps.at(-1)?.tree ?? checkpoint;
  await catchUp(location, checkpoint);
  await requireRoom({ root, from: checkpoint, to: target, indexFile: privateIndexFile(location) });
  await withOwnIndex(location, target, async () => {
    const head = await entriesAt(
      root,
      'HEAD',
      entries.map(({ path }) => path),
    );
    // First, as it is easily taken back: a worktree that was left behind is simply the next checkpoint.
    const chain = sessionRef(sessionId, 'chain');
    const refused = move.onMoving?.({ before: checkpoint, after });
    await updateRefs(root, [`update ${chain} ${after} ${checkpoint}\n`], refused);
    try {
      await checkOutTree(location, { from: checkpoint, to: target, spliced: move.spliced ?? [] });
    } catch (error) {
      await updateRefs(root, [`update ${chain} ${checkpoint} ${after}\n`]).catch((stuck: unknown) => {
        move.onMoving?.({ before: checkpoint, after, isFailed: true });
        throw stuck;
      });
      if (touchedNothing(error)) refused?.();
      throw error;
    }
    return head;
  });
  return { before: checkpoint, after };
}

/** Entries of one checkpoint, and where they come from. */
interface Group extends Pick<Return, 'asOf' | 'alsoOf'> {
  entries: readonly TreeEntry[];
}

/** More later checkpoints than these, the newest, are not asked about lines. */
const MAX_ALSO = 20;

function byOrigin(entries: readonly MovedEntry[]): Group[] {
  const groups = groupBy(entries, ({ asOf }) => asOf);
  return [...groups].map(([asOf, entries]) => {
    const alsoOf = [...new Set(entries.flatMap((entry) => entry.alsoOf ?? []))].slice(-MAX_ALSO);
    return { asOf, alsoOf, entries };
  });
}

interface Step extends Pick<Return, 'asOf' | 'alsoOf'> {
  tree: string;
}

/** The trees that the entries make of a checkpoint, one after the other; null when they do not fit. */
async function editStepwise(
  { path: root, gitDir }: WorktreeLocation,
  checkpoint: string,
  groups: readonly Group[],
): Promise<Step[] | null> {
  const steps: Step[] = [];
  for (const { asOf, alsoOf, entries } of groups) {
    const from = steps.at(-1)?.tree ?? checkpoint;
    const tree = await editTree(root, join(gitDir, 'coppice.scratch.index'), from, entries);
    if (!tree) return null;
    steps.push({ tree, asOf, alsoOf });
  }
  return steps;
}

function commitStep(
  { location, sessionId, label, undoes }: WorktreeMove,
  parent: string,
  { tree, asOf, alsoOf }: Step,
) {
  const author = { kind: 'user' } as const;
  return runGitText(['commit-tree', tree, '-p', parent], {
    cwd: location.path,
    env: identityEnvironment(checkpointIdentity(author), COPPICE),
    stdin: checkpointMessage(sessionId, author, label, { asOf, alsoOf, undoes }),
  });
}
