import type { LineHunk } from '../../../shared/domain/line-owners';
import { type ChainStep, readLinePatches } from '../../git/checkpoints/line-patches';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { isZeroOid, pathKey, toNamedPath } from '../../git/path-bytes';
import { entriesAt } from '../../git/tree-entries';
import { inSlices } from '../../platform/in-slices';
import type { LineLedger } from './line-ledger';

/** A checkpoint that brings files of an earlier one back. */
export interface Returned {
  step: ChainStep & { asOf: string };
  patches: FilePatch[];
}

/**
 * Carries a ledger over it. What is as it was belongs to whom it belonged in the earliest of the checkpoints it is from
 * (`earlier` finds what was known at each) that has it; the rest is whose who brought it back.
 */
export async function restoreOwners(
  ledger: LineLedger,
  earlier: (commit: string) => LineLedger,
  { root, step, patches }: Returned & { root: string },
): Promise<void> {
  const credit = { author: step.author, at: step.at };
  const before = ledger.copy();
  const undone = step.undoes !== undefined;
  const sides = patches.map(sidesOf);
  const areSame = await areAsTheyWere(root, step.asOf, sides);
  const parts = patches.filter((_, index) => !areSame[index]);
  const then = earlier(step.asOf);
  for (const [index, patch] of patches.entries()) {
    if (areSame[index] && undone) {
      for (const { path, oid } of sides[index] ?? []) {
        ledger.restore(toNamedPath(path), oid ?? noBlob(patch), then);
      }
      continue;
    }
    await inSlices(ledger.apply(patch, credit));
    if (areSame[index]) await inSlices(ledger.restorePart(patch, credit, { hunks: [], known: then, undone }));
  }
  if (parts.length === 0) return;
  const restore = async (differences: ReadonlyMap<string, Difference>, known: LineLedger) => {
    for (const patch of parts) {
      const difference = differences.get(pathKey(patch.path));
      if (difference) await inSlices(ledger.restorePart(patch, credit, { ...difference, known, undone }));
    }
  };
  for (const from of [step.asOf, ...(step.alsoOf ?? [])]) {
    await restore(await hunksSince(root, step, from, parts), earlier(from));
  }
  await restore(new Map([...(await hunksMoved(root, step)), ...movedWhole(patches)]), before);
}

interface Side {
  path: Buffer;
  /** Null where nothing is any more. */
  oid: string | null;
}

/** What a patch leaves at its paths. */
function sidesOf({ path, oldPath, newOid }: FilePatch): Side[] {
  const there = { path, oid: isZeroOid(newOid) ? null : newOid };
  return oldPath ? [{ path: oldPath, oid: null }, there] : [there];
}

const noBlob = ({ newOid }: FilePatch) => '0'.repeat(newOid.length);

async function areAsTheyWere(root: string, asOf: string, patches: readonly Side[][]): Promise<boolean[]> {
  const was = await entriesAt(
    root,
    asOf,
    patches.flat().map(({ path }) => path),
  );
  let next = 0;
  return patches.map((sides) => {
    const before = was.slice(next, next + sides.length);
    next += sides.length;
    return sides.every(({ oid }, side) => (before[side]?.blob?.oid ?? null) === oid);
  });
}

interface Difference {
  hunks: LineHunk[];
  /** The path of the file before, where that was another one. */
  oldPath?: Buffer;
}

/** By path: how files differ, line by line, from what they were at a checkpoint that a step brings back. */
async function hunksSince(
  root: string,
  { commit }: Returned['step'],
  asOf: string,
  patches: readonly FilePatch[],
): Promise<ReadonlyMap<string, Difference>> {
  const paths = patches.map(({ path }) => toNamedPath(path));
  const named = await readLinePatches(root, asOf, commit, paths);
  // A file that others moved meanwhile is found among all of them only.
  const isNew = new Set(named.flatMap(({ path, status }) => (status === 'added' ? [pathKey(path)] : [])));
  const moved = isNew.size === 0 ? [] : await readLinePatches(root, asOf, commit);
  const found = [...named, ...moved.filter(({ path, oldPath }) => oldPath && isNew.has(pathKey(path)))];
  return differences(found);
}

/** By path: how files that a step moved back differ from what they were where they come from. */
async function hunksMoved(
  root: string,
  { parent, commit }: Returned['step'],
): Promise<ReadonlyMap<string, Difference>> {
  // Little may be left of what they were, and files that changed places are not new.
  const found = await readLinePatches(root, parent, commit, undefined, ['--find-renames=1%', '-B10%']);
  return differences(found.filter(({ oldPath }) => oldPath));
}

/** The same of files that came as they were from where another one is now; git does not tell short ones that changed places. */
function movedWhole(patches: readonly FilePatch[]): Map<string, Difference> {
  const places = new Map(patches.map(({ path, oldPath = path, oldOid }) => [oldOid, oldPath]));
  const moved = patches.flatMap(({ path, status, newOid }): [string, Difference][] => {
    const oldPath = status === 'modified' ? places.get(newOid) : undefined;
    return oldPath && !oldPath.equals(path) ? [[pathKey(path), { hunks: [], oldPath }]] : [];
  });
  return new Map(moved);
}

function differences(patches: readonly FilePatch[]): ReadonlyMap<string, Difference> {
  return new Map(
    patches.flatMap(({ path, oldPath, hunks }) =>
      hunks ? [[pathKey(path), { hunks, ...(oldPath && { oldPath }) }]] : [],
    ),
  );
}
