import type { MouseEvent } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import type { Side } from '../../model/choose-lines';
import { targetOfRows } from '../../model/comment-target';
import type { Block } from '../../model/document-layout';
import type { FileHandlers } from '../file-handlers';

interface GutterProps {
  change: Change;
  block: Block;
  selected: readonly [number, number] | null;
  handlers: FileHandlers;
}

/**
 * A press on line numbers selects the line, with Shift all lines up to it, and one on the mark beside them comments on
 * it or the selection it is in. Dragged on, all lines that are passed are selected; text is selected as ever.
 */
export function onGutter(
  event: MouseEvent<HTMLElement>,
  { change, block, selected, handlers }: GutterProps,
): void {
  const gutter = (event.target as HTMLElement).closest('[data-gutter]');
  const row = gutter?.closest<HTMLElement>('[data-row]');
  if (!gutter || !row || event.button !== 0) return;
  event.preventDefault();
  row.focus({ preventScroll: true });
  const commented = (event.target as HTMLElement).closest<HTMLElement>('[data-comment-side]')?.dataset
    .commentSide;
  if (commented === 'old' || commented === 'new') {
    const at = Number(row.dataset.row);
    const [first, last] = selected && at >= selected[0] && at <= selected[1] ? selected : [at, at];
    const target = targetOfRows(block.body, first, last, commented) ?? targetOfRows(block.body, first, last);
    handlers.comments.begin(change, target);
    return;
  }
  const side = gutter.closest<HTMLElement>('[data-side]')?.dataset.side as Side | undefined;
  handlers.select(change, Number(row.dataset.row), event.shiftKey, side);
  followDrag(event.currentTarget, Number(row.dataset.row), (at) => handlers.select(change, at, true, side));
}

/** Tells of each row the pointer comes to within the grid, until its button is released. */
function followDrag(grid: HTMLElement, from: number, onRow: (row: number) => void): void {
  let last = from;
  const over = new AbortController();
  // What floats over the rows for the selection is not to catch the pointer.
  grid.dataset.dragging = '';
  const stop = () => {
    over.abort();
    delete grid.dataset.dragging;
  };
  const onMove = (event: globalThis.MouseEvent) => {
    if ((event.buttons & 1) === 0) return stop();
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const at = Number(row?.dataset.row ?? -1);
    if (!row || !grid.contains(row) || at === last || at < 0) return;
    last = at;
    onRow(at);
  };
  document.addEventListener('mousemove', onMove, { signal: over.signal });
  document.addEventListener('mouseup', stop, { signal: over.signal });
}
