// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import { ChevronsUpDown } from 'lucide-react';
import type { Author } from '../../../../../shared/domain/change';
import { changesStrings as strings } from '../../../../strings/changes';
import { Spinner } from '../../../../ui/spinner';
import type { Decision } from '../../changes-slice';
import { AuthorMarks, type AuthorNames } from '../author-marks';
import { DecideButtons } from './decide-buttons';
import type { RowFrame } from './row-parts';
import styles from './separator-row.module.css';

interface SeparatorRowProps extends Omit<RowFrame, 'columns' | 'selected'> {
  hidden: number | null;
  section: string;
  /** Of the hunk below. */
  authors: readonly Author[];
  names: AuthorNames;
  /** More context was asked for and is on its way. */
  busy: boolean;
  /** Absent when there is no more to show. */
  onExpand: (() => void) | undefined;
  /** What was decided on the hunk that begins here, until git has done it. */
  decided: Decision | undefined;
  /** Decides on that hunk; absent where there is none, and while the whole file is being decided on. */
  onDecide: ((decision: Decision) => void) | undefined;
}

/** Between two hunks: what is hidden there, where we are in the file, and a way to see more. */
export function SeparatorRow({
  row,
  top,
  height,
  tabIndex,
  hidden,
  section,
  authors,
  names,
  busy,
  onExpand,
  decided,
  onDecide,
}: SeparatorRowProps) {
  const text =
    hidden === null ? strings.restOfFile : hidden > 0 ? strings.hiddenLines(hidden) : strings.fileStart;
  return (
    <div role="row" aria-rowindex={row + 1} className={styles.separator} style={{ top, height }}>
      <span role="gridcell" className={styles.separatorCell}>
        <button
          type="button"
          data-row={row}
          tabIndex={tabIndex}
          className={styles.expand}
          title={onExpand && strings.expand}
          // Not `disabled`: the keyboard goes from row to row, also over this one.
          aria-disabled={!onExpand}
          onClick={onExpand}
        >
          {busy ? <Spinner size={12} /> : onExpand && <ChevronsUpDown aria-hidden size={12} />}
          <span className={styles.hiddenCount}>{text}</span>
          {section && <span className={styles.section}>{section}</span>}
        </button>
        {authors.length > 0 && (
          <span className={styles.hunkAuthors}>
            <AuthorMarks authors={authors} names={names} />
          </span>
        )}
      </span>
      {onDecide && (
        <span role="gridcell" className={styles.hunkActions}>
          <DecideButtons
            labels={{ reject: strings.rejectHunk, accept: strings.acceptHunk }}
            {...{ tabIndex, decided, onDecide }}
          />
        </span>
      )}
    </div>
  );
}
