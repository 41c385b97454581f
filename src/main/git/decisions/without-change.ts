import type { ChangedEntry, TreeEntry } from '../tree-entries';
import { mergeText } from './merge-text';

type Blob = TreeEntry['blob'];

/** What stands at a path once a change is taken back; with `conflict` some of the change had to stay. */
export interface Without {
  blob: Blob;
  conflict: boolean;
}

/**
 * Takes a change back and keeps all that came after it: a three-way merge. Where what came after is in the same place,
 * that place stays as it is now; submodules stay altogether.
 */
export async function withoutChange(
  root: string,
  { before, after }: Pick<ChangedEntry, 'before' | 'after'>,
  now: Blob,
): Promise<Without> {
  const clear = (blob: Blob): Without => ({ blob, conflict: false });
  if ([before, after, now].some(isSubmodule)) return { blob: now, conflict: true };
  if (isSameBlob(now, before)) return clear(now);
  if (isSameBlob(now, after)) return clear(before);
  if (!before || !after || !now) return { blob: now, conflict: true };
  const mode = merged(after.mode, now.mode, before.mode);
  const oid = merged(after.oid, now.oid, before.oid);
  if (oid) return { blob: { mode: mode ?? now.mode, oid }, conflict: !mode };
  const regular = [before, after, now].every((blob) => blob.mode.startsWith('100'));
  if (!regular) return { blob: now, conflict: true };
  const text = await mergeText(root, { base: after.oid, ours: now.oid, theirs: before.oid });
  const blob = { mode: mode ?? now.mode, oid: text?.oid ?? now.oid };
  return { blob, conflict: !mode || text?.conflict !== false };
}

export const isSubmodule = (blob: Blob): boolean => blob?.mode === '160000';

export function isSameBlob(a: Blob, b: Blob): boolean {
  return a === b || (a?.oid === b?.oid && a?.mode === b?.mode);
}

/** Three-way merge of values: null when both sides changed it differently. */
function merged(base: string, ours: string, theirs: string): string | null {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : null;
}
