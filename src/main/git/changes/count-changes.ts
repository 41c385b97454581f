import type { ChangeCounts } from '../../../shared/domain/session';
import { diffTrees } from './diff-trees';

/** How many files and lines differ between two commits or trees. */
export async function countChanges(repository: string, from: string, to: string): Promise<ChangeCounts> {
  const counts = { files: 0, insertions: 0, deletions: 0 };
  if (from === to) return counts;
  for (const { insertions, deletions } of await diffTrees(repository, from, to)) {
    counts.files += 1;
    counts.insertions += insertions;
    counts.deletions += deletions;
  }
  return counts;
}
