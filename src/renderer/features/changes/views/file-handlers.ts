import type { Change, ChangePart } from '../../../../shared/domain/change';
import type { ChangedImage } from '../../../../shared/domain/image';
import type { Decision } from '../changes-slice';
import type { CommentActions } from '../comment-actions';
import type { Side } from '../model/choose-lines';

/** What the reader can do with one file; stable, so that rows need not be drawn again. */
export interface FileHandlers {
  toggle(change: Change): void;
  decide(decision: Decision, change: Change): void;
  decidePart(decision: Decision, change: Change, part: ChangePart): void;
  /** Begins a selection of lines at a row, or with `extend` leads the one there is to it. */
  select(change: Change, row: number, extend: boolean, side?: Side): void;
  clearSelection(): void;
  setViewed(change: Change, viewed: boolean): void;
  expandContext(change: Change): void;
  retry(change: Change): void;
  reveal(change: Change): void;
  comments: CommentActions;
  /** Shows lines that nobody can read. */
  showAnyway(change: Change): void;
  loadImage(change: Change): Promise<ChangedImage>;
}
