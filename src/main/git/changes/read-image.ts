import { setImmediate as nextTick } from 'node:timers/promises';
import type { ImageSide } from '../../../shared/domain/image';
import { objectAccess } from '../object-access';
import { isZeroOid } from '../path-bytes';
import { runGit } from '../run-git';

/** Larger images are not shown. */
export const MAX_IMAGE_BYTES = 5_000_000;

/** A blob as an image of this media type; null for an absent one. */
export async function readImage(root: string, oid: string, type: string): Promise<ImageSide | null> {
  if (isZeroOid(oid)) return null;
  const access = await objectAccess(root);
  const bytes = Number((await runGit(['cat-file', '-s', oid], access)).stdout.toString());
  if (bytes > MAX_IMAGE_BYTES) return { bytes, url: null };
  const { stdout } = await runGit(['cat-file', 'blob', oid], access);
  await nextTick();
  return { bytes, url: `data:${type};base64,${stdout.toString('base64')}` };
}
