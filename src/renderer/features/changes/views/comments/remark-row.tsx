// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be windowed or laid out row by row
// biome-ignore-all lint/a11y/useFocusableInteractive: what is in the row has the focus

import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import { cx } from '../../../../lib/cx';
import type { CommentActions } from '../../comment-actions';
import type { CommentDraft } from '../../model/file-remarks';
import type { PlacedRemark } from '../../model/remark';
import type { AuthorNames } from '../author-marks';
import { CommentBox } from './comment-box';
import { CommentCard } from './comment-card';
import styles from './remark-row.module.css';

interface RemarkRowProps {
  change: Change;
  remark: PlacedRemark;
  drafts: ReadonlyMap<string, CommentDraft>;
  names: AuthorNames;
  actions: CommentActions;
}

/** What was said about a line, or is being written, under it; its height is measured and then kept free for it. */
export function RemarkRow({ change, remark, drafts, names, actions }: RemarkRowProps) {
  const root = useRef<HTMLDivElement>(null);
  const { key, row, top, comment } = remark;
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    const measure = () => actions.measured(key, Math.ceil(element.getBoundingClientRect().height));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [actions, key]);
  const saved = comment?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft that is gone may be one that was saved
  useEffect(() => {
    // The bar that sends comments comes with the first one, and takes room at the bottom.
    if (saved && actions.takeUnseen(saved)) root.current?.scrollIntoView({ block: 'nearest' });
  }, [actions, saved, drafts]);
  // The line it is about: the keys of the panel then go on from it.
  const focusRow = () => {
    const file = root.current?.closest('[data-file]');
    file?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true });
  };
  const draft = remark.draft === undefined ? undefined : drafts.get(remark.draft);
  return (
    <div ref={root} role="row" data-remark={row} className={styles.remark} style={{ top }}>
      <div role="gridcell" className={styles.cell}>
        {draft ? (
          draft.saving ? (
            <p className={cx(styles.card, styles.saving)}>{draft.text}</p>
          ) : (
            <CommentBox
              draft={draft}
              isOlder={row < 0 && draft.target !== undefined}
              actions={actions}
              onClosed={focusRow}
            />
          )
        ) : (
          comment && (
            <CommentCard
              comment={comment}
              names={names}
              actions={actions}
              onEdit={() => actions.edit(change, comment)}
            />
          )
        )}
      </div>
    </div>
  );
}
