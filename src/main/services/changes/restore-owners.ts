import type { LineHunk } from '../../../shared/domain/line-owners';
import { type ChainStep, readLinePatches } from '../../git/checkpoints/line-patches';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { isZeroOid, pathKey, toNamedPath } from '../../git/path-bytes';
import { entriesAt } from '../../git/tree-entries';
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
  const undone = step.undoes !== undefined;
  const sides = patches.map(sidesOf);
  const areSame = await areAsTheyWere(root, step.asOf, sides);
  const parts = patches.filter((_, index) => !areSame[index]);
  const since = await hunksSince(root, step, step.asOf, parts);
  const then = earlier(step.asOf);
  for (const [index, patch] of patches.entries()) {
    if (areSame[index] && undone) {
      for (const { path, oid } of sides[index] ?? []) {
        ledger.restore(toNamedPath(path), oid ?? noBlob(patch), then);
      }
      continue;
    }
    ledger.apply(patch, credit);
    const difference = areSame[index] ? sameAsThen : since.get(pathKey(patch.path));
    if (difference) ledger.restorePart(patch, credit, { ...difference, then, undone });
  }
  for (const also of step.alsoOf ?? []) {
    const since = await hunksSince(root, step, also, parts);
    const then = earlier(also);
    for (const patch of parts) {
      const difference = since.get(pathKey(patch.path));
      if (difference) ledger.restorePart(patch, credit, { ...difference, then, undone });
    }
  }
}

const sameAsThen = { hunks: [] };

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

/** By path: how files differ, line by line, from what they were at a checkpoint that a step brings back. */
async function hunksSince(
  root: string,
  { commit }: Returned['step'],
  asOf: string,
  patches: readonly FilePatch[],
): Promise<Map<string, { hunks: LineHunk[]; oldPath?: Buffer }>> {
  const paths = patches.map(({ path }) => toNamedPath(path));
  const named = await readLinePatches(root, asOf, commit, paths);
  // A file that others moved meanwhile is found among all of them only.
  const isNew = new Set(named.flatMap(({ path, status }) => (status === 'added' ? [pathKey(path)] : [])));
  const moved = isNew.size === 0 ? [] : await readLinePatches(root, asOf, commit);
  const found = [...named, ...moved.filter(({ path, oldPath }) => oldPath && isNew.has(pathKey(path)))];
  return new Map(
    found.flatMap(({ path, oldPath, hunks }) =>
      hunks ? [[pathKey(path), { hunks, ...(oldPath && { oldPath }) }]] : [],
    ),
  );
}
