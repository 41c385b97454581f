import { type FileBody, HEADER_HEIGHT } from './file-body';

/** A file's place in the document: its header, then its body unless it is collapsed. */
export interface Block {
  id: string;
  body: FileBody;
  collapsed: boolean;
}

/** Where every block begins; heights are known, so nothing is ever measured and nothing ever shifts. */
export interface DocumentLayout {
  blocks: readonly Block[];
  /** One more item than `blocks`: the document's height. */
  tops: Float64Array;
  indexOf: ReadonlyMap<string, number>;
}

/** Space below a file. */
export const BLOCK_GAP = 8;

export function documentLayout(blocks: readonly Block[]): DocumentLayout {
  const tops = new Float64Array(blocks.length + 1);
  const indexOf = new Map<string, number>();
  let top = 0;
  blocks.forEach((block, index) => {
    tops[index] = top;
    indexOf.set(block.id, index);
    top += blockHeight(block) + BLOCK_GAP;
  });
  tops[blocks.length] = top;
  return { blocks, tops, indexOf };
}

export function blockHeight(block: Block): number {
  return HEADER_HEIGHT + (block.collapsed ? 0 : bodyHeight(block.body));
}

export function bodyHeight(body: FileBody): number {
  return body.tops[body.rows.length] ?? 0;
}

/** Index of the last item of `tops` that is at or above `y`; `tops` ascends and ends with the total. */
export function itemAt(tops: Float64Array | Uint32Array, y: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Rows of one block that are on screen, half-open. */
export interface VisibleBlock {
  index: number;
  firstRow: number;
  endRow: number;
}

/** Rows are drawn in steps, so that most scroll events draw nothing. */
const ROW_STEP = 16;

/** What to draw for the window from `top` to `bottom` (pixels of the document). */
export function visibleBlocks(layout: DocumentLayout, top: number, bottom: number): VisibleBlock[] {
  const visible: VisibleBlock[] = [];
  if (layout.blocks.length === 0) return visible;
  for (let index = itemAt(layout.tops, top); index < layout.blocks.length; index += 1) {
    const start = layout.tops[index] ?? 0;
    if (start >= bottom) break;
    visible.push({ index, ...visibleRows(layout.blocks[index] as Block, top - start, bottom - start) });
  }
  return visible;
}

function visibleRows(block: Block, top: number, bottom: number): { firstRow: number; endRow: number } {
  const { rows, tops } = block.body;
  const bodyBottom = bottom - HEADER_HEIGHT;
  if (block.collapsed || rows.length === 0 || bodyBottom <= 0) return { firstRow: 0, endRow: 0 };
  const first = itemAt(tops, Math.max(0, top - HEADER_HEIGHT));
  const last = itemAt(tops, bodyBottom);
  return {
    firstRow: Math.floor(first / ROW_STEP) * ROW_STEP,
    endRow: Math.min(rows.length, Math.ceil((last + 1) / ROW_STEP) * ROW_STEP),
  };
}

export function sameVisible(a: readonly VisibleBlock[], b: readonly VisibleBlock[]): boolean {
  return (
    a.length === b.length &&
    a.every((block, index) => {
      const other = b[index];
      return (
        other?.index === block.index && other.firstRow === block.firstRow && other.endRow === block.endRow
      );
    })
  );
}

/**
 * The files that come next: below what is on screen or, on the way up, above it, nearest first, as far as `distance` pixels.
 */
export function blocksAhead(
  layout: DocumentLayout,
  visible: readonly VisibleBlock[],
  up: boolean,
  distance: number,
): number[] {
  const edge = visible.at(up ? 0 : -1)?.index;
  if (edge === undefined) return [];
  const ahead: number[] = [];
  const step = up ? -1 : 1;
  const start = layout.tops[up ? edge : edge + 1] ?? 0;
  for (let index = edge + step; index >= 0 && index < layout.blocks.length; index += step) {
    const near = layout.tops[up ? index + 1 : index] ?? 0;
    if (Math.abs(near - start) > distance) break;
    ahead.push(index);
  }
  return ahead;
}
