import { join } from 'node:path';
import type { Author } from '../../../shared/domain/change';
import { authorKey } from '../../../shared/domain/credit-hunks';
import { editTree } from '../edit-tree';
import type { WorktreeLocation } from '../locate-worktree';
import { isZeroOid } from '../path-bytes';
import type { TreeEntry } from '../tree-entries';
import type { FilePatch } from './patch-stream';

/** What one author changed, and the tree as it is with that. */
export interface AuthoredTree {
  tree: string;
  author: Author;
  files: FilePatch[];
}

/**
 * The way from one tree to another in steps of one author each, so that the chain of checkpoints itself says who
 * changed what. The order of the steps means nothing. A file that took a folder's place, or the other way round,
 * cannot stand between two of them: all of it is then `unknown`, unless one author did it all.
 */
export async function splitByAuthor(
  location: WorktreeLocation,
  from: string,
  to: string,
  files: readonly FilePatch[],
  authorOf: (path: string) => Author,
): Promise<AuthoredTree[]> {
  const groups = new Map<string, { author: Author; files: FilePatch[] }>();
  for (const file of files) {
    const author = authorOfFile(file, authorOf);
    const group = groups.get(authorKey(author));
    if (group) group.files.push(file);
    else groups.set(authorKey(author), { author, files: [file] });
  }
  const steps: AuthoredTree[] = [];
  const scratch = join(location.gitDir, 'coppice.scratch.index');
  const all = [...groups.values()];
  for (const [index, group] of all.entries()) {
    const before = steps.at(-1)?.tree ?? from;
    const entries = group.files.flatMap(entriesOf);
    const tree = index === all.length - 1 ? to : await editTree(location.path, scratch, before, entries);
    if (tree === null) return [{ tree: to, author: { kind: 'unknown' }, files: [...files] }];
    steps.push({ ...group, tree });
  }
  return steps;
}

function authorOfFile({ path, oldPath }: FilePatch, authorOf: (path: string) => Author): Author {
  const author = authorOf(path.toString('utf8'));
  return author.kind === 'unknown' && oldPath ? authorOf(oldPath.toString('utf8')) : author;
}

function entriesOf({ path, oldPath, newMode, newOid }: FilePatch): TreeEntry[] {
  const entries: TreeEntry[] = [{ path, blob: isZeroOid(newOid) ? null : { mode: newMode, oid: newOid } }];
  if (oldPath) entries.push({ path: oldPath, blob: null });
  return entries;
}
