import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors';
import { groupBy } from '../../../shared/group-by';
import { changeIsStale, changesBelongTogether } from '../changes/shown-changes';
import { CHECKPOINT_LIMITS } from '../checkpoints/checkpoint';
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
import { runGit, runGitText } from '../run-git';
import { sessionRef } from '../session-refs';
import { entriesAt, type TreeEntry } from '../tree-entries';
import { identityEnvironment } from '../user-identity';
import type { Spliced } from './chosen-entries';
import { type CutShort, completeMove } from './complete-move';
import { type Moved, type OnMoving, updateRefs } from './move-accepted';
import { type WorktreeText, worktreeTexts, writeSpliced } from './worktree-texts';

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
    move.onMoving?.({ before: checkpoint, after });
    await updateRefs(root, [`update ${chain} ${after} ${checkpoint}\n`]);
    try {
      await writeSpliced(root, await checkOut(location, checkpoint, target, move.spliced ?? []));
    } catch (error) {
      await updateRefs(root, [`update ${chain} ${checkpoint} ${after}\n`]);
      if (!isRefusal(error)) await putBack(location, { from: target, to: checkpoint });
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

/** Files that were moved already go back; where that fails too, the error that is thrown anyway says so. */
async function putBack({ path: root, gitDir }: WorktreeLocation, trees: Pick<CutShort, 'from' | 'to'>) {
  await completeMove({ root, scratch: join(gitDir, 'coppice.scratch.index'), ...trees }).catch(() => []);
}

/** True when git looked first and touched nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith('change.');
}

/** Git refuses the whole move when one of the files is not as the checkpoint has it. */
async function checkOut(
  location: WorktreeLocation,
  from: string,
  to: string,
  spliced: readonly Spliced[],
): Promise<WorktreeText[]> {
  const at = { cwd: location.path, env: { GIT_INDEX_FILE: privateIndexFile(location) } };
  // Read now: whoever wrote since the private index caught up is noticed by git.
  const texts = await worktreeTexts(location.path, spliced);
  const { exit, stderr } = await runGit(['read-tree', '-m', '-u', from, to], {
    ...at,
    exits: [0, 128],
    timeoutMs: 0,
  });
  if (exit === 0) return texts;
  const named = /(?:Entry|file) '(.+?)' (?:not uptodate|would be|overlaps)/.exec(stderr)?.[1];
  if (named) throw await whyRefused(location.path, named);
  throw new AppError(
    'git.failed',
    'git could not put all of the files back; some may be changed already.',
    'What they were is kept: mend what Show details names, then look at the changes, or go back in the timeline.',
    stderr,
  );
}

async function whyRefused(root: string, path: string): Promise<AppError> {
  const stats = await lstat(join(root, path)).catch(() => null);
  if (!stats || stats.size <= CHECKPOINT_LIMITS.fileBytes) return changeIsStale(path);
  return new AppError(
    'change.conflict',
    `${path} has grown beyond ${CHECKPOINT_LIMITS.fileBytes / 1e6} MB, which no checkpoint keeps, so it was not overwritten.`,
    'Nothing was changed. Move that file away or make it smaller, then try again.',
  );
}
