import {
  type FocusEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Change } from '../../../../../shared/domain/change';
import type { ReviewComment } from '../../../../../shared/domain/comment';
import { type ChangesStore, type ChangesUi, type Cursor, isViewed } from '../../changes-slice';
import { type RowSelection, rowsOf } from '../../model/choose-lines';
import { contextSteps, type DiffLayout } from '../../model/diff-rows';
import type { DocumentLayout } from '../../model/document-layout';
import { HEADER_HEIGHT } from '../../model/file-body';
import { isOfFile } from '../../model/file-remarks';
import type { Find } from '../../model/find-matches';
import { type FoundInFile, foundInFile } from '../../model/found-lines';
import type { AuthorNames } from '../author-marks';
import type { FileHandlers } from '../file-handlers';
import styles from './diff-document.module.css';
import { FileBlock } from './file-block';
import { SidewaysBar } from './sideways-bar';
import { unknownDiff, useBlocks } from './use-blocks';
import { useFilesAhead } from './use-files-ahead';
import { useScrollWindow } from './use-scroll-window';
import { type LineTarget, useShowLine } from './use-show-line';
import { useSidewaysMatch } from './use-sideways-match';
import { useTextMetrics } from './use-text-metrics';

/** What the keyboard and the file list ask of the document. */
export interface DocumentHandle {
  layout(): DocumentLayout;
  /** Scrolls to a file or row and puts the focus on it. */
  go(cursor: Cursor, options?: { toTop?: boolean }): void;
  /** Leads to a line as soon as its file is read, and leaves the focus where it is. */
  show(line: LineTarget): void;
}

export interface DiffDocumentProps {
  changes: readonly Change[];
  store: ChangesStore;
  comments: readonly ReviewComment[];
  diffLayout: DiffLayout;
  names: AuthorNames;
  handlers: FileHandlers;
  isCollapsed(change: Change): boolean;
  onCursor(cursor: Cursor): void;
  /** The files on screen, in order, the one at the top, and those that come next, whenever they change. */
  onVisible(changes: readonly Change[], top: string | null, ahead: readonly Change[]): void;
  /** Told after the list changed, with the layout before and now. */
  onLayout(before: DocumentLayout, now: DocumentLayout): void;
  ref: RefObject<DocumentHandle | null>;
}

/** So far the diffs of files that are not on screen are read before. */
const SCREENS_AHEAD = 2;

/** Every file's diff as one long page, of which only what is on screen is fetched and drawn. */
export function DiffDocument(props: DiffDocumentProps) {
  const { changes, diffLayout, isCollapsed, onVisible, onLayout } = props;
  const ui = props.store(useShallow(({ top, ...shown }) => shown));
  const scroller = useRef<HTMLDivElement>(null);
  const metrics = useTextMetrics(scroller, styles.probe ?? '');
  const layout = useBlocks({
    changes,
    ui,
    comments: props.comments,
    isCollapsed,
    layout: diffLayout,
    metrics,
  });
  const shown = useScrollWindow(scroller, layout, metrics?.height ?? 0);
  const { visible, topIndex, onScroll } = shown;
  const sidewaysBar = useRef<HTMLDivElement>(null);
  const showMatch = useSidewaysMatch(scroller, sidewaysBar);
  const pendingFocus = useDocumentHandle(props.ref, {
    ...{ scroller, layout, onScroll, showMatch },
    onCursor: props.onCursor,
  });

  const before = useRef(layout);
  useLayoutEffect(() => {
    if (before.current !== layout) onLayout(before.current, layout);
    before.current = layout;
  }, [layout, onLayout]);

  const onScreen = useMemo(() => visible.flatMap(({ index }) => changes[index] ?? []), [visible, changes]);
  const topId = changes[topIndex]?.id ?? null;
  const ahead = useFilesAhead(changes, layout, shown, SCREENS_AHEAD * (metrics?.height ?? 0));
  useEffect(() => onVisible(onScreen, topId, ahead), [onScreen, topId, ahead, onVisible]);
  useLayoutEffect(() => {
    const target = pendingFocus.current && elementAt(scroller.current, pendingFocus.current);
    if (!target) return;
    pendingFocus.current = null;
    target.focus({ preventScroll: true });
  });

  return (
    <div className={styles.document}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only watches where the focus of its rows goes */}
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={onScroll}
        onFocus={(event) => reportCursor(event, props.onCursor)}
      >
        <div className={styles.page} style={{ height: layout.tops[layout.blocks.length] ?? 0 }}>
          {drawnBlocks(layout, visible, ui.cursor).map((drawn) => (
            <BlockOf key={drawn.id} {...props} ui={ui} layout={layout} drawn={drawn} />
          ))}
        </div>
      </div>
      {!ui.wrap && metrics && (
        <SidewaysBar ref={sidewaysBar} {...{ scroller, layout, diffLayout, metrics }} />
      )}
    </div>
  );
}

interface Drawn {
  id: string;
  index: number;
  firstRow: number;
  endRow: number;
}

/** The blocks on screen, and the one with the cursor: what may have the focus is never taken away. */
function drawnBlocks(
  layout: DocumentLayout,
  visible: readonly Omit<Drawn, 'id'>[],
  cursor: Cursor | null,
): Drawn[] {
  const drawn = visible.flatMap((block) => {
    const id = layout.blocks[block.index]?.id;
    return id === undefined ? [] : [{ ...block, id }];
  });
  const at = cursor ? layout.indexOf.get(cursor.fileId) : undefined;
  if (cursor && at !== undefined && !drawn.some(({ index }) => index === at)) {
    drawn.push({ id: cursor.fileId, index: at, firstRow: 0, endRow: 0 });
  }
  return drawn;
}

interface BlockOfProps extends DiffDocumentProps {
  ui: Omit<ChangesUi, 'top'>;
  layout: DocumentLayout;
  drawn: Drawn;
}

function BlockOf(props: BlockOfProps) {
  const { changes, ui, layout, drawn } = props;
  const change = changes[drawn.index];
  const block = layout.blocks[drawn.index];
  if (!change || !block) return null;
  // Without a cursor the first file is where Tab enters.
  const cursor = ui.cursor ?? { fileId: changes[0]?.id, row: -1 };
  return (
    <FileBlock
      change={change}
      block={block}
      state={ui.diffs.get(change.id)?.state ?? unknownDiff}
      context={ui.contexts.get(change.id) ?? contextSteps[0]}
      updated={ui.updated.has(change.id)}
      pending={ui.pending.get(change.id)}
      waiting={ui.waiting.get(change.id) ?? 0}
      decided={ui.awaited.get(change.id)}
      viewed={isViewed(ui, change)}
      selected={selectedRows(ui.selection, change.id)}
      selectedSide={ui.selection?.fileId === change.id ? ui.selection.side : undefined}
      names={props.names}
      drafts={ui.commentDrafts}
      comments={countComments(props.comments, change)}
      chosen={ui.authors}
      found={foundIn(ui.find, change.id)}
      top={layout.tops[drawn.index] ?? 0}
      firstRow={drawn.firstRow}
      endRow={drawn.endRow}
      cursorRow={cursor.fileId === change.id ? cursor.row : null}
      handlers={props.handlers}
    />
  );
}

function countComments(comments: readonly ReviewComment[], change: Change): number {
  return comments.reduce((count, comment) => count + Number(isOfFile(comment, change)), 0);
}

function foundIn(find: Find | null, fileId: string): FoundInFile | null {
  const searched = find?.files.get(fileId);
  if (!searched || searched.lines.length === 0) return null;
  return foundInFile(searched.lines, find?.current?.fileId === fileId ? find.current.index : null);
}

const known = new WeakMap<RowSelection, readonly [number, number]>();

/** The same object for the same selection, so that files that did not change are not drawn again. */
function selectedRows(selection: RowSelection | null, fileId: string): readonly [number, number] | null {
  if (selection?.fileId !== fileId) return null;
  const rows = known.get(selection) ?? rowsOf(selection);
  known.set(selection, rows);
  return rows;
}

interface HandleDeps {
  scroller: RefObject<HTMLDivElement | null>;
  layout: DocumentLayout;
  onCursor(cursor: Cursor): void;
  onScroll(): void;
  /** Shows the match in the line that is led to, also sideways. */
  showMatch(): void;
}

function useDocumentHandle(
  ref: RefObject<DocumentHandle | null>,
  { scroller, layout, onCursor, onScroll, showMatch }: HandleDeps,
): RefObject<Cursor | null> {
  const pendingFocus = useRef<Cursor | null>(null);
  // Where the cursor is there already, nothing else would draw again and give it the focus.
  const [, drawAgain] = useReducer((draws: number) => draws + 1, 0);
  const show = useShowLine(scroller, layout, onCursor, onScroll);
  useImperativeHandle(ref, () => ({
    layout: () => layout,
    show(line) {
      show(line);
      showMatch();
    },
    go(cursor, { toTop = false } = {}) {
      const element = scroller.current;
      if (!element) return;
      scrollTo(element, layout, cursor, toTop);
      onScroll();
      pendingFocus.current = cursor;
      onCursor(cursor);
      drawAgain();
    },
  }));
  return pendingFocus;
}

/** Rows stay this far from the window's edges when the keyboard leads to them. */
const MARGIN = 60;

function scrollTo(element: HTMLElement, layout: DocumentLayout, cursor: Cursor, toTop: boolean): void {
  const index = layout.indexOf.get(cursor.fileId);
  const block = index === undefined ? undefined : layout.blocks[index];
  if (index === undefined || !block) return;
  const top = layout.tops[index] ?? 0;
  if (cursor.row < 0) {
    const inSight =
      top >= element.scrollTop && top + HEADER_HEIGHT <= element.scrollTop + element.clientHeight;
    if (toTop || !inSight) element.scrollTop = top;
    return;
  }
  const rowTop = top + HEADER_HEIGHT + (block.body.tops[cursor.row] ?? 0);
  const rowEnd = top + HEADER_HEIGHT + (block.body.tops[cursor.row + 1] ?? 0);
  if (toTop) {
    element.scrollTop = rowTop - HEADER_HEIGHT - MARGIN;
  } else if (rowTop < element.scrollTop + HEADER_HEIGHT) {
    element.scrollTop = rowTop - HEADER_HEIGHT;
  } else if (rowEnd > element.scrollTop + element.clientHeight) {
    element.scrollTop = rowEnd - element.clientHeight;
  }
}

function elementAt(scroller: HTMLElement | null, { fileId, row }: Cursor): HTMLElement | null {
  const file = `[data-file="${CSS.escape(fileId)}"]`;
  return scroller?.querySelector<HTMLElement>(`${file} [data-row="${row}"]`) ?? null;
}

function reportCursor(event: FocusEvent, onCursor: (cursor: Cursor) => void): void {
  const target = event.target as HTMLElement;
  const fileId = target.closest<HTMLElement>('[data-file]')?.dataset.file;
  if (fileId === undefined) return;
  const { row, remark } = target.closest<HTMLElement>('[data-row], [data-remark]')?.dataset ?? {};
  onCursor({ fileId, row: Number(row ?? remark ?? -1) });
}
