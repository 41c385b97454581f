import type { DiffLine } from '../../../../shared/domain/change';
import { lineOfRow, linesOfRow } from './diff-rows';
import { type Block, blockHeight, type DocumentLayout, itemAt } from './document-layout';
import { HEADER_HEIGHT } from './file-body';

/** What the reader sees at a height of the window, in terms that survive a new layout. */
export interface ScrollAnchor {
  fileId: string;
  /** Files after it, nearest first: where to stay when the file itself is gone. */
  following: readonly string[];
  /** The line seen, or nothing when it is the header or a note. */
  line?: Pick<DiffLine, 'text' | 'oldLine' | 'newLine'>;
  /** The row within the body; -1 is the header. */
  row: number;
  /** From the top of that row to the top of the window. */
  offset: number;
}

/** Remembers what stands `probe` pixels below the top of the window scrolled to `scrollTop`. */
export function captureAnchor(layout: DocumentLayout, scrollTop: number, probe = 0): ScrollAnchor | null {
  if (layout.blocks.length === 0) return null;
  const index = itemAt(layout.tops, scrollTop + probe);
  return anchorInBlock(layout, index, scrollTop + probe - (layout.tops[index] ?? 0), scrollTop);
}

/** Remembers one row by name: what the reader acts on must stay where it is. */
export function anchorRow(
  layout: DocumentLayout,
  fileId: string,
  row: number,
  scrollTop: number,
): ScrollAnchor | null {
  const index = layout.indexOf.get(fileId);
  const block = index === undefined ? undefined : layout.blocks[index];
  if (index === undefined || !block) return null;
  const within = row < 0 || block.collapsed ? 0 : HEADER_HEIGHT + (block.body.tops[row] ?? 0);
  return anchorInBlock(layout, index, within, scrollTop);
}

function anchorInBlock(
  layout: DocumentLayout,
  index: number,
  within: number,
  scrollTop: number,
): ScrollAnchor {
  const block = layout.blocks[index] as Block;
  const top = layout.tops[index] ?? 0;
  const following = layout.blocks.slice(index + 1, index + 200).map(({ id }) => id);
  const inBody = !block.collapsed && within >= HEADER_HEIGHT && block.body.rows.length > 0;
  const row = inBody ? itemAt(block.body.tops, within - HEADER_HEIGHT) : -1;
  const rowTop = row < 0 ? top : top + HEADER_HEIGHT + (block.body.tops[row] ?? 0);
  const source = row < 0 ? undefined : block.body.rows[row];
  const { diff } = block.body;
  const line = source && diff && source.kind !== 'notice' ? lineOfRow(source, diff) : undefined;
  return { fileId: block.id, following, row, offset: scrollTop - rowTop, ...(line && { line }) };
}

/** The scroll position at which a new layout shows the anchor where it was; `null` when nothing of it is left. */
export function restoreAnchor(anchor: ScrollAnchor, layout: DocumentLayout): number | null {
  const index = layout.indexOf.get(anchor.fileId);
  if (index === undefined) {
    const next = anchor.following.find((id) => layout.indexOf.has(id));
    return next === undefined ? null : (layout.tops[layout.indexOf.get(next) as number] ?? 0);
  }
  const block = layout.blocks[index] as Block;
  const top = layout.tops[index] ?? 0;
  // A file closed while its lines were read: its bar takes their place.
  if (block.collapsed && anchor.row >= 0) return top;
  const row = block.collapsed ? -1 : sameRow(block, anchor);
  if (row < 0) return top + Math.min(anchor.offset, blockHeight(block));
  return top + HEADER_HEIGHT + (block.body.tops[row] ?? 0) + anchor.offset;
}

/** The row of a file's new body that shows what `row` of its old one did. */
export function rowOfLine(before: Block, row: number, now: Block): number {
  const source = before.body.rows[row];
  const { diff } = before.body;
  const line = source && diff && source.kind !== 'notice' ? lineOfRow(source, diff) : undefined;
  return sameRow(now, { row, ...(line && { line }) });
}

/** The row that shows the anchor's line: the same text nearest by number, else the nearest number. */
function sameRow(block: Block, anchor: Pick<ScrollAnchor, 'row' | 'line'>): number {
  const { diff, rows } = block.body;
  const { line } = anchor;
  if (!diff || !line) return Math.min(anchor.row, rows.length - 1);
  let best = Math.min(anchor.row, rows.length - 1);
  let bestDistance = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    if (row.kind === 'notice') return;
    for (const shown of linesOfRow(row, diff)) {
      const distance = distanceOf(shown, line) + (shown.text === line.text ? 0 : 10_000);
      if (distance >= bestDistance) continue;
      bestDistance = distance;
      best = index;
    }
  });
  return best;
}

function distanceOf(a: ScrollAnchor['line'] & object, b: ScrollAnchor['line'] & object): number {
  const newSide = a.newLine !== undefined && b.newLine !== undefined ? Math.abs(a.newLine - b.newLine) : null;
  const oldSide = a.oldLine !== undefined && b.oldLine !== undefined ? Math.abs(a.oldLine - b.oldLine) : null;
  return newSide ?? oldSide ?? 100_000;
}
