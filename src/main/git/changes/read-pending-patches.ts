import { named } from '../checkpoints/line-patches';
import { objectAccess } from '../object-access';
import type { NamedPath } from '../path-bytes';
import { runGit } from '../run-git';
import { PatchSplitter } from './patch-splitter';
import { type ChangeSides, diffFlags, PATCH_CONFIG } from './read-diff';
import { requireRefs } from './shown-changes';

type Sides = Pick<ChangeSides, 'oldOid' | 'newOid'>;

/**
 * The patches of pending files as `readDiff` reads each, with two processes for all of them, by `sidesKey`. What has another
 * path by now, other blobs, or no two of them, is not among them.
 */
export async function readPendingPatches(
  root: string,
  sessionId: string,
  paths: readonly NamedPath[],
  context: number,
): Promise<Map<string, Buffer>> {
  const { accepted, checkpoint } = await requireRefs(root, sessionId);
  const access = await objectAccess(root);
  const found = new Map<string, Buffer>();
  const splitter = new PatchSplitter((patch) => {
    const [, oldOid, newOid] = INDEX.exec(patch.toString('latin1', 0, patch.indexOf('\n@@ '))) ?? [];
    if (oldOid && newOid) found.set(sidesKey({ oldOid, newOid }), patch);
  });
  const flags = ['-r', '--no-renames', ...diffFlags(context)];
  await runGit(['diff-tree', ...flags, accepted, checkpoint, ...named(paths)], {
    ...access,
    env: { ...access.env, GIT_LITERAL_PATHSPECS: '1' },
    config: { ...access.config, ...PATCH_CONFIG },
    onStdout: (chunk) => splitter.write(chunk),
  });
  splitter.end();
  return found;
}

const INDEX = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/m;

/** What a patch is computed from, whatever its file is called. */
export function sidesKey({ oldOid, newOid }: Sides): string {
  return `${oldOid} ${newOid}`;
}
