import type { Change } from '../../../shared/domain/change';
import { markedFiles } from '../../git/finish/marked-files';
import { toRawPath } from '../../git/path-bytes';

/** The ids of the pending files that have conflict markers in them, as a checkpoint has them. */
export async function markedChanges(
  root: string,
  checkpoint: string,
  changes: readonly Change[],
): Promise<string[]> {
  const marked = new Set(await markedFiles(root, checkpoint, changes.map(toRawPath)));
  return changes.filter(({ path, pathBytes }) => !pathBytes && marked.has(path)).map(({ id }) => id);
}
