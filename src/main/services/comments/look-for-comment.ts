import type { ReadBlobs } from '../../git/changes/read-blobs';
import type { StoredComment } from '../../store/repositories/comments';
import type { Store } from '../../store/store';
import { type FileNow, findReturned, followComment } from './follow-comment';

interface Looking {
  read: ReadBlobs;
  comments: Store['comments'];
  at: number;
}

/** Keeps what became of a comment in its file as it is now; answers whether anybody has to be told. */
export function lookFor(comment: StoredComment, file: FileNow, looking: Looking): Promise<boolean> {
  return comment.state === 'resolved' ? reopen(comment, file, looking) : follow(comment, file, looking);
}

/** What was sent is resolved when its lines are others now. */
async function follow(
  comment: StoredComment,
  file: FileNow,
  { read, comments, at }: Looking,
): Promise<boolean> {
  const followed = await followComment(read, comment, file);
  if (!followed) return false;
  return comments.transaction(() => {
    // It may have been sent, or deleted, while git was asked.
    const now = comments.find(comment.id);
    if (!now || now.state === 'resolved') return false;
    const { place, settled } = followed;
    const isSettled = now.state === 'sent' && settled !== undefined;
    // What it was sent about is what it may return to.
    comments.setPlace(now.id, isSettled ? { ...place, oid: now.oid } : place);
    if (isSettled) comments.resolve(now.id, settled, at);
    return true;
  });
}

/** What was settled by a change is a sent one again when that was taken back. */
async function reopen(comment: StoredComment, file: FileNow, { read, comments }: Looking): Promise<boolean> {
  const found = await findReturned(read, comment, file);
  if (!found) return false;
  return comments.transaction(() => {
    const now = comments.find(comment.id);
    if (now?.state !== 'resolved' || now.resolution === 'user') return false;
    if (found.place) comments.unresolve(now.id, found.place);
    else comments.setPlace(now.id, { ...now, seenOid: found.seenOid });
    return found.place !== undefined;
  });
}
