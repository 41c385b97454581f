import { Check, ChevronRight, MessageSquare, MessageSquarePlus, TriangleAlert, X } from 'lucide-react';
import { createContext, useContext } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import { cx } from '../../../../lib/cx';
import { revealInCode } from '../../../../markdown/reveal-hidden';
import { changesStrings as strings } from '../../../../strings/changes';
import { commentsStrings } from '../../../../strings/comments';
import { Badge } from '../../../../ui/badge';
import { ChangeCounts } from '../../../../ui/change-counts';
import { Spinner } from '../../../../ui/spinner';
import { type ChangesUi, type Decision, whyGenerated } from '../../changes-slice';
import { AuthorMarks, type AuthorNames } from '../author-marks';
import { FilePath } from '../file-path';
import { RowButton } from '../rows/row-button';
import { StatusLetter } from '../status-letter';
import styles from './file-header.module.css';

interface FileHeaderProps {
  change: Change;
  collapsed: boolean;
  updated: boolean;
  pending: Decision | undefined;
  /** Decisions on parts of it that wait for one before them. */
  waiting: number;
  names: AuthorNames;
  tabIndex: 0 | -1;
  viewed: boolean;
  onViewed(viewed: boolean): void;
  onToggle(): void;
  onDecide(decision: Decision): void;
  /** Comments on it that are not resolved. */
  comments: number;
  onComment(): void;
}

/** A file's bar: stays at the top of the window while its lines scroll under it. */
export function FileHeader(props: FileHeaderProps) {
  const { change, collapsed, updated, pending, names, onToggle, onDecide } = props;
  // The buttons give way to a spinner: the focus stays with the file.
  function decide(button: HTMLElement, decision: Decision): void {
    button.closest('header')?.querySelector<HTMLElement>('[data-row]')?.focus({ preventScroll: true });
    onDecide(decision);
  }
  return (
    <header className={styles.header}>
      <button
        type="button"
        data-row={-1}
        data-panel-focus={props.tabIndex === 0 || undefined}
        tabIndex={props.tabIndex}
        aria-expanded={!collapsed}
        aria-label={strings.fileLabel(change, useContext(Marked).has(change.id))}
        title={revealInCode(change.oldPath ? `${change.oldPath} → ${change.path}` : change.path)}
        className={styles.toggle}
        onClick={onToggle}
      >
        <ChevronRight aria-hidden size={14} className={cx(styles.chevron, !collapsed && styles.open)} />
        <StatusLetter status={change.status} />
        <FilePath path={change.path} nameClass={styles.name} />
        {change.oldPath && (
          <span className={styles.oldPath}>{strings.renamedFrom(revealInCode(change.oldPath))}</span>
        )}
        <FileBadges change={change} />
      </button>
      {props.waiting > 0 && (
        <span role="status" className={styles.pending} title={strings.waitingHint}>
          <Spinner size={12} /> {strings.waiting(props.waiting)}
        </span>
      )}
      {updated && (
        <span role="status" title={strings.updatedHint}>
          <Badge tone="info">{strings.updated}</Badge>
        </span>
      )}
      {props.comments > 0 && (
        <span role="img" aria-label={commentsStrings.inFile(props.comments)} className={styles.comments}>
          <MessageSquare aria-hidden size={12} />
          {props.comments}
        </span>
      )}
      <AuthorMarks authors={change.authors} names={names} />
      <FileCounts change={change} />
      <label className={styles.viewed} title={strings.viewed}>
        <input
          type="checkbox"
          aria-label={strings.viewedFile(change.path)}
          checked={props.viewed}
          onChange={(event) => props.onViewed(event.currentTarget.checked)}
        />
        <span aria-hidden className={styles.viewedText}>
          {strings.viewed}
        </span>
      </label>
      {pending ? (
        <span role="status" className={styles.pending}>
          <Spinner /> {pending === 'accept' ? strings.accepting : strings.rejecting}
        </span>
      ) : (
        <span className={styles.actions}>
          <RowButton
            tone="comment"
            label={commentsStrings.commentOnFile(change.path)}
            icon={<MessageSquarePlus aria-hidden size={14} />}
            onClick={props.onComment}
          />
          <RowButton
            tone="reject"
            label={strings.rejectFile(change.path)}
            icon={<X aria-hidden size={14} />}
            onClick={(button) => decide(button, 'reject')}
          />
          <RowButton
            tone="accept"
            label={strings.acceptFile(change.path)}
            icon={<Check aria-hidden size={15} />}
            onClick={(button) => decide(button, 'accept')}
          />
        </span>
      )}
    </header>
  );
}

/** Whether the repository's attributes call a file generated, for all who name files. */
export const Attributes = createContext<ChangesUi['attributes']>(new Map());

/** The files with conflict markers in them, by id, for all who name files. */
export const Marked = createContext<ReadonlySet<string>>(new Set());

export function FileBadges({ change }: { change: Change }) {
  const reason = whyGenerated({ attributes: useContext(Attributes) }, change);
  const modeChanged =
    change.status !== 'added' && change.status !== 'deleted' && change.oldMode !== change.newMode;
  return (
    <>
      {useContext(Marked).has(change.id) && (
        <span title={strings.markedHint} className={styles.marked}>
          <Badge tone="warning">
            <TriangleAlert aria-hidden size={12} className={styles.markedIcon} />
            {strings.marked}
          </Badge>
        </span>
      )}
      {change.binary && <Badge>{strings.binary}</Badge>}
      {change.symlink && <Badge>{strings.symlink}</Badge>}
      {change.submodule && <Badge>{strings.submodule}</Badge>}
      {modeChanged && !change.symlink && <Badge>{strings.mode}</Badge>}
      {reason && (
        <span title={strings.generatedWhy[reason]}>
          <Badge>{strings.generated[reason]}</Badge>
        </span>
      )}
    </>
  );
}

/** Lines added and removed; nothing where no lines are counted. */
export function FileCounts({ change: { insertions, deletions } }: { change: Change }) {
  return insertions + deletions > 0 ? <ChangeCounts insertions={insertions} deletions={deletions} /> : null;
}
