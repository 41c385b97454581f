import type { DiffLine, Hunk } from '../../../../../shared/domain/change';
import type { CommentSide } from '../../../../../shared/domain/comment';
import { revealInCode } from '../../../../markdown/reveal-hidden';
import { changesStrings as strings } from '../../../../strings/changes';
import { commentsStrings } from '../../../../strings/comments';
import type { TextDiff } from '../../model/diff-rows';
import type { AuthorKey } from '../../model/list-changes';
import type { AuthorNames } from '../author-marks';
import styles from './diff-row.module.css';

/** What stands before a changed line. */
export const signs: Record<DiffLine['type'], string> = { context: '', insert: '+', delete: '−' };

/** Where a row of a diff stands. */
export interface RowFrame {
  /** Index in the file's body: names the row for the keyboard. */
  row: number;
  /** Pixels from the top of the body. */
  top: number;
  height: number;
  tabIndex: 0 | -1;
  columns: number;
  /** One of the lines chosen to be decided on together. */
  selected: boolean;
}

/** What a row needs to say who changed its lines. */
export interface Credits {
  diff: TextDiff;
  names: AuthorNames;
  /** Lines of others step back. */
  chosen: ReadonlySet<AuthorKey>;
}

/** Where the pointer comments on a line; for the keyboard that is `c`. */
export function CommentMark({ side }: { side: CommentSide }) {
  return (
    <span data-comment-side={side} title={commentsStrings.commentOnLine} className={styles.commentMark}>
      +
    </span>
  );
}

/** True where several had a part in a hunk. */
export function isShared(hunk: Hunk): boolean {
  return (hunk.authors?.length ?? 0) > 1;
}

/** A line as a screen reader says it. */
export function labelOf(line: DiffLine, author: string | undefined): string {
  const label = strings.lineLabel(
    line.type,
    line.type === 'delete' ? line.oldLine : line.newLine,
    revealInCode(line.text.replace(/\r$/, '').slice(0, 500)),
  );
  return author === undefined ? label : strings.by(label, author);
}
