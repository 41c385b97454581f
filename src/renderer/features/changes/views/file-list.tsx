import { Check, X } from 'lucide-react';
import { type KeyboardEvent, memo, useContext, useEffect, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { Change } from '../../../../shared/domain/change';
import { cx } from '../../../lib/cx';
import { revealInCode } from '../../../markdown/reveal-hidden';
import { changesStrings as strings } from '../../../strings/changes';
import { Badge } from '../../../ui/badge';
import { Spinner } from '../../../ui/spinner';
import type { ChangesStore, Decision } from '../changes-slice';
import { AuthorMarks, type AuthorNames } from './author-marks';
import { FileBadges, FileCounts, Marked } from './document/file-header';
import styles from './file-list.module.css';
import { FilePath } from './file-path';
import { RowButton } from './rows/row-button';
import { StatusLetter } from './status-letter';

const ITEM_HEIGHT = 26;

interface FileListProps {
  changes: readonly Change[];
  store: ChangesStore;
  pending: ReadonlyMap<string, Decision>;
  names: AuthorNames;
  onSelect(change: Change): void;
  onDecide(decision: Decision, change: Change): void;
}

/** The changed files at a glance; choosing one leads the document to it. */
export function FileList({ changes, store, pending, names, onSelect, onDecide }: FileListProps) {
  const top = useRestingTop(store);
  // What the keys decide on is what the list marks; without a cursor it follows the page.
  const selected = store(({ cursor }) => cursor?.fileId) ?? top;
  const updated = store((ui) => ui.updated);
  const list = useRef<VListHandle>(null);
  const at = changes.findIndex(({ id }) => id === selected);
  useEffect(() => {
    const handle = list.current;
    if (handle && at >= 0 && !isInSight(handle, at)) handle.scrollToIndex(at, { align: 'center' });
  }, [at]);
  return (
    <nav aria-label={strings.fileList} className={styles.list} onKeyDown={moveBetweenItems}>
      <VList
        ref={list}
        data={changes}
        itemSize={ITEM_HEIGHT}
        className={styles.items}
        style={{ height: changes.length * ITEM_HEIGHT + 8, flex: '0 1 auto', minHeight: 0 }}
        keepMounted={at >= 0 ? [at] : []}
      >
        {(change, index) => (
          <FileListItem
            key={change.id}
            change={change}
            selected={change.id === selected}
            tabIndex={index === Math.max(0, at) ? 0 : -1}
            pending={pending.get(change.id)}
            updated={updated.has(change.id)}
            names={names}
            onSelect={onSelect}
            onDecide={onDecide}
          />
        )}
      </VList>
    </nav>
  );
}

/** Milliseconds a reader stays at a file before the list follows. */
const REST = 100;

/** The file at the top of the page, but none of those that only fly by: each would have the list drawn again. */
function useRestingTop(store: ChangesStore): string | null {
  const [top, setTop] = useState(() => store.getState().top);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((now, before) => {
      if (now.top === before.top) return;
      clearTimeout(timer);
      timer = setTimeout(() => setTop(now.top), REST);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return top;
}

/** Scrolling makes the browser lay out the page at once: the list follows a reader in leaps, not file by file. */
function isInSight({ scrollOffset, viewportSize, getItemOffset }: VListHandle, index: number): boolean {
  const top = getItemOffset(index);
  return top >= scrollOffset && top + ITEM_HEIGHT <= scrollOffset + viewportSize;
}

interface FileListItemProps extends Omit<FileListProps, 'changes' | 'store' | 'pending'> {
  change: Change;
  selected: boolean;
  tabIndex: 0 | -1;
  pending: Decision | undefined;
  updated: boolean;
}

const FileListItem = memo(function FileListItem(props: FileListItemProps) {
  const { change, selected, tabIndex, pending, updated, names, onSelect, onDecide } = props;
  // The buttons give way to a spinner: the focus stays with the file.
  function decide(button: HTMLElement, decision: Decision): void {
    button.closest(`.${styles.item}`)?.querySelector<HTMLElement>('[data-list-item]')?.focus();
    onDecide(decision, change);
  }
  return (
    <div className={cx(styles.item, selected && styles.selected)} style={{ height: ITEM_HEIGHT }}>
      <button
        type="button"
        data-list-item
        data-panel-focus={tabIndex === 0 || undefined}
        tabIndex={tabIndex}
        aria-current={selected || undefined}
        aria-label={strings.fileLabel(change, useContext(Marked).has(change.id))}
        title={revealInCode(change.oldPath ? `${change.oldPath} → ${change.path}` : change.path)}
        className={styles.open}
        onClick={() => onSelect(change)}
      >
        <StatusLetter status={change.status} />
        <FilePath path={change.path} nameClass={change.status === 'deleted' ? styles.gone : undefined} />
        <FileBadges change={change} />
      </button>
      {updated && (
        <span title={strings.updatedHint}>
          <Badge tone="info">{strings.updated}</Badge>
        </span>
      )}
      {pending ? (
        <Spinner size={12} />
      ) : (
        <span className={styles.actions}>
          <RowButton
            tone="reject"
            tabIndex={tabIndex}
            label={strings.rejectFile(change.path)}
            icon={<X aria-hidden size={13} />}
            onClick={(button) => decide(button, 'reject')}
          />
          <RowButton
            tone="accept"
            tabIndex={tabIndex}
            label={strings.acceptFile(change.path)}
            icon={<Check aria-hidden size={14} />}
            onClick={(button) => decide(button, 'accept')}
          />
        </span>
      )}
      <AuthorMarks authors={change.authors} names={names} />
      <FileCounts change={change} />
    </div>
  );
});

/** Arrow keys go from file to file; Tab leads into a file's buttons and out of the list. */
function moveBetweenItems(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-list-item]')];
  const current = (event.target as HTMLElement).closest(`.${styles.item}`)?.querySelector('[data-list-item]');
  const next = items[items.indexOf(current as HTMLElement) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
