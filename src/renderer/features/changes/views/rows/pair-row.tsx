// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import { memo } from 'react';
import type { Hunk } from '../../../../../shared/domain/change';
import type { Token } from '../../../../highlight';
import { cx } from '../../../../lib/cx';
import { changesStrings as strings } from '../../../../strings/changes';
import type { Side } from '../../model/choose-lines';
import type { FoundMark } from '../../model/found-lines';
import { lineCredit } from '../../model/line-credits';
import { isChosen } from '../../model/list-changes';
import { authorText } from '../author-marks';
import styles from './diff-row.module.css';
import { LineCode } from './line-code';
import { CreditMark, CreditStripe, CreditTag, usePointed } from './line-credit';
import { CommentMark, type Credits, isShared, labelOf, type RowFrame, signs } from './row-parts';

interface PairRowProps extends RowFrame, Credits {
  /** The only side that is selected; both when absent. */
  selectedSide: Side | undefined;
  hunk: Hunk;
  left: number | null;
  right: number | null;
  /** Decided on, and here only until git has done it. */
  leftLeaves: boolean;
  rightLeaves: boolean;
  leftTokens: readonly Token[] | undefined;
  rightTokens: readonly Token[] | undefined;
  leftFound: readonly FoundMark[] | undefined;
  rightFound: readonly FoundMark[] | undefined;
}

/** Both sides of one line in the split layout. */
export const PairRow = memo(function PairRow(props: PairRowProps) {
  const { hunk, left, right, leftTokens, rightTokens, columns, diff, names, chosen } = props;
  const shared = { hunk, columns, diff, names, chosen, atCursor: props.tabIndex === 0 };
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
        leaving={props.leftLeaves}
        selected={props.selectedSide === 'old'}
        tokens={leftTokens}
        marks={props.leftFound}
      />
      <PairSide
        {...shared}
        line={right}
        side="new"
        leaving={props.rightLeaves}
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
  leaving: boolean;
  selected: boolean;
  tokens: readonly Token[] | undefined;
  marks: readonly FoundMark[] | undefined;
  columns: number;
  /** The row has the keyboard. */
  atCursor: boolean;
}

function PairSide({
  hunk,
  line,
  side,
  leaving,
  selected,
  tokens,
  marks,
  columns,
  diff,
  names,
  chosen,
  atCursor,
}: PairSideProps) {
  const { pointed, pointing } = usePointed();
  const source = line === null ? undefined : hunk.lines[line];
  if (line === null || !source) {
    return <span role="gridcell" aria-label={strings.noLine} className={cx(styles.side, styles.absent)} />;
  }
  const number = side === 'old' ? source.oldLine : source.newLine;
  const found = lineCredit(diff, hunk, line);
  const asked = found && (pointed || atCursor);
  const steppedBack = found && !isChosen(found.credit.author, chosen);
  return (
    <span
      role="gridcell"
      aria-label={labelOf(source, found && authorText(found.credit.author, names))}
      data-side={side}
      aria-busy={leaving || undefined}
      className={cx(
        styles.side,
        styles[source.type],
        selected && styles.selected,
        steppedBack && styles.steppedBack,
        leaving && styles.leaving,
      )}
    >
      <span
        aria-hidden
        data-gutter
        {...pointing}
        className={cx(styles.gutter, styles.single)}
        data-new={number ?? ''}
      >
        {found && <CreditStripe credit={found.credit} />}
        {signs[source.type]}
        <CommentMark side={source.type === 'delete' ? 'old' : 'new'} />
      </span>
      <span className={cx(styles.code, asked && styles.asked)} data-selectable>
        <LineCode hunk={hunk} index={line} tokens={tokens} columns={columns} found={marks} />
        {asked && <CreditTag {...{ found, names }} />}
      </span>
      {found && isShared(hunk) && <CreditMark {...{ found, names }} />}
    </span>
  );
}
