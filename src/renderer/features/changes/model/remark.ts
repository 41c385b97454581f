import type { ReviewComment } from '../../../../shared/domain/comment';

/** A comment or a box to write one in, under a row or with `row` -1 above all of them. */
export interface Remark {
  /** The same as long as it is there, wherever it moves: what is being typed into must not be made anew. */
  key: string;
  row: number;
  comment?: ReviewComment;
  /** The key of the box, also when it stands in place of a comment. */
  draft?: string;
}

/** A remark in its file's body; pixels. */
export interface PlacedRemark extends Remark {
  top: number;
  height: number;
}
