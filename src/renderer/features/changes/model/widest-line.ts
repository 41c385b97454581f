import type { TextDiff } from './diff-rows';
import type { DocumentLayout } from './document-layout';
import { MAX_SHOWN_CHARS } from './line-text';
import { TAB_SIZE } from './wrap-line';

const known = new WeakMap<TextDiff, number>();

/** Columns of the longest line of the document, tabs counted in full; 0 while nothing is loaded. */
export function widestLine(layout: DocumentLayout): number {
  let widest = 0;
  for (const { body, collapsed } of layout.blocks) {
    if (body.diff && !collapsed) widest = Math.max(widest, widestOf(body.diff));
  }
  return widest;
}

function widestOf(diff: TextDiff): number {
  const before = known.get(diff);
  if (before !== undefined) return before;
  let widest = 0;
  for (const hunk of diff.hunks) {
    for (const { text } of hunk.lines) {
      if (text.length * TAB_SIZE <= widest) continue;
      const tabs = text.split('\t').length - 1;
      widest = Math.max(widest, Math.min(MAX_SHOWN_CHARS, text.length) + tabs * (TAB_SIZE - 1));
    }
  }
  known.set(diff, widest);
  return widest;
}
