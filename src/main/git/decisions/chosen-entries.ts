import { AppError } from '../../../shared/errors';
import type { ShownChange } from '../../../shared/ipc/contract';
import type { TreeDifference } from '../changes/diff-trees';
import { readHunks } from '../changes/read-diff';
import type { Chosen } from '../changes/shown-changes';
import { objectAccess } from '../object-access';
import { isZeroOid, pathKey, toNamedPath } from '../path-bytes';
import { readObjects } from '../read-objects';
import { runGitText } from '../run-git';
import type { TreeEntry } from '../tree-entries';
import {
  type Applied,
  appliedLines,
  type ChangedRun,
  changedRuns,
  countApplied,
  spliceLines,
} from './splice-lines';

type Blob = NonNullable<TreeEntry['blob']>;
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

const AT_ONCE = 4;

/**
 * What accepting gives the accepted tree, or rejecting the worktree, at the chosen paths; texts made of both sides
 * are stored. Throws AppError `input.invalid` for a part of what can only be decided on as a whole.
 */
export async function chosenEntries(
  root: string,
  chosen: readonly Chosen[],
  verdict: Verdict,
): Promise<ChosenEntries> {
  const found: ChosenEntries[] = new Array(chosen.length);
  let next = 0;
  const work = async () => {
    for (let at = next++; at < chosen.length; at = next++) {
      found[at] = await entriesOf(root, chosen[at] as Chosen, verdict);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    entries: found.flatMap(({ entries }) => entries),
    spliced: found.flatMap(({ spliced }) => spliced),
  };
}

async function entriesOf(root: string, { change, part }: Chosen, verdict: Verdict): Promise<ChosenEntries> {
  if (!part) return { entries: wholeEntries(change, verdict === 'accept' ? 'new' : 'old'), spliced: [] };
  const runs = changedRuns(await requireHunks(root, change));
  const applied = appliedLines(part, verdict === 'reject');
  const counts = countApplied(runs, applied);
  const chosenLines = verdict === 'accept' ? counts.applied : counts.all - counts.applied;
  const movesMode = part.mode === true && change.oldMode !== change.newMode && !oneSided(change);
  if (chosenLines === 0 && !movesMode) throw nothingChosen(change);
  // All lines of a new or deleted file are the file itself.
  if (oneSided(change) && chosenLines === counts.all) {
    return { entries: wholeEntries(change, verdict === 'accept' ? 'new' : 'old'), spliced: [] };
  }
  const { path } = change;
  // Lines are accepted where the file is now: left at its old name, what is accepted and what is not may have so little
  // in common that nobody would find the rename again, and the accepted lines would be pending once more.
  const left = verdict === 'accept' && change.oldPath ? [{ path: change.oldPath, blob: null }] : [];
  const mode = modeOf(change, verdict === 'accept' ? movesMode : !movesMode);
  const becomes = (oid: string): TreeEntry[] => [...left, { path, blob: { mode, oid } }];
  if (counts.applied === 0) return { entries: becomes(change.oldOid), spliced: [] };
  if (counts.applied === counts.all) return { entries: becomes(change.newOid), spliced: [] };
  const [before, after] = await readSides(root, change);
  const oid = await storeBlob(root, spliceLines(before, after, runs, applied));
  return {
    entries: becomes(oid),
    spliced: [{ path, oldOid: change.oldOid, oid, before, after, runs, applied }],
  };
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

async function requireHunks(root: string, change: TreeDifference) {
  const regular = [change.oldMode, change.newMode].every((mode) => isZeroOid(mode) || mode.startsWith('100'));
  const hunks = regular && !change.binary ? await readHunks(root, change) : null;
  if (hunks) return hunks;
  throw new AppError(
    'input.invalid',
    `${change.path.toString('utf8')} can only be decided on as a whole: it is ${regular ? 'binary, or too large to be shown line by line' : 'not a regular file on both sides'}.`,
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

/** The texts of both sides; of an absent one nothing. */
export async function readSides(
  root: string,
  { oldOid, newOid }: Pick<TreeDifference, 'oldOid' | 'newOid'>,
): Promise<[Buffer, Buffer]> {
  const sides = [oldOid, newOid].filter((oid) => !isZeroOid(oid));
  const objects = await readObjects(await objectAccess(root), sides);
  const text = (oid: string) => {
    if (isZeroOid(oid)) return Buffer.alloc(0);
    const found = objects.find((object) => object?.oid === oid);
    if (!found) throw new AppError('git.broken', `The object ${oid} is gone from the repository.`);
    return found.body;
  };
  return [text(oldOid), text(newOid)];
}

/** Stores a text as it is, past all filters, and answers its id. */
export async function storeBlob(root: string, text: Buffer): Promise<Blob['oid']> {
  return runGitText(['hash-object', '-w', '--no-filters', '--stdin'], {
    ...(await objectAccess(root)),
    stdin: text,
  });
}
