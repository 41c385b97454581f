import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Change } from '../../../../shared/domain/change';
import type { ChangesStore, PanelUi } from '../changes-slice';
import { lineOfRow } from '../model/diff-rows';
import type { FindOrigin } from '../model/find-matches';
import { matchAt } from '../model/found-lines';
import type { DocumentHandle } from './document/diff-document';

interface FindBarDeps {
  root: RefObject<HTMLElement | null>;
  page: RefObject<DocumentHandle | null>;
  ui: PanelUi;
  store: ChangesStore;
  changes: readonly Change[];
  isCollapsed(change: Change): boolean;
  onOpen(text: string, origin: FindOrigin | null): void;
  onClose(): void;
  onExpand(change: Change): void;
  onShowAnyway(change: Change): void;
}

/** Opens and closes the find bar, and shows each match the reader is led to. */
export function useFindBar(deps: FindBarDeps) {
  const { root, page, ui, changes } = deps;
  const input = useRef<HTMLInputElement>(null);
  const current = ui.find?.current ?? null;
  const [wishes, setWishes] = useState(0);
  // The bar is only there after it was drawn.
  useEffect(() => {
    if (wishes === 0) return;
    // A palette that closes now gives the focus back first.
    queueMicrotask(() => {
      input.current?.focus();
      input.current?.select();
    });
  }, [wishes]);
  const latest = useRef(deps);
  useEffect(() => {
    latest.current = deps;
  });
  useEffect(() => {
    const { ui: now, changes: all, isCollapsed, onExpand, onShowAnyway } = latest.current;
    const lines = current && now.find?.files.get(current.fileId)?.lines;
    const match = lines && matchAt(lines, current.index);
    const change = all.find(({ id }) => id === current?.fileId);
    if (!match || !change) return;
    if (isCollapsed(change)) onExpand(change);
    onShowAnyway(change);
    page.current?.show({ fileId: change.id, side: match.side, line: match.line });
  }, [current, page]);
  return {
    input,
    open() {
      deps.onOpen(selectedText(root.current), originOf(deps));
      setWishes((count) => count + 1);
    },
    close() {
      deps.onClose();
      const { cursor } = ui;
      const there = cursor && changes.some(({ id }) => id === cursor.fileId);
      if (there && page.current) page.current.go(cursor);
      else root.current?.focus();
    },
  };
}

/** What the reader has marked in the panel, when it is a piece of one line. */
function selectedText(root: HTMLElement | null): string {
  const selection = window.getSelection();
  const text = selection?.toString() ?? '';
  const inside = selection?.anchorNode && root?.contains(selection.anchorNode);
  return inside && text.length <= 1_000 && !text.includes('\n') ? text : '';
}

function originOf({ ui, store, page }: FindBarDeps): FindOrigin | null {
  const fileId = ui.cursor?.fileId ?? store.getState().top;
  if (fileId === null) return null;
  const layout = page.current?.layout();
  const body = layout?.blocks[layout.indexOf.get(fileId) ?? -1]?.body;
  const row = body?.rows[ui.cursor?.row ?? -1];
  const line = body?.diff && row && row.kind !== 'notice' ? lineOfRow(row, body.diff) : undefined;
  return { fileId, line: line?.newLine ?? line?.oldLine ?? 1 };
}
