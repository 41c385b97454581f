import type { Hunk } from '../../../shared/domain/change';
import { readHunks } from './read-diff';
import { readLines } from './read-lines';

/** Reads blobs of a repository, each thing once; for one piece of work, as all of it stays in memory. */
export interface ReadBlobs {
  /** What differs between two blobs, as `readHunks` says it. */
  hunks(oldOid: string, newOid: string): Promise<Hunk[] | null>;
  /** As `readLines` says them. */
  lines(oid: string): Promise<string[] | null>;
}

export function readBlobs(root: string): ReadBlobs {
  const hunks = new Map<string, Promise<Hunk[] | null>>();
  const lines = new Map<string, Promise<string[] | null>>();
  return {
    hunks: (oldOid, newOid) => once(hunks, `${oldOid} ${newOid}`, () => readHunks(root, { oldOid, newOid })),
    lines: (oid) => once(lines, oid, () => readLines(root, oid)),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? read();
  known.set(key, found);
  return found;
}
