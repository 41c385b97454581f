import type { RefObject } from 'react';
import type { Change } from '../../../../shared/domain/change';
import type { Cursor, Decision } from '../changes-slice';
import { isViewed } from '../changes-slice';
import { partOfHunk, partOfRows, rowsOf, type Side, sideAtRow } from '../model/choose-lines';
import { targetAtRow, targetOfRows } from '../model/comment-target';
import type { DocumentLayout } from '../model/document-layout';
import { moveFile, moveHunk, moveRow } from '../model/move-cursor';
import type { ChangesViewProps } from './changes-view-props';
import type { DocumentHandle } from './document/diff-document';
import type { PanelKeys } from './use-panel-keys';

type Move = (layout: DocumentLayout, cursor: Cursor | null, step: 1 | -1) => Cursor | null;

/** What the keys of the panel do, given where the cursor is. */
export function panelKeys(
  props: ChangesViewProps,
  page: RefObject<DocumentHandle | null>,
  filter: RefObject<HTMLInputElement | null>,
  open: { help(): void; find(): void },
): PanelKeys {
  const { ui, handlers, changes } = props;
  const current = () => changes.find(({ id }) => id === ui.cursor?.fileId);
  function go(move: Move, step: 1 | -1, toTop: boolean): Cursor | null {
    const target = page.current && move(page.current.layout(), ui.cursor, step);
    if (target) page.current?.go(target, { toTop });
    return target;
  }
  function decideFile(decision: Decision): void {
    const change = current();
    if (change) handlers.decide(decision, change);
  }
  function decide(decision: Decision): void {
    const change = current();
    if (!change) return;
    const chosen = page.current && partAtCursor(page.current.layout(), props, change);
    if (!chosen) {
      handlers.decide(decision, change);
      return;
    }
    if (ui.pending.has(change.id)) return;
    handlers.decidePart(decision, change, chosen.part);
    // Before the new diff is here: the cursor then follows the line it is on.
    if (chosen.isHunk) go(moveHunk, 1, false);
  }
  return {
    file: (step) => void go(moveFile, step, true),
    row: (step) => void go(moveRow, step, false),
    hunk: (step) => void go(moveHunk, step, true),
    extend(step) {
      const change = current();
      if (!change || !ui.cursor || ui.cursor.row < 0) return;
      const { row } = ui.cursor;
      if (ui.selection?.fileId !== change.id) handlers.select(change, row, false, sideAt(page, change, row));
      const target = go(withinFile, step, false);
      if (target) handlers.select(change, target.row, true);
    },
    selectSide(side) {
      const change = current();
      const isSplit = change && ui.cursor && sideAt(page, change, ui.cursor.row) !== undefined;
      if (!change || !ui.cursor || !isSplit) return;
      const { anchor, head } =
        ui.selection?.fileId === change.id ? ui.selection : { anchor: ui.cursor.row, head: ui.cursor.row };
      handlers.select(change, anchor, false, side);
      handlers.select(change, head, true);
    },
    selectLine() {
      const change = current();
      if (ui.selection) handlers.clearSelection();
      else if (change && ui.cursor && ui.cursor.row >= 0) handlers.select(change, ui.cursor.row, false);
    },
    clearSelection: () => {
      if (!ui.selection) return false;
      handlers.clearSelection();
      return true;
    },
    accept: () => decide('accept'),
    reject: () => decide('reject'),
    acceptFile: () => decideFile('accept'),
    rejectFile: () => decideFile('reject'),
    undo: () => props.onUndo(),
    comment() {
      const change = current() ?? changes[0];
      const target = change && page.current ? commentTarget(page.current.layout(), props, change) : null;
      if (change) handlers.comments.begin(change, target);
    },
    sendComments: () => props.comments.onSend(props.comments.sendings),
    toggleViewed() {
      const change = current();
      if (!change) return;
      const viewed = !isViewed(ui, change);
      const next = viewed ? page.current && moveFile(page.current.layout(), ui.cursor, 1) : null;
      handlers.setViewed(change, viewed);
      page.current?.go(next ?? { fileId: change.id, row: -1 });
    },
    toggleCollapsed() {
      const change = current();
      if (!change) return;
      handlers.toggle(change);
      page.current?.go({ fileId: change.id, row: -1 });
    },
    toggleLayout: () => props.onDiffLayout(props.diffLayout === 'unified' ? 'split' : 'unified'),
    toggleWrap: () => props.onWrap(!ui.wrap),
    filter: () => filter.current?.focus(),
    help: open.help,
    find: open.find,
    nextMatch: (step) => {
      if (ui.find) props.find.onStep(step);
      else open.find();
    },
  };
}

function sideAt(page: RefObject<DocumentHandle | null>, { id }: Change, row: number): Side | undefined {
  const layout = page.current?.layout();
  const block = layout?.blocks[layout.indexOf.get(id) ?? -1];
  return block && sideAtRow(block.body, row);
}

/** The selection, else the hunk the cursor is in; null on a file's bar and where there are no lines. */
function partAtCursor(layout: DocumentLayout, { ui }: ChangesViewProps, { id }: Change) {
  const { body } = layout.blocks[layout.indexOf.get(id) ?? -1] ?? {};
  if (!body?.diff || !ui.cursor) return null;
  if (ui.selection?.fileId === id) {
    const part = partOfRows(body, ...rowsOf(ui.selection), ui.selection.side);
    return part && { part, isHunk: false };
  }
  const row = body.rows[ui.cursor.row];
  const hunk = row && 'hunk' in row ? body.diff.hunks[row.hunk] : undefined;
  const part = hunk ? partOfHunk(hunk) : null;
  return part && { part, isHunk: true };
}

/** The selection, else the lines at the cursor; null on a file's bar and where there are no lines. */
function commentTarget(layout: DocumentLayout, { ui }: ChangesViewProps, { id }: Change) {
  const block = layout.blocks[layout.indexOf.get(id) ?? -1];
  if (!block || block.collapsed) return null;
  if (ui.selection?.fileId === id)
    return targetOfRows(block.body, ...rowsOf(ui.selection), ui.selection.side);
  return ui.cursor?.fileId === id ? targetAtRow(block.body, ui.cursor.row) : null;
}

/** The next or previous row, not beyond the file. */
function withinFile(layout: DocumentLayout, cursor: Cursor | null, step: 1 | -1): Cursor | null {
  const target = moveRow(layout, cursor, step);
  return target && target.fileId === cursor?.fileId && target.row >= 0 ? target : cursor;
}
