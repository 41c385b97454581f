import { Check, MessageSquarePlus, SquareDashed, X } from 'lucide-react';
import type { Change } from '../../../../../shared/domain/change';
import { cx } from '../../../../lib/cx';
import { changesStrings as strings } from '../../../../strings/changes';
import { commentsStrings } from '../../../../strings/comments';
import { Button } from '../../../../ui/button';
import { IconButton } from '../../../../ui/icon-button';
import { countLines, countSelected, partOfRows, type Side } from '../../model/choose-lines';
import { targetOfRows } from '../../model/comment-target';
import type { FileBody } from '../../model/file-body';
import type { FileHandlers } from '../file-handlers';
import styles from './selection-bar.module.css';

interface SelectionBarProps {
  change: Change;
  body: FileBody;
  /** First and last selected row. */
  selected: readonly [number, number];
  selectedSide: Side | undefined;
  handlers: FileHandlers;
}

const HEIGHT = 34;
const GAP = 4;

/**
 * What can be done with the selected lines: floats under the last of them, or above the first where the file ends there.
 * While any of them is in sight it is too: at the edge of the panel where its own place is beyond that.
 */
export function SelectionBar({ change, body, selected, selectedSide, handlers }: SelectionBarProps) {
  const [first, last] = selected;
  const part = partOfRows(body, first, last, selectedSide);
  const count = countSelected(body, first, last, selectedSide);
  const changed = part ? countLines(part) : 0;
  const said = strings.selectedLines(count);
  const exactly = changed === count ? said : `${said}, ${strings.selectedChanged(changed)}`;
  const start = body.tops[first] ?? 0;
  const end = body.tops[last + 1] ?? 0;
  const height = body.tops[body.rows.length] ?? 0;
  const below = end + GAP + HEIGHT <= height;
  const range = below
    ? { top: start, height: end + GAP + HEIGHT - start }
    : { top: Math.max(GAP, start - HEIGHT - GAP), bottom: 0 };
  return (
    <div className={cx(styles.range, below && styles.below)} style={range}>
      <div role="toolbar" aria-label={exactly} className={styles.bar}>
        <span role="status" title={exactly} className={styles.count}>
          {said}
        </span>
        <Button
          size="sm"
          variant="ghost"
          icon={<MessageSquarePlus aria-hidden size={13} />}
          onClick={() => handlers.comments.begin(change, targetOfRows(body, first, last, selectedSide))}
        >
          {commentsStrings.comment}
        </Button>
        {part && (
          <>
            <Button
              size="sm"
              variant="ghost"
              icon={<X aria-hidden size={13} />}
              onClick={() => handlers.decidePart('reject', change, part)}
            >
              {strings.reject}
            </Button>
            <Button
              size="sm"
              variant="primary"
              icon={<Check aria-hidden size={14} />}
              onClick={() => handlers.decidePart('accept', change, part)}
            >
              {strings.accept}
            </Button>
          </>
        )}
        <IconButton
          size="sm"
          label={strings.clearSelection}
          icon={<SquareDashed size={13} />}
          onClick={() => handlers.clearSelection()}
        />
      </div>
    </div>
  );
}
