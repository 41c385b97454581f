import type { Change } from '../../../shared/domain/change';
import { toNamedPath } from '../path-bytes';
import { diffTrees, type TreeDifference } from './diff-trees';

/** A change as git sees it; who made it and its id are the caller's to add. */
export type ListedChange = Omit<Change, 'id' | 'sessionId' | 'authors'>;

/** What is pending between what was accepted and a checkpoint (commits or trees), in path order. */
export async function listChanges(
  repository: string,
  accepted: string,
  checkpoint: string,
): Promise<ListedChange[]> {
  return (await diffTrees(repository, accepted, checkpoint)).map(toListedChange);
}

function toListedChange(difference: TreeDifference): ListedChange {
  const { path, oldPath, ...rest } = difference;
  const modes = [difference.oldMode, difference.newMode];
  return {
    ...toNamedPath(path),
    ...(oldPath && { oldPath: oldPath.toString('utf8') }),
    ...rest,
    symlink: modes.includes('120000'),
    submodule: modes.includes('160000'),
  };
}
