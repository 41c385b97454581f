// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import { Check, ChevronsUpDown, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { Author, DiffLine, Hunk } from '../../../../shared/domain/change';
import type { CommentSide } from '../../../../shared/domain/comment';
import type { Token } from '../../../highlight';
import { cx } from '../../../lib/cx';
import { changesStrings as strings } from '../../../strings/changes';
import { commentsStrings } from '../../../strings/comments';
import { Spinner } from '../../../ui/spinner';
import type { Decision } from '../changes-slice';
import type { Side } from '../model/choose-lines';
import type { TextDiff } from '../model/diff-rows';
import type { FoundMark } from '../model/found-lines';
import { lineCredit } from '../model/line-credits';
import { type AuthorKey, isChosen } from '../model/list-changes';
import { AuthorMarks, type AuthorNames, authorText } from './author-marks';
import styles from './diff-row.module.css';
import { LineCode } from './line-code';
import { CreditStripe, CreditTag } from './line-credit';
import { RowButton } from './row-button';

const signs: Record<DiffLine['type'], string> = { context: '', insert: '+', delete: '−' };

interface RowFrame {
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
interface Credits {
  diff: TextDiff;
  names: AuthorNames;
  /** Lines of others step back. */
  chosen: ReadonlySet<AuthorKey>;
}

interface LineRowProps extends RowFrame, Credits {
  hunk: Hunk;
  line: number;
  tokens: readonly Token[] | undefined;
  /** One line number instead of two. */
  oneSided: boolean;
  found: readonly FoundMark[] | undefined;
}

/** One line in the unified layout. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const {
    hunk,
    line,
    tokens,
    columns,
    oneSided,
    selected,
    diff,
    names,
    chosen,
    found: marks,
    ...frame
  } = props;
  const source = hunk.lines[line];
  if (!source) return null;
  const found = lineCredit(diff, hunk, line);
  const steppedBack = found && !isChosen(found.credit.author, chosen);
  return (
    <div
      role="row"
      aria-rowindex={frame.row + 1}
      data-row={frame.row}
      tabIndex={frame.tabIndex}
      aria-selected={selected}
      className={cx(
        styles.row,
        styles[source.type],
        selected && styles.selected,
        steppedBack && styles.steppedBack,
      )}
      style={{ top: frame.top, height: frame.height }}
    >
      <span
        aria-hidden
        data-gutter
        className={cx(styles.gutter, oneSided && styles.single)}
        data-old={source.oldLine ?? ''}
        data-new={source.newLine ?? (oneSided ? source.oldLine : '')}
      >
        {found && <CreditStripe credit={found.credit} />}
        {signs[source.type]}
        <CommentMark side={source.type === 'delete' ? 'old' : 'new'} />
      </span>
      <span
        role="gridcell"
        aria-label={labelOf(source, found && authorText(found.credit.author, names))}
        className={styles.code}
        data-selectable
      >
        <LineCode hunk={hunk} index={line} tokens={tokens} columns={columns} found={marks} />
      </span>
      {found && <CreditTag found={found} names={names} shared={isShared(hunk)} />}
    </div>
  );
});

interface PairRowProps extends RowFrame, Credits {
  /** The only side that is selected; both when absent. */
  selectedSide: Side | undefined;
  hunk: Hunk;
  left: number | null;
  right: number | null;
  leftTokens: readonly Token[] | undefined;
  rightTokens: readonly Token[] | undefined;
  leftFound: readonly FoundMark[] | undefined;
  rightFound: readonly FoundMark[] | undefined;
}

/** Both sides of one line in the split layout. */
export const PairRow = memo(function PairRow(props: PairRowProps) {
  const { hunk, left, right, leftTokens, rightTokens, columns, diff, names, chosen } = props;
  const shared = { hunk, columns, diff, names, chosen };
  return (
    <div
      role="row"
      aria-rowindex={props.row + 1}
      data-row={props.row}
      tabIndex={props.tabIndex}
      aria-selected={props.selected}
      className={cx(styles.row, styles.pair, props.selected && !props.selectedSide && styles.selected)}
      style={{ top: props.top, height: props.height }}
    >
      <PairSide
        {...shared}
        line={left}
        side="old"
        selected={props.selectedSide === 'old'}
        tokens={leftTokens}
        marks={props.leftFound}
      />
      <PairSide
        {...shared}
        line={right}
        side="new"
        selected={props.selectedSide === 'new'}
        tokens={rightTokens}
        marks={props.rightFound}
      />
    </div>
  );
});

interface PairSideProps extends Credits {
  hunk: Hunk;
  line: number | null;
  side: Side;
  selected: boolean;
  tokens: readonly Token[] | undefined;
  marks: readonly FoundMark[] | undefined;
  columns: number;
}

function PairSide({
  hunk,
  line,
  side,
  selected,
  tokens,
  marks,
  columns,
  diff,
  names,
  chosen,
}: PairSideProps) {
  const source = line === null ? undefined : hunk.lines[line];
  if (line === null || !source) {
    return <span role="gridcell" aria-label={strings.noLine} className={cx(styles.side, styles.absent)} />;
  }
  const number = side === 'old' ? source.oldLine : source.newLine;
  const found = lineCredit(diff, hunk, line);
  const steppedBack = found && !isChosen(found.credit.author, chosen);
  return (
    <span
      role="gridcell"
      aria-label={labelOf(source, found && authorText(found.credit.author, names))}
      data-side={side}
      className={cx(
        styles.side,
        styles[source.type],
        selected && styles.selected,
        steppedBack && styles.steppedBack,
      )}
    >
      <span aria-hidden data-gutter className={cx(styles.gutter, styles.single)} data-new={number ?? ''}>
        {found && <CreditStripe credit={found.credit} />}
        {signs[source.type]}
        <CommentMark side={source.type === 'delete' ? 'old' : 'new'} />
      </span>
      <span className={styles.code} data-selectable>
        <LineCode hunk={hunk} index={line} tokens={tokens} columns={columns} found={marks} />
      </span>
      {found && <CreditTag found={found} names={names} shared={isShared(hunk)} />}
    </span>
  );
}

/** Where the pointer comments on a line; for the keyboard that is `c`. */
function CommentMark({ side }: { side: CommentSide }) {
  return (
    <span data-comment-side={side} title={commentsStrings.commentOnLine} className={styles.commentMark}>
      +
    </span>
  );
}

function isShared(hunk: Hunk): boolean {
  return (hunk.authors?.length ?? 0) > 1;
}

function labelOf(line: DiffLine, author: string | undefined): string {
  const label = strings.lineLabel(
    line.type,
    line.type === 'delete' ? line.oldLine : line.newLine,
    line.text.slice(0, 500),
  );
  return author === undefined ? label : strings.by(label, author);
}

interface SeparatorRowProps extends Omit<RowFrame, 'columns' | 'selected'> {
  hidden: number | null;
  section: string;
  /** Of the hunk below. */
  authors: readonly Author[];
  names: AuthorNames;
  /** More context was asked for and is on its way. */
  busy: boolean;
  /** Absent when the whole file is shown already. */
  onExpand: (() => void) | undefined;
  /** Decides on the hunk that begins here; absent where none does, and while that is under way. */
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
  onDecide,
}: SeparatorRowProps) {
  const text = hidden === null ? strings.restOfFile : hidden > 0 ? strings.hiddenLines(hidden) : '';
  return (
    <div role="row" aria-rowindex={row + 1} className={styles.separator} style={{ top, height }}>
      <span role="gridcell" className={styles.separatorCell}>
        <button
          type="button"
          data-row={row}
          tabIndex={tabIndex}
          className={styles.expand}
          title={onExpand && strings.expand}
          aria-label={text === '' && section === '' ? strings.expand : undefined}
          disabled={!onExpand}
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
          <RowButton
            tone="reject"
            tabIndex={tabIndex}
            label={strings.rejectHunk}
            icon={<Undo2 aria-hidden size={13} />}
            onClick={() => onDecide('reject')}
          />
          <RowButton
            tone="accept"
            tabIndex={tabIndex}
            label={strings.acceptHunk}
            icon={<Check aria-hidden size={14} />}
            onClick={() => onDecide('accept')}
          />
        </span>
      )}
    </div>
  );
}
