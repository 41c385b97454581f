import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActionSource } from '../../../lib/actions';
import { changesStrings as strings } from '../../../strings/changes';
import { decideAllLabel } from './changes-header';
import type { ChangesViewProps } from './changes-view-props';

/** Offers what can be done with all changes in the command palette, as the buttons and keys of the panel do it. */
export function useReviewActions({ header, ui, onUndo, onOpenFind }: ReviewActionProps): void {
  const { onDecideAll } = header;
  const latest = useRef({ onDecideAll, onUndo, onOpenFind });
  useEffect(() => {
    latest.current = { onDecideAll, onUndo, onOpenFind };
  });
  const accept = decideAllLabel('accept', header);
  const reject = decideAllLabel('reject', header);
  const hasChanges = header.shown.files > 0;
  const canDecide = hasChanges && !header.busy;
  const { canUndo } = ui;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'changes.acceptAll',
        label: accept,
        group: strings.title,
        keywords: 'approve stage review',
        enabled: canDecide,
        run: () => latest.current.onDecideAll('accept'),
      },
      {
        id: 'changes.rejectAll',
        label: reject,
        group: strings.title,
        keywords: 'discard revert review',
        enabled: canDecide,
        run: () => latest.current.onDecideAll('reject'),
      },
      {
        id: 'changes.undo',
        label: strings.undoLast,
        group: strings.title,
        keywords: 'take back accept reject',
        enabled: canUndo,
        run: () => latest.current.onUndo(),
      },
      {
        id: 'changes.find',
        label: strings.find,
        group: strings.title,
        keywords: 'search text diff',
        enabled: hasChanges,
        run: () => latest.current.onOpenFind(),
      },
    ],
    [accept, reject, canDecide, canUndo, hasChanges],
  );
  useActionSource(actions);
}

interface ReviewActionProps extends Pick<ChangesViewProps, 'header' | 'ui' | 'onUndo'> {
  /** Opens the search; its shortcut is the panel's own. */
  onOpenFind(): void;
}
