// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import type { ReactNode } from 'react';
import { fileSize } from '../../../../lib/format';
import { changesStrings as strings } from '../../../../strings/changes';
import { Button } from '../../../../ui/button';
import { Spinner } from '../../../../ui/spinner';
import type { Decision } from '../../changes-slice';
import type { Notice } from '../../model/file-body';
import { DecideButtons } from './decide-buttons';
import styles from './notice-row.module.css';

interface NoticeRowProps {
  notice: Exclude<Notice, { kind: 'image' }>;
  row: number;
  top: number;
  height: number;
  tabIndex: 0 | -1;
  /** What was decided on the change of mode, until git has done it. */
  decided: Decision | undefined;
  /** Decides on the change of mode; absent while the whole file is being decided on. */
  onDecide: ((decision: Decision) => void) | undefined;
  onRetry(): void;
  onReveal(): void;
  onShowAnyway(): void;
}

/** What is to be said about a file instead of, or above, its lines. */
export function NoticeRow({
  notice,
  row,
  top,
  height,
  tabIndex,
  decided,
  onDecide,
  onRetry,
  onReveal,
  onShowAnyway,
}: NoticeRowProps) {
  const failed = notice.kind === 'failed';
  return (
    <div
      role="row"
      aria-rowindex={row + 1}
      data-row={row}
      tabIndex={tabIndex}
      style={{ top, height }}
      className={styles.row}
    >
      <span role="gridcell" className={failed ? styles.failed : styles.cell}>
        <span className={styles.text}>{noticeText(notice)}</span>
        {notice.kind === 'mode' && onDecide && (
          <DecideButtons
            labels={{ reject: strings.rejectMode, accept: strings.acceptMode }}
            {...{ tabIndex, decided, onDecide }}
          />
        )}
        {failed && (
          <Button size="sm" variant="ghost" onClick={onRetry}>
            {strings.retry}
          </Button>
        )}
        {notice.kind === 'unreadable' && (
          <Button size="sm" variant="ghost" onClick={onShowAnyway}>
            {strings.showAnyway}
          </Button>
        )}
        {(notice.kind === 'too-large' || notice.kind === 'truncated' || notice.kind === 'binary') && (
          <Button size="sm" variant="ghost" onClick={onReveal}>
            {strings.reveal}
          </Button>
        )}
      </span>
    </div>
  );
}

function noticeText(notice: NoticeRowProps['notice']): ReactNode {
  switch (notice.kind) {
    case 'loading':
      return (
        <>
          <Spinner /> {strings.loading}
        </>
      );
    case 'failed':
      return `${notice.error.message} ${notice.error.hint ?? ''}`;
    case 'mode':
      return strings.modeChanged(strings.modeName(notice.before), strings.modeName(notice.after));
    case 'unchanged-content':
      return strings.unchangedContent;
    case 'empty-file':
      return strings.emptyFile;
    case 'lfs-pointer':
      return strings.lfsPointer;
    case 'mixed-endings':
      return strings.mixedEndings;
    case 'truncated':
      return strings.truncated;
    case 'unreadable':
      return strings.unreadable(notice.longest);
    case 'binary':
      return strings.binaryChanged(sizeText(notice.oldSize), sizeText(notice.newSize));
    case 'symlink':
      return strings.linkTo(notice.oldTarget, notice.newTarget);
    case 'submodule':
      return strings.submoduleAt(
        notice.oldCommit?.slice(0, 10) ?? null,
        notice.newCommit?.slice(0, 10) ?? null,
      );
    case 'too-large':
      return strings.tooLarge(fileSize(notice.bytes));
  }
}

function sizeText(bytes: number | null): string | null {
  return bytes === null ? null : fileSize(bytes);
}
