import { type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import { changesStrings as strings } from '../../../strings/changes';
import type { ChangesUi } from '../changes-slice';
import type { DocumentLayout } from '../model/document-layout';
import { survivingSelection } from '../model/move-cursor';
import { AcceptedBar } from './accepted-bar';
import { ChangesEmpty } from './changes-empty';
import { ChangesHeader } from './changes-header';
import styles from './changes-view.module.css';
import type { ChangesViewProps } from './changes-view-props';
import { CommentsBar, type CommentsBarProps } from './comments/comments-bar';
import { useCommentActions } from './comments/use-comment-actions';
import { DiffDocument, type DocumentHandle } from './document/diff-document';
import { Attributes, Marked } from './document/file-header';
import { FileList } from './file-list';
import { FindBar } from './find-bar';
import { panelKeys } from './panel-keys';
import { panelMenu } from './panel-menu';
import { ShortcutsDialog } from './shortcuts-dialog';
import { SkippedPaths } from './skipped-paths';
import { SlowGitBar } from './slow-git-bar';
import { useFindBar } from './use-find-bar';
import { useFocusKeeper } from './use-focus-keeper';
import { onPanelKey } from './use-panel-keys';
import { useReviewActions } from './use-review-actions';

/** The DiffPanel: totals, the list of files, and all diffs as one document. */
export function ChangesView(props: ChangesViewProps) {
  const { changes, ui, names, emptiness } = props;
  const root = useRef<HTMLElement>(null);
  const page = useRef<DocumentHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const focusKeeper = useFocusKeeper(root, page, changes, ui.cursor, props.onCursor);
  function onLayout(before: DocumentLayout, now: DocumentLayout): void {
    const selection = survivingSelection(before, now, ui.selection);
    if (selection !== ui.selection) props.onSelectionMoved(selection);
    focusKeeper.onLayout(before, now);
  }
  const findBar = useFindBar({
    ...{ root, page, ui, changes, store: props.store, isCollapsed: props.isCollapsed },
    onOpen: props.onFind,
    onClose: props.find.onClose,
    onExpand: props.handlers.toggle,
    onShowAnyway: props.handlers.showAnyway,
  });
  const keys = panelKeys(props, page, filter, { help: () => setHelpOpen(true), find: findBar.open });
  useReviewActions({ ...props, onOpenFind: findBar.open });
  useCommentActions(props, keys);
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
        menu={panelMenu(props, () => setHelpOpen(true), findBar.open)}
        refreshing={ui.refreshing}
      />
      {ui.find && (
        <FindBar
          {...props.find}
          find={ui.find}
          changes={changes}
          inputRef={findBar.input}
          onClose={findBar.close}
        />
      )}
      {emptiness ? (
        <div className={styles.content}>
          <ChangesEmpty
            kind={emptiness}
            onRefresh={props.header.onRefresh}
            onClearFilter={props.onClearFilter}
          />
        </div>
      ) : (
        <FileFacts attributes={ui.attributes} marked={props.marked}>
          <div className={styles.content}>
            {ui.listShown && changes.length > 1 && (
              <div className={styles.files}>
                <FileList
                  changes={changes}
                  store={props.store}
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
              store={props.store}
              diffLayout={props.diffLayout}
              names={names}
              comments={props.comments.comments}
              handlers={props.handlers}
              isCollapsed={props.isCollapsed}
              onCursor={props.onCursor}
              onVisible={props.onVisible}
              onLayout={onLayout}
            />
          </div>
        </FileFacts>
      )}
      <SkippedPaths skipped={props.skipped} />
      <CommentsBar {...props.comments} names={names} goTo={goToComment(props, page)} />
      {props.onCallOff && <SlowGitBar onCallOff={props.onCallOff} />}
      <AcceptedBar accepted={props.accepted} action={props.commitAction} />
      <ShortcutsDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </section>
  );
}

interface FileFactsProps {
  attributes: ChangesUi['attributes'];
  marked: readonly string[];
  children: ReactNode;
}

/** What is known of files beside their changes, for all who name them. */
function FileFacts({ attributes, marked, children }: FileFactsProps) {
  const ids = useMemo(() => new Set(marked), [marked]);
  return (
    <Attributes value={attributes}>
      <Marked value={ids}>{children}</Marked>
    </Attributes>
  );
}

/** Leads to the file of a comment, and to the comment when it stands under a line. */
function goToComment(
  props: ChangesViewProps,
  page: RefObject<DocumentHandle | null>,
): CommentsBarProps['goTo'] {
  return (place, id) => {
    const change = props.changes.find(
      ({ path, pathBytes }) => path === place.path && pathBytes === place.pathBytes,
    );
    if (!change) return undefined;
    return () => {
      if (props.isCollapsed(change)) props.handlers.toggle(change);
      props.comments.onListed(false);
      const layout = page.current?.layout();
      const remarks = layout?.blocks[layout.indexOf.get(change.id) ?? -1]?.body.remarks ?? [];
      const row = remarks.find(({ key, draft }) => key === id || draft === id)?.row ?? -1;
      page.current?.go({ fileId: change.id, row }, { toTop: true });
    };
  };
}
