import type { Change } from '../../../shared/domain/change';
import { fileKey } from '../../../shared/domain/file-key';
import { oidsAt } from '../../git/changes/read-lines';
import type { StoredComment } from '../../store/repositories/comments';
import type { FileNow } from './follow-comment';

/** The file of each comment as it is now; one that is not pending is the same on both sides. */
export async function filesNow(
  root: string,
  checkpoint: string,
  changes: readonly Change[],
  comments: readonly StoredComment[],
): Promise<FileNow[]> {
  const byPath = new Map<string, Change>(changes.map((change) => [fileKey(change), change]));
  const byOldPath = new Map(changes.flatMap((change) => (change.oldPath ? [[change.oldPath, change]] : [])));
  const pending = comments.map(
    (comment) =>
      byPath.get(fileKey(comment)) ??
      (comment.pathBytes === undefined ? byOldPath.get(comment.path) : undefined),
  );
  const quiet = comments.filter((_, index) => !pending[index]);
  const oids = quiet.length > 0 ? await oidsAt(root, checkpoint, quiet) : [];
  return comments.map((comment, index) => {
    const change = pending[index];
    if (change) return change;
    const oid = oids[quiet.indexOf(comment)] as string;
    const { path, pathBytes } = comment;
    return { path, ...(pathBytes !== undefined && { pathBytes }), oldOid: oid, newOid: oid };
  });
}
