import type { ReactNode } from 'react';
import type { Change, SkippedPath } from '../../../../shared/domain/change';
import type { ChangeCounts } from '../../../../shared/domain/session';
import type { ChangesStore, Cursor, PanelUi } from '../changes-slice';
import type { RowSelection } from '../model/choose-lines';
import type { DiffLayout } from '../model/diff-rows';
import type { FindOrigin } from '../model/find-matches';
import type { AuthorKey } from '../model/list-changes';
import type { AuthorNames } from './author-marks';
import type { Emptiness } from './changes-empty';
import type { ChangesHeaderProps } from './changes-header';
import type { CommentsBarProps } from './comments/comments-bar';
import type { FileHandlers } from './file-handlers';
import type { FindHandlers } from './find-bar';

export interface ChangesViewProps {
  /** Sorted and filtered. */
  changes: readonly Change[];
  emptiness: Emptiness | null;
  skipped: readonly SkippedPath[];
  /** The files with conflict markers in them, by id. */
  marked: readonly string[];
  ui: PanelUi;
  /** What changes while one scrolls, for those who show it. */
  store: ChangesStore;
  diffLayout: DiffLayout;
  names: AuthorNames;
  header: Pick<
    ChangesHeaderProps,
    | 'all'
    | 'shown'
    | 'authorCounts'
    | 'turns'
    | 'onRefresh'
    | 'onDecideAll'
    | 'busy'
    | 'byAuthor'
    | 'shares'
    | 'decisions'
    | 'timeline'
  >;
  accepted: ChangeCounts;
  comments: Omit<CommentsBarProps, 'goTo' | 'names'>;
  /** Calls git off; null while it is not slow. */
  onCallOff: (() => void) | null;
  /** What commits what is accepted. */
  commitAction: ReactNode;
  handlers: FileHandlers;
  isCollapsed(change: Change): boolean;
  /** The files on screen, in order, the one at the top, and those that come next, whenever they change. */
  onVisible(changes: readonly Change[], top: string | null, ahead: readonly Change[]): void;
  /** Takes the last decision back. */
  onUndo(): void;
  onCursor(cursor: Cursor | null): void;
  onQuery(query: string): void;
  onToggleAuthor(key: AuthorKey): void;
  onClearFilter(): void;
  /** The selected rows are others in a new layout; null when they are gone. */
  onSelectionMoved(selection: RowSelection | null): void;
  onDiffLayout(layout: DiffLayout): void;
  onWrap(wrap: boolean): void;
  onListShown(shown: boolean): void;
  onCollapseAll(collapsed: boolean): void;
  /** Opens the find bar with a text to look for, from where the reader is. */
  onFind(text: string, origin: FindOrigin | null): void;
  find: FindHandlers;
}
