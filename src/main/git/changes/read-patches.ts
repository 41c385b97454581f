import { inSlices } from '../../platform/in-slices';
import { objectAccess } from '../object-access';
import { isZeroOid } from '../path-bytes';
import { runGit } from '../run-git';
import { type Folder, writeFolders } from '../tree-objects';
import { type ParsedPatch, type PatchLimits, parsePatch } from './parse-patch';
import { PatchSplitter } from './patch-splitter';
import { type ChangeSides, diffFlags, MAX_BYTES, PATCH_CONFIG, readPatch } from './read-diff';

type Sides = Pick<ChangeSides, 'oldOid' | 'newOid'>;

/**
 * Reads the patches between pairs of blobs as `readDiff` reads one, with as many processes for thousands of them as for
 * two. `take` is given one after the other; what it answers is answered in the order of the pairs.
 */
export async function readPatches<T>(
  root: string,
  pairs: readonly Sides[],
  limits: PatchLimits,
  take: (patch: ParsedPatch, index: number) => T | Promise<T>,
): Promise<T[]> {
  const taken: T[] = new Array(pairs.length);
  const known = new Set<number>();
  const keep = async (index: number, patch: ParsedPatch) => {
    known.add(index);
    taken[index] = await take(patch, index);
  };
  for (const [index, bytes] of await readDiffering(root, pairs)) {
    await keep(index, await inSlices(parsePatch(bytes, limits)));
  }
  const same = pairs.flatMap(({ oldOid, newOid }, index) => (oldOid === newOid ? [index] : []));
  const sizes = await blobSizes(
    root,
    same.map((index) => (pairs[index] as Sides).newOid),
  );
  // What is that large is never compared by line.
  for (const [at, index] of same.entries()) {
    await keep(index, { hunks: [], truncated: false, binary: (sizes[at] ?? 0) > MAX_BYTES });
  }
  if (known.size < pairs.length) throw new Error('git did not print a patch for every pair of blobs');
  return taken;
}

/** The patches of pairs that differ, each with the index of its pair. */
async function readDiffering(root: string, pairs: readonly Sides[]): Promise<[number, Buffer][]> {
  const differing = [...pairs.entries()].filter(([, { oldOid, newOid }]) => oldOid !== newOid);
  const access = await objectAccess(root);
  const [only] = differing;
  if (only && differing.length === 1) {
    return [[only[0], await readPatch(access, only[1].oldOid, only[1].newOid, 3)]];
  }
  if (!only) return [];
  // Both sides as folders, each blob by the number of its pair.
  const side = (which: keyof Sides): Folder =>
    new Map(
      differing.flatMap(([index, pair]) =>
        isZeroOid(pair[which]) ? [] : [[String(index), { mode: '100644', oid: pair[which] }]],
      ),
    );
  const [from = '', to = ''] = await writeFolders(root, [side('oldOid'), side('newOid')]);
  const found: [number, Buffer][] = [];
  const splitter = new PatchSplitter((bytes) => {
    const [, index] = /^diff --git a\/(\d+) /.exec(bytes.toString('latin1', 0, 40)) ?? [];
    if (index !== undefined) found.push([Number(index), bytes]);
  });
  await runGit(['diff-tree', '-r', '--no-renames', ...diffFlags(3), from, to], {
    ...access,
    config: { ...access.config, ...PATCH_CONFIG },
    timeoutMs: 0,
    onStdout: (chunk) => splitter.write(chunk),
  });
  splitter.end();
  return found;
}

/** The sizes of blobs that are there, in their order; 0 for an absent side. */
async function blobSizes(root: string, oids: readonly string[]): Promise<number[]> {
  if (oids.length === 0) return [];
  const stdin = oids.map((oid) => `${oid}\n`).join('');
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objectsize)'], {
    ...(await objectAccess(root)),
    stdin,
  });
  return stdout
    .toString('latin1')
    .split('\n')
    .map((size) => Number(size) || 0);
}
