import type { Cursor } from '../changes-slice';
import { movedSelection, type RowSelection } from './choose-lines';
import type { Block, DocumentLayout } from './document-layout';
import { rowOfLine } from './scroll-anchor';

/** The header of the file `step` files on; stays within the list. */
export function moveFile(layout: DocumentLayout, cursor: Cursor | null, step: 1 | -1): Cursor | null {
  const at = cursor ? layout.indexOf.get(cursor.fileId) : undefined;
  if (at === undefined) return headerOf(layout.blocks[step > 0 ? 0 : layout.blocks.length - 1]);
  // Going back from inside a file first leads to its own header.
  if (step < 0 && cursor && cursor.row >= 0) return headerOf(layout.blocks[at]);
  return headerOf(layout.blocks[at + step] ?? layout.blocks[at]);
}

/** The next or previous row, over the borders of files. */
export function moveRow(layout: DocumentLayout, cursor: Cursor | null, step: 1 | -1): Cursor | null {
  const at = cursor ? layout.indexOf.get(cursor.fileId) : undefined;
  const block = at === undefined ? undefined : layout.blocks[at];
  if (!cursor || at === undefined || !block) return moveFile(layout, null, step);
  const row = cursor.row + step;
  if (row >= -1 && row < rowCount(block)) return { fileId: block.id, row };
  const next = layout.blocks[at + step];
  if (!next) return cursor;
  return { fileId: next.id, row: step > 0 ? -1 : rowCount(next) - 1 };
}

/** The next or previous hunk; a file that shows no hunks is one stop, its header. */
export function moveHunk(layout: DocumentLayout, cursor: Cursor | null, step: 1 | -1): Cursor | null {
  const at = cursor ? layout.indexOf.get(cursor.fileId) : undefined;
  if (!cursor || at === undefined) return moveFile(layout, null, step);
  for (let index = at; index >= 0 && index < layout.blocks.length; index += step) {
    const block = layout.blocks[index] as Block;
    const stops = hunkStops(block);
    const beyond = (row: number) => index !== at || (row - cursor.row) * step > 0;
    const stop = step > 0 ? stops.find(beyond) : stops.findLast(beyond);
    if (stop !== undefined) return { fileId: block.id, row: stop };
  }
  return cursor;
}

/** Where the cursor goes when its file has left the list: the next one that stayed, else the last. */
export function survivingCursor(
  before: DocumentLayout,
  after: DocumentLayout,
  cursor: Cursor | null,
): Cursor | null {
  if (!cursor || after.blocks.length === 0) return null;
  const block = after.blocks[after.indexOf.get(cursor.fileId) ?? -1];
  const old = before.blocks[before.indexOf.get(cursor.fileId) ?? -1];
  if (block) return atSameLine(old, block, cursor);
  const at = before.indexOf.get(cursor.fileId) ?? before.blocks.length;
  const next = before.blocks.slice(at + 1).find(({ id }) => after.indexOf.has(id));
  return headerOf(next ?? after.blocks.at(-1));
}

/** The selection after a new layout; `null` when what was selected is not there any more as it was. */
export function survivingSelection(
  before: DocumentLayout,
  after: DocumentLayout,
  selection: RowSelection | null,
): RowSelection | null {
  if (!selection) return null;
  const old = before.blocks[before.indexOf.get(selection.fileId) ?? -1];
  const now = after.blocks[after.indexOf.get(selection.fileId) ?? -1];
  return old && now ? movedSelection(old, now, selection) : null;
}

/** Follows the line the cursor is on into a new diff of its file. */
function atSameLine(before: Block | undefined, now: Block, cursor: Cursor): Cursor {
  const rows = rowCount(now);
  if (cursor.row < 0 || !before || before.body === now.body || before.collapsed || rows === 0) {
    return cursor.row < rows ? cursor : { ...cursor, row: rows - 1 };
  }
  const row = rowOfLine(before, cursor.row, now);
  return row === cursor.row ? cursor : { ...cursor, row };
}

/** The row of the first change of every hunk. */
function hunkStops(block: Block): number[] {
  const { diff, rows } = block.body;
  if (!diff || block.collapsed) return [-1];
  const stops: number[] = [];
  let hunk = -1;
  rows.forEach((row, index) => {
    if (row.kind !== 'line' && row.kind !== 'pair') return;
    if (row.hunk === hunk) return;
    const lines = diff.hunks[row.hunk]?.lines;
    const line = row.kind === 'line' ? row.line : (row.right ?? row.left ?? 0);
    if (lines?.[line]?.type === 'context') return;
    hunk = row.hunk;
    stops.push(index);
  });
  return stops.length > 0 ? stops : [-1];
}

function rowCount(block: Block): number {
  return block.collapsed ? 0 : block.body.rows.length;
}

function headerOf(block: Block | undefined): Cursor | null {
  return block ? { fileId: block.id, row: -1 } : null;
}
