import type { Change, LineRange } from '../../../../shared/domain/change';
import type { CommentSide, ReviewComment } from '../../../../shared/domain/comment';
import type { CommentId } from '../../../../shared/domain/ids';
import type { ShownChange } from '../../../../shared/ipc/contract';
import { type CommentTarget, rowOfTarget } from './comment-target';
import type { FileBody } from './file-body';
import type { PlacedRemark, Remark } from './remark';

/** A comment being written, which is kept whatever happens to what it stands under. */
export interface CommentDraft {
  key: string;
  fileId: string;
  /** What the user saw when they began. */
  shown: Pick<ShownChange, 'path' | 'pathBytes' | 'oldOid' | 'newOid'>;
  /** Absent when the file as a whole is meant. */
  target?: CommentTarget;
  /** The comment that is given another text. */
  editing?: CommentId;
  text: string;
  saving: boolean;
  /** True until its box has taken the focus. */
  wantsFocus: boolean;
}

export function draftKey(fileId: string, target: CommentTarget | null, editing?: CommentId): string {
  if (editing !== undefined) return `edit ${editing}`;
  return target ? `${fileId} ${target.side} ${target.range.join('-')}` : fileId;
}

/** True for a comment that stands in the diff of its file. */
export function isOfFile({ path, pathBytes, state }: ReviewComment, change: Change): boolean {
  return state !== 'resolved' && path === change.path && pathBytes === change.pathBytes;
}

/**
 * Where comments and drafts stand in a file's body, from top to bottom. What is about no line on screen stands above
 * the lines; `shown` is what the body was made from.
 */
export function fileRemarks(
  body: FileBody,
  comments: readonly ReviewComment[],
  drafts: readonly CommentDraft[],
  shown: CommentDraft['shown'] | undefined,
): Remark[] {
  const isShown = (side: CommentSide, oid: string) =>
    oid === (side === 'old' ? shown?.oldOid : shown?.newOid);
  const edits = new Map(drafts.flatMap(({ key, editing }) => (editing ? [[editing, key]] : [])));
  const remarks = comments.map((comment): Remark => {
    const { id, side, oid, outdated, state } = comment;
    const target = outdated ? null : targetOf(comment, comment.range);
    const row = target ? rowOfTarget(body, target, isShown(side, oid)) : -1;
    const draft = state === 'open' ? edits.get(id) : undefined;
    return { key: id, row, comment, ...(draft !== undefined && { draft }) };
  });
  const standIn = new Set(remarks.flatMap(({ draft }) => draft ?? []));
  for (const { key, target, shown: made } of drafts) {
    if (standIn.has(key)) continue;
    const exact = target && isShown(target.side, target.side === 'old' ? made.oldOid : made.newOid);
    remarks.push({ key, row: target ? rowOfTarget(body, target, exact ?? false) : -1, draft: key });
  }
  return remarks.sort((a, b) => a.row - b.row);
}

function targetOf(
  { side, quote, quoteCut }: ReviewComment,
  range: LineRange | undefined,
): CommentTarget | null {
  if (!range) return null;
  const lastText = quoteCut ? undefined : quote.split('\n').at(-1);
  return { side, range, ...(lastText !== undefined && { lastText }) };
}

/** The body with room for remarks: each makes the row it stands under higher by its height. */
export function withRemarks(
  body: FileBody,
  remarks: readonly Remark[],
  heightOf: (remark: Remark) => number,
): FileBody {
  if (remarks.length === 0) return body;
  const tops = new Uint32Array(body.tops.length);
  const placed: PlacedRemark[] = [];
  let room = 0;
  let next = 0;
  for (let row = -1; row < body.rows.length; row += 1) {
    const end = body.tops[row + 1] ?? 0;
    for (; remarks[next]?.row === row; next += 1) {
      const remark = remarks[next] as Remark;
      const height = Math.ceil(heightOf(remark));
      placed.push({ ...remark, top: end + room, height });
      room += height;
    }
    tops[row + 1] = end + room;
  }
  return { ...body, tops, remarks: placed };
}

/** How much of a row's height is of what stands under it. */
export function remarksHeight({ remarks }: FileBody, row: number): number {
  return remarks.reduce((sum, remark) => sum + (remark.row === row ? remark.height : 0), 0);
}

/** How high a remark is before it was ever drawn. */
export function guessedHeight({ draft }: Remark): number {
  return draft === undefined ? 76 : 96;
}
