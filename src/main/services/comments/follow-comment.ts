import type { LineRange } from '../../../shared/domain/change';
import type { CommentResolution } from '../../../shared/domain/comment';
import { findMoved, followLines } from '../../../shared/domain/follow-lines';
import type { ReadBlobs } from '../../git/changes/read-blobs';
import { isZeroOid } from '../../git/path-bytes';
import type { CommentPlace, StoredComment } from '../../store/repositories/comments';

/** A file as it is now: what is accepted of it, and what is in the worktree. */
export interface FileNow {
  path: string;
  pathBytes?: string;
  oldOid: string;
  newOid: string;
}

export interface Followed {
  place: CommentPlace;
  /** Why the comment is settled, were it sent. */
  settled?: CommentResolution;
}

/** What became of a comment that was settled. */
export interface Returned {
  seenOid: string;
  /** Undefined while it is still settled. */
  place: CommentPlace | undefined;
}

/**
 * Looks for a comment's lines in its file as it is now, by git's own difference and then by their text; null when there
 * is nothing to look for, as the file is as it was.
 */
export async function followComment(
  read: ReadBlobs,
  comment: StoredComment,
  file: FileNow,
): Promise<Followed | null> {
  const seenOid = seenOf(comment, file);
  const isMoved = file.path !== comment.path || file.pathBytes !== comment.pathBytes;
  if (seenOid === comment.seenOid && !isMoved) return null;
  const { path, pathBytes } = file;
  const named = { path, ...(pathBytes !== undefined && { pathBytes }), seenOid };
  const oid = sideOf(comment, file);
  const reason = comment.side === 'new' && isZeroOid(oid) ? 'gone' : 'changed';
  const settled = seenOid === comment.seenOid ? {} : { settled: reason as CommentResolution };
  if (!comment.range) return { place: { ...named, oid, outdated: false }, ...settled };
  const found = await findRange(read, comment, comment.range, file);
  if (found) return { place: { ...named, range: found, oid, outdated: false } };
  return { place: { ...named, range: comment.range, oid: comment.oid, outdated: true }, ...settled };
}

/**
 * Looks for the lines of a comment that was settled as they changed, by git's own difference alone: others with the same
 * text settle nothing. Answers where they are again, as the change was taken back; null when there is nothing to look for.
 */
export async function findReturned(
  read: ReadBlobs,
  comment: StoredComment,
  file: FileNow,
): Promise<Returned | null> {
  const seenOid = seenOf(comment, file);
  if (seenOid === comment.seenOid) return null;
  const oid = sideOf(comment, file);
  const { path, pathBytes } = file;
  const place = { path, ...(pathBytes !== undefined && { pathBytes }), oid, seenOid, outdated: false };
  if (!comment.range) {
    const isBack = oid === comment.oid || oid === comment.madeOn.oid;
    return { seenOid, place: isBack ? place : undefined };
  }
  const range = await findRange(read, comment, comment.range, file, followedRange);
  return { seenOid, place: range ? { ...place, range } : undefined };
}

function sideOf({ side }: StoredComment, { oldOid, newOid }: FileNow): string {
  return side === 'old' ? oldOid : newOid;
}

/** What has to be another before there is anything to look for: whether a line is removed depends on both sides. */
function seenOf({ side }: StoredComment, { oldOid, newOid }: FileNow): string {
  return side === 'old' ? `${oldOid} ${newOid}` : newOid;
}

async function findRange(
  read: ReadBlobs,
  comment: StoredComment,
  range: LineRange,
  file: FileNow,
  find = movedRange,
): Promise<LineRange | null> {
  const found = await find(read, range, comment.oid, sideOf(comment, file));
  if (!found || comment.side === 'new' || isZeroOid(file.newOid)) return found;
  const hunks = await read.hunks(file.oldOid, file.newOid);
  const isRemoved = hunks?.some(({ lines }) =>
    lines.some(({ type, oldLine = 0 }) => type === 'delete' && oldLine >= found[0] && oldLine <= found[1]),
  );
  return isRemoved ? found : null;
}

async function movedRange(
  read: ReadBlobs,
  range: LineRange,
  from: string,
  to: string,
): Promise<LineRange | null> {
  const followed = await followedRange(read, range, from, to);
  if (followed || isZeroOid(to) || !(await read.hunks(from, to))) return followed;
  const [before, after] = await Promise.all([read.lines(from), read.lines(to)]);
  return before && after && findMoved({ before, after }, range);
}

async function followedRange(
  read: ReadBlobs,
  range: LineRange,
  from: string,
  to: string,
): Promise<LineRange | null> {
  if (from === to) return range;
  if (isZeroOid(to)) return null;
  const hunks = await read.hunks(from, to);
  return hunks && followLines(hunks, range);
}
