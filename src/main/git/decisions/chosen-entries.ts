import { AppError } from '../../../shared/errors';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { TreeDifference } from '../changes/diff-trees';
import { readManyHunks } from '../changes/read-many-diffs';
import type { Chosen } from '../changes/shown-changes';
import { objectAccess } from '../object-access';
import { isZeroOid, pathKey, toNamedPath } from '../path-bytes';
import { readTexts } from '../read-objects';
import type { TreeEntry } from '../tree-entries';
import {
  type Applied,
  appliedLines,
  type ChangedRun,
  changedRuns,
  countApplied,
  spliceLines,
} from './splice-lines';
import { storeBlobs } from './store-blobs';

export type Verdict = 'accept' | 'reject';

/** A file of which only some lines are taken back, and how its text was made. */
export interface Spliced {
  path: Buffer;
  oldOid: string;
  /** The blob the file becomes. */
  oid: string;
  before: Buffer;
  after: Buffer;
  runs: readonly ChangedRun[];
  applied: Applied;
}

export interface ChosenEntries {
  entries: TreeEntry[];
  spliced: Spliced[];
}

/** What is pending of the files decided on in part once they have the chosen entries. */
export function restOf(
  chosen: readonly Chosen[],
  entries: readonly TreeEntry[],
  verdict: Verdict,
): ShownChange[] {
  const blobs = new Map(entries.map(({ path, blob }) => [pathKey(path), blob]));
  return chosen.flatMap(({ change, part }) => {
    const blob = blobs.get(pathKey(change.path));
    // Half a file is never absent: what became so was all of it.
    if (!part || !blob) return [];
    const { oldOid, newOid, oldMode, newMode } = change;
    const rest =
      verdict === 'accept'
        ? { oldOid: blob.oid, newOid, oldMode: blob.mode, newMode }
        : { oldOid, newOid: blob.oid, oldMode, newMode: blob.mode };
    const isNothing = rest.oldOid === rest.newOid && rest.oldMode === rest.newMode;
    return isNothing ? [] : [{ ...toNamedPath(change.path), ...rest }];
  });
}

/**
 * What accepting gives the accepted tree, or rejecting the worktree, at the chosen paths; texts made of both sides
 * are stored. As many processes for thousands of files as for two. Throws AppError `input.invalid` for a part of what can
 * only be decided on as a whole.
 */
export async function chosenEntries(
  root: string,
  chosen: readonly Chosen[],
  verdict: Verdict,
): Promise<ChosenEntries> {
  const runs = await runsOf(
    root,
    chosen.flatMap(({ change, part }) => (part ? [change] : [])),
  );
  let next = 0;
  const planned = chosen.map(({ change, part }) =>
    part
      ? planPart(change, part, runs[next++] ?? [], verdict)
      : { entries: wholeEntries(change, verdict === 'accept' ? 'new' : 'old') },
  );
  const spliced = await spliceAll(
    root,
    planned.flatMap((plan) => ('splice' in plan ? [plan.splice] : [])),
  );
  next = 0;
  const entries = planned.flatMap((plan) =>
    'splice' in plan ? plan.becomes(spliced[next++]?.oid ?? '') : plan.entries,
  );
  return { entries, spliced };
}

/** A text to be made of both sides. */
interface Splice {
  change: TreeDifference;
  runs: readonly ChangedRun[];
  applied: Applied;
}

type Plan = { entries: TreeEntry[] } | { splice: Splice; becomes(oid: string): TreeEntry[] };

function planPart(
  change: TreeDifference,
  part: NonNullable<Chosen['part']>,
  runs: readonly ChangedRun[],
  verdict: Verdict,
): Plan {
  const applied = appliedLines(part, verdict === 'reject');
  const counts = countApplied(runs, applied);
  const chosenLines = verdict === 'accept' ? counts.applied : counts.all - counts.applied;
  const movesMode = part.mode === true && change.oldMode !== change.newMode && !oneSided(change);
  if (chosenLines === 0 && !movesMode) throw nothingChosen(change);
  // All lines of a new or deleted file are the file itself.
  if (oneSided(change) && chosenLines === counts.all) {
    return { entries: wholeEntries(change, verdict === 'accept' ? 'new' : 'old') };
  }
  const { path } = change;
  // Lines are accepted where the file is now: left at its old name, what is accepted and what is not may have so little
  // in common that nobody would find the rename again, and the accepted lines would be pending once more.
  const left = verdict === 'accept' && change.oldPath ? [{ path: change.oldPath, blob: null }] : [];
  const mode = modeOf(change, verdict === 'accept' ? movesMode : !movesMode);
  const becomes = (oid: string): TreeEntry[] => [...left, { path, blob: { mode, oid } }];
  if (counts.applied === 0) return { entries: becomes(change.oldOid) };
  if (counts.applied === counts.all) return { entries: becomes(change.newOid) };
  return { splice: { change, runs, applied }, becomes };
}

async function spliceAll(root: string, splices: readonly Splice[]): Promise<Spliced[]> {
  const sides = await readSides(
    root,
    splices.map(({ change }) => change),
  );
  const made = splices.map(({ change, runs, applied }, index) => {
    const [before, after] = sides[index] as [Buffer, Buffer];
    return { path: change.path, oldOid: change.oldOid, before, after, runs, applied };
  });
  const texts = made.map(({ before, after, runs, applied }) => spliceLines(before, after, runs, applied));
  const oids = await storeBlobs(root, texts);
  return made.map((one, index) => ({ ...one, oid: oids[index] as string }));
}

/** Both paths of a rename; the side chosen is the one the paths shall have. */
function wholeEntries(change: TreeDifference, side: 'old' | 'new'): TreeEntry[] {
  const blob = (mode: string, oid: string) => (isZeroOid(mode) ? null : { mode, oid });
  const before = blob(change.oldMode, change.oldOid);
  const after = blob(change.newMode, change.newOid);
  if (!change.oldPath) return [{ path: change.path, blob: side === 'new' ? after : before }];
  return [
    { path: change.oldPath, blob: side === 'new' ? null : before },
    { path: change.path, blob: side === 'new' ? after : null },
  ];
}

function oneSided({ status }: TreeDifference): boolean {
  return status === 'added' || status === 'deleted';
}

function modeOf({ oldMode, newMode }: TreeDifference, asNew: boolean): string {
  const [first, second] = asNew ? [newMode, oldMode] : [oldMode, newMode];
  return isZeroOid(first) ? second : first;
}

async function runsOf(root: string, changes: readonly TreeDifference[]): Promise<ChangedRun[][]> {
  const isRegular = ({ oldMode, newMode }: TreeDifference) =>
    [oldMode, newMode].every((mode) => isZeroOid(mode) || mode.startsWith('100'));
  for (const change of changes)
    if (!isRegular(change) || change.binary) throw onlyAsAWhole(change, isRegular(change));
  const found = await readManyHunks(root, changes, (hunks) => hunks && changedRuns(hunks));
  return found.map((runs, index) => {
    if (runs) return runs;
    throw onlyAsAWhole(changes[index] as TreeDifference, true);
  });
}

function onlyAsAWhole({ path }: TreeDifference, regular: boolean): AppError {
  return new AppError(
    'input.invalid',
    `${path.toString('utf8')} can only be decided on as a whole: it is ${regular ? 'binary, or too large to be shown line by line' : 'not a regular file on both sides'}.`,
    'Accept or reject the whole file.',
  );
}

function nothingChosen(change: TreeDifference): AppError {
  return new AppError(
    'input.invalid',
    `None of the chosen lines of ${change.path.toString('utf8')} was changed.`,
    'Choose lines that were added or removed.',
  );
}

/** The texts of both sides of each; of an absent one nothing. */
export async function readSides(
  root: string,
  changes: readonly Pick<TreeDifference, 'oldOid' | 'newOid'>[],
): Promise<[Buffer, Buffer][]> {
  const all = changes.flatMap(({ oldOid, newOid }) => [oldOid, newOid]).filter((oid) => !isZeroOid(oid));
  const texts = await readTexts(await objectAccess(root), all);
  const text = (oid: string) => {
    const found = isZeroOid(oid) ? Buffer.alloc(0) : texts.get(oid);
    if (!found) throw new AppError('git.broken', `The object ${oid} is gone from the repository.`);
    return found;
  };
  return changes.map(({ oldOid, newOid }) => [text(oldOid), text(newOid)]);
}
