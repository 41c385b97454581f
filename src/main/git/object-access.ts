import { devNull } from 'node:os';
import { join } from 'node:path';
import { locateWorktree } from './locate-worktree';

/**
 * Where and how to run git so that it sees only objects: no worktree, no index, and so none of the `.gitattributes`
 * that hide a file's diff (`-diff`) or run a program on it (`diff=`, `textconv`). `root` is any worktree's root.
 */
export async function objectAccess(root: string) {
  const { commonDir } = await locateWorktree(root);
  return {
    cwd: commonDir,
    env: {
      GIT_DIR: commonDir,
      GIT_WORK_TREE: commonDir,
      GIT_INDEX_FILE: join(commonDir, 'coppice.no-index'),
      GIT_ATTR_NOSYSTEM: '1',
    },
    config: { 'core.attributesFile': devNull },
  };
}
