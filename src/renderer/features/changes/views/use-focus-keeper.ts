import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import type { Change } from '../../../../shared/domain/change';
import type { Cursor } from '../changes-slice';
import type { DocumentLayout } from '../model/document-layout';
import { survivingCursor } from '../model/move-cursor';
import type { DocumentHandle } from './document/diff-document';

/** Keeps the focus in the panel when what had it is gone: on the next file, or on the panel itself. */
export function useFocusKeeper(
  root: RefObject<HTMLElement | null>,
  page: RefObject<DocumentHandle | null>,
  changes: readonly Change[],
  cursor: Cursor | null,
  onCursor: (cursor: Cursor | null) => void,
) {
  const inside = useRef(false);
  const typing = useRef(false);
  // Where somebody was typing, the next letters must not become commands.
  const lost = () =>
    inside.current &&
    !typing.current &&
    (!document.activeElement || document.activeElement === document.body);
  useLayoutEffect(() => {
    if (changes.length === 0 && lost()) root.current?.focus();
  });
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => {
      inside.current = true;
      typing.current = event.target instanceof HTMLTextAreaElement;
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      const next = event.relatedTarget;
      if (next instanceof Node && !event.currentTarget.contains(next)) inside.current = false;
    },
    onLayout: (before: DocumentLayout, now: DocumentLayout) => {
      const target = survivingCursor(before, now, cursor);
      const moved = target && cursor && target.row !== cursor.row && isAtRow(cursor);
      if (target && (lost() || moved)) page.current?.go(target);
      else if (target !== cursor) onCursor(target);
    },
  };
}

/** True when the focus is on the row the cursor is at: it then follows the cursor. */
function isAtRow({ fileId, row }: Cursor): boolean {
  const element = document.activeElement;
  const file = element?.closest<HTMLElement>('[data-file]')?.dataset.file;
  return file === fileId && element?.closest<HTMLElement>('[data-row]')?.dataset.row === String(row);
}
