import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import {
  type DocumentLayout,
  itemAt,
  sameVisible,
  type VisibleBlock,
  visibleBlocks,
} from '../../model/document-layout';
import { HEADER_HEIGHT } from '../../model/file-body';
import { captureAnchor, restoreAnchor, type ScrollAnchor } from '../../model/scroll-anchor';

/** Pixels drawn beyond the window on either side. */
const OVERSCAN = 320;

interface ScrollWindow {
  visible: readonly VisibleBlock[];
  /** Index of the file at the top of the window. */
  topIndex: number;
  /** The reader's last way was towards the beginning. */
  up: boolean;
  onScroll(): void;
}

interface Drawn {
  layout: DocumentLayout;
  visible: VisibleBlock[];
  topIndex: number;
  up: boolean;
}

/**
 * What of the document to draw. When the layout changes (an agent wrote, a diff arrived, the panel was
 * resized) the line that was under the first file header stays exactly where it was.
 */
export function useScrollWindow(
  scroller: RefObject<HTMLElement | null>,
  layout: DocumentLayout,
  height: number,
): ScrollWindow {
  const anchor = useRef<ScrollAnchor | null>(null);
  const [drawn, setDrawn] = useState<Drawn>({ layout, visible: [], topIndex: 0, up: false });
  // Reading it from the element right after a change would make the browser lay out the page at once.
  const scrollTop = useRef(0);
  const goesUp = useRef(false);
  const look = useCallback(() => {
    const top = scrollTop.current;
    anchor.current = captureAnchor(layout, top, HEADER_HEIGHT);
    const visible = visibleBlocks(layout, top - OVERSCAN, top + height + OVERSCAN);
    const topIndex = layout.blocks.length > 0 ? itemAt(layout.tops, top + HEADER_HEIGHT) : 0;
    const up = goesUp.current;
    setDrawn((before) => {
      const same = before.layout === layout && before.topIndex === topIndex && before.up === up;
      return same && sameVisible(before.visible, visible) ? before : { layout, visible, topIndex, up };
    });
  }, [layout, height]);
  const onScroll = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    if (top !== scrollTop.current) goesUp.current = top < scrollTop.current;
    scrollTop.current = top;
    look();
  }, [scroller, look]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const target = anchor.current && restoreAnchor(anchor.current, layout);
    if (element && target !== null && Math.abs(target - scrollTop.current) >= 1) {
      element.scrollTop = target;
      scrollTop.current = element.scrollTop;
    }
    look();
  }, [scroller, layout, look]);
  // Drawn for another layout: replaced before it is painted, but what has the focus must stay mounted.
  const visible = drawn.layout === layout ? drawn.visible : carriedOver(drawn, layout);
  return { visible, topIndex: drawn.topIndex, up: drawn.up, onScroll };
}

/** The same rows of the same files, as far as they still exist. */
function carriedOver({ layout: before, visible }: Drawn, layout: DocumentLayout): VisibleBlock[] {
  return visible.flatMap(({ index, firstRow, endRow }) => {
    const now = layout.indexOf.get(before.blocks[index]?.id ?? '');
    if (now === undefined) return [];
    const rows = layout.blocks[now]?.body.rows.length ?? 0;
    return [{ index: now, firstRow: Math.min(firstRow, rows), endRow: Math.min(endRow, rows) }];
  });
}
