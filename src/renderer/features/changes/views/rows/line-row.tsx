// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells

import { memo } from 'react';
import type { Hunk } from '../../../../../shared/domain/change';
import type { Token } from '../../../../highlight';
import { cx } from '../../../../lib/cx';
import type { FoundMark } from '../../model/found-lines';
import { lineCredit } from '../../model/line-credits';
import { isChosen } from '../../model/list-changes';
import { authorText } from '../author-marks';
import styles from './diff-row.module.css';
import { LineCode } from './line-code';
import { CreditMark, CreditStripe, CreditTag, usePointed } from './line-credit';
import { CommentMark, type Credits, isShared, labelOf, type RowFrame, signs } from './row-parts';

interface LineRowProps extends RowFrame, Credits {
  hunk: Hunk;
  line: number;
  tokens: readonly Token[] | undefined;
  /** One line number instead of two. */
  oneSided: boolean;
  /** Decided on, and here only until git has done it. */
  leaving: boolean;
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
    leaving,
    selected,
    diff,
    names,
    chosen,
    found: marks,
    ...frame
  } = props;
  const { pointed, pointing } = usePointed();
  const source = hunk.lines[line];
  if (!source) return null;
  const found = lineCredit(diff, hunk, line);
  const asked = found && (pointed || frame.tabIndex === 0);
  const steppedBack = found && !isChosen(found.credit.author, chosen);
  return (
    <div
      role="row"
      aria-rowindex={frame.row + 1}
      data-row={frame.row}
      tabIndex={frame.tabIndex}
      aria-selected={selected}
      aria-busy={leaving || undefined}
      className={cx(
        styles.row,
        styles[source.type],
        selected && styles.selected,
        steppedBack && styles.steppedBack,
        leaving && styles.leaving,
      )}
      style={{ top: frame.top, height: frame.height }}
    >
      <span
        aria-hidden
        data-gutter
        {...pointing}
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
        className={cx(styles.code, asked && styles.asked)}
        data-selectable
      >
        <LineCode hunk={hunk} index={line} tokens={tokens} columns={columns} found={marks} />
        {asked && <CreditTag {...{ found, names }} />}
      </span>
      {found && isShared(hunk) && <CreditMark {...{ found, names }} />}
    </div>
  );
});
