import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { Cursor } from '../../changes-slice';
import { lineOfRow } from '../../model/diff-rows';
import type { Block, DocumentLayout } from '../../model/document-layout';
import { type BodyRow, HEADER_HEIGHT } from '../../model/file-body';

/** A line of a file by its number on one side. */
export interface LineTarget {
  fileId: string;
  side: 'old' | 'new';
  line: number;
}

/** Scrolls to a line: at once where its file is read, else to the file, and to the line when it is. */
export function useShowLine(
  scroller: RefObject<HTMLElement | null>,
  layout: DocumentLayout,
  onCursor: (cursor: Cursor) => void,
  onScroll: () => void,
): (target: LineTarget) => void {
  const wanted = useRef<(LineTarget & { led?: true }) | null>(null);
  const look = useCallback(() => {
    const element = scroller.current;
    const target = wanted.current;
    if (!element || !target) return;
    const index = layout.indexOf.get(target.fileId);
    const block = index === undefined ? undefined : layout.blocks[index];
    if (index === undefined || !block || block.collapsed) return;
    const top = layout.tops[index] ?? 0;
    if (isLoading(block)) {
      // Once: the reader may scroll on while it is read.
      if (!target.led) bringIntoSight(element, top, HEADER_HEIGHT);
      wanted.current = { ...target, led: true };
      onScroll();
      return;
    }
    wanted.current = null;
    const row = rowOfTarget(block, target);
    const { tops } = block.body;
    const rowTop = row < 0 ? top : top + HEADER_HEIGHT + (tops[row] ?? 0);
    const height = row < 0 ? HEADER_HEIGHT : (tops[row + 1] ?? 0) - (tops[row] ?? 0);
    bringIntoSight(element, rowTop, height);
    onScroll();
    onCursor({ fileId: target.fileId, row });
  }, [scroller, layout, onCursor, onScroll]);
  useLayoutEffect(look, [look]);
  return useCallback(
    (target) => {
      wanted.current = target;
      look();
    },
    [look],
  );
}

function isLoading({ body: { rows } }: Block): boolean {
  return rows.some((row) => row.kind === 'notice' && row.notice.kind === 'loading');
}

/** The row that shows a line; -1, the file's bar, when none does. */
export function rowOfTarget({ body }: Block, { side, line }: LineTarget): number {
  const { diff, rows } = body;
  if (!diff) return -1;
  const shows = (row: BodyRow): boolean => {
    if (row.kind === 'notice') return false;
    if (row.kind !== 'pair') return lineOfRow(row, diff)?.[`${side}Line`] === line;
    const index = side === 'old' ? row.left : row.right;
    return index !== null && diff.hunks[row.hunk]?.lines[index]?.[`${side}Line`] === line;
  };
  return rows.findIndex(shows);
}

/** Scrolls only when it must, and then so far that what is around it can be read. */
function bringIntoSight(element: HTMLElement, top: number, height: number): void {
  const first = element.scrollTop + HEADER_HEIGHT;
  const last = element.scrollTop + element.clientHeight;
  if (top >= first && top + height <= last) return;
  element.scrollTop = Math.max(0, top - element.clientHeight / 3);
}
