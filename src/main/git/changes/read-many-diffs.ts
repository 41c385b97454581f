import type { FileDiff, Hunk } from '../../../shared/domain/change';
import { SHOWN_LIMITS } from './parse-patch';
import { ALL_OF_IT, type ChangeSides, hasLines, lineEnds } from './read-diff';
import { readPatches } from './read-patches';

/**
 * As `readDiff`, of many changes with few processes; null for one that is not compared line by line. `take` is given each
 * as it comes.
 */
export function readTextDiffs<T>(
  root: string,
  changes: readonly ChangeSides[],
  take: (diff: FileDiff | null, index: number) => T | Promise<T>,
): Promise<T[]> {
  return readPatches(root, changes, SHOWN_LIMITS, ({ hunks, truncated, binary }, index) => {
    const isText = !binary && hasLines(changes[index] as ChangeSides);
    return take(isText ? { kind: 'text', hunks, truncated, eol: lineEnds(hunks) } : null, index);
  });
}

/** As `readHunks`, of many pairs of blobs with few processes. `take` is given each as it comes. */
export function readManyHunks<T>(
  root: string,
  pairs: readonly Pick<ChangeSides, 'oldOid' | 'newOid'>[],
  take: (hunks: Hunk[] | null) => T,
): Promise<T[]> {
  return readPatches(root, pairs, ALL_OF_IT, ({ hunks, truncated, binary }) =>
    take(binary || truncated ? null : hunks),
  );
}
