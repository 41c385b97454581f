import {
  type FocusEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Change, SkippedPath } from '../../../../shared/domain/change';
import type { ChangeCounts } from '../../../../shared/domain/session';
import { changesStrings as strings } from '../../../strings/changes';
import type { MenuEntry } from '../../../ui/menu';
import type { ChangesUi, Cursor } from '../changes-slice';
import type { DiffLayout } from '../model/diff-rows';
import type { DocumentLayout } from '../model/document-layout';
import { type AuthorKey, turnKey } from '../model/list-changes';
import { survivingCursor } from '../model/move-cursor';
import { AcceptedBar } from './accepted-bar';
import type { AuthorNames } from './author-marks';
import { ChangesEmpty, type Emptiness } from './changes-empty';
import { ChangesHeader, type ChangesHeaderProps } from './changes-header';
import styles from './changes-view.module.css';
import { DiffDocument, type DocumentHandle } from './diff-document';
import type { FileHandlers } from './file-block';
import { FileList } from './file-list';
import { panelKeys } from './panel-keys';
import { ShortcutsDialog } from './shortcuts-dialog';
import { SkippedPaths } from './skipped-paths';
import { onPanelKey } from './use-panel-keys';

export interface ChangesViewProps {
  /** Sorted and filtered. */
  changes: readonly Change[];
  emptiness: Emptiness | null;
  skipped: readonly SkippedPath[];
  ui: ChangesUi;
  diffLayout: DiffLayout;
  names: AuthorNames;
  header: Pick<
    ChangesHeaderProps,
    | 'all'
    | 'shown'
    | 'authorCounts'
    | 'turns'
    | 'onRefresh'
    | 'onAcceptAll'
    | 'onRejectAll'
    | 'busy'
    | 'byAuthor'
    | 'decisions'
    | 'timeline'
  >;
  accepted: ChangeCounts;
  /** What commits what is accepted. */
  commitAction: ReactNode;
  handlers: FileHandlers;
  isCollapsed(change: Change): boolean;
  onVisible(changes: readonly Change[]): void;
  /** Takes the last decision back. */
  onUndo(): void;
  onCursor(cursor: Cursor | null): void;
  onQuery(query: string): void;
  onToggleAuthor(key: AuthorKey): void;
  onClearFilter(): void;
  onDiffLayout(layout: DiffLayout): void;
  onWrap(wrap: boolean): void;
  onListShown(shown: boolean): void;
  onCollapseAll(collapsed: boolean): void;
}

/** The DiffPanel: totals, the list of files, and all diffs as one document. */
export function ChangesView(props: ChangesViewProps) {
  const { changes, ui, names, emptiness, onVisible } = props;
  const root = useRef<HTMLElement>(null);
  const page = useRef<DocumentHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  const [topId, setTopId] = useState<string | null>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const focusKeeper = useFocusKeeper(root, page, changes, ui.cursor, props.onCursor);
  const keys = panelKeys(props, page, filter, () => setHelpOpen(true));
  const seeVisible = useCallback(
    (seen: readonly Change[], top: string | null) => {
      setTopId(top);
      onVisible(seen);
    },
    [onVisible],
  );
  return (
    <section
      ref={root}
      aria-label={strings.title}
      tabIndex={-1}
      className={styles.panel}
      onKeyDown={(event) => onPanelKey(event, keys)}
      onFocus={focusKeeper.onFocus}
      onBlur={focusKeeper.onBlur}
    >
      <ChangesHeader
        {...props.header}
        query={ui.query}
        onQuery={props.onQuery}
        filterInput={filter}
        authors={ui.authors}
        onToggleAuthor={props.onToggleAuthor}
        names={names}
        diffLayout={props.diffLayout}
        onDiffLayout={props.onDiffLayout}
        menu={menuOf(props, () => setHelpOpen(true))}
        refreshing={ui.refreshing}
      />
      {emptiness ? (
        <div className={styles.content}>
          <ChangesEmpty
            kind={emptiness}
            onRefresh={props.header.onRefresh}
            onClearFilter={props.onClearFilter}
          />
        </div>
      ) : (
        <div className={styles.content}>
          {ui.listShown && changes.length > 1 && (
            <div className={styles.files}>
              <FileList
                changes={changes}
                // What the keys decide on is what the list marks; without a cursor it follows the page.
                selected={ui.cursor?.fileId ?? topId}
                pending={ui.pending}
                names={names}
                onSelect={(change) => page.current?.go({ fileId: change.id, row: -1 }, { toTop: true })}
                onDecide={props.handlers.decide}
              />
            </div>
          )}
          <DiffDocument
            ref={page}
            changes={changes}
            ui={ui}
            diffLayout={props.diffLayout}
            names={names}
            handlers={props.handlers}
            isCollapsed={props.isCollapsed}
            onCursor={props.onCursor}
            onVisible={seeVisible}
            onLayout={focusKeeper.onLayout}
          />
        </div>
      )}
      <SkippedPaths skipped={props.skipped} />
      <AcceptedBar accepted={props.accepted} action={props.commitAction} />
      <ShortcutsDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </section>
  );
}

function menuOf(props: ChangesViewProps, help: () => void): MenuEntry[] {
  const { ui } = props;
  return [
    ...turnEntries(props),
    { kind: 'check', id: 'wrap', label: strings.wrap, checked: ui.wrap, onChange: props.onWrap },
    {
      kind: 'check',
      id: 'list',
      label: strings.showList,
      checked: ui.listShown,
      onChange: props.onListShown,
    },
    { kind: 'separator', id: 'separator' },
    { kind: 'item', id: 'collapse', label: strings.collapseAll, onSelect: () => props.onCollapseAll(true) },
    { kind: 'item', id: 'expand', label: strings.expandAll, onSelect: () => props.onCollapseAll(false) },
    { kind: 'separator', id: 'separator-help' },
    { kind: 'item', id: 'keys', label: strings.keys, shortcut: '?', onSelect: help },
  ];
}

/** True when the focus is on the row the cursor is at: it then follows the cursor. */
function isAtRow({ fileId, row }: Cursor): boolean {
  const element = document.activeElement;
  const file = element?.closest<HTMLElement>('[data-file]')?.dataset.file;
  return file === fileId && element?.closest<HTMLElement>('[data-row]')?.dataset.row === String(row);
}

const MAX_TURNS = 8;

/** The latest turns that changed something, each to look at alone. */
function turnEntries({ header, names, ui, onToggleAuthor }: ChangesViewProps): MenuEntry[] {
  const ordered = [...header.turns].sort((a, b) => (names.turn(b) ?? 0) - (names.turn(a) ?? 0));
  const entries = ordered.slice(0, MAX_TURNS).map(
    (turn): MenuEntry => ({
      kind: 'check',
      id: turn,
      label: strings.onlyTurn(names.turn(turn), names.prompt(turn)),
      checked: ui.authors.has(turnKey(turn)),
      onChange: () => onToggleAuthor(turnKey(turn)),
    }),
  );
  return entries.length > 0 ? [...entries, { kind: 'separator', id: 'separator-turns' }] : [];
}

/** Keeps the focus in the panel when what had it is gone: on the next file, or on the panel itself. */
function useFocusKeeper(
  root: RefObject<HTMLElement | null>,
  page: RefObject<DocumentHandle | null>,
  changes: readonly Change[],
  cursor: Cursor | null,
  onCursor: (cursor: Cursor | null) => void,
) {
  const inside = useRef(false);
  const lost = () => inside.current && (!document.activeElement || document.activeElement === document.body);
  useLayoutEffect(() => {
    if (changes.length === 0 && lost()) root.current?.focus();
  });
  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      const next = event.relatedTarget;
      if (next instanceof Node && !event.currentTarget.contains(next)) inside.current = false;
    },
    onLayout: (before: DocumentLayout, now: DocumentLayout) => {
      const target = survivingCursor(before, now, cursor);
      const moved = target && cursor && target.row !== cursor.row && isAtRow(cursor);
      if (target && (lost() || moved)) page.current?.go(target);
      else if (target !== cursor) onCursor(target);
    },
  };
}
