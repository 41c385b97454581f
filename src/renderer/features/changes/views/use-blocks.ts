import { useMemo, useRef } from 'react';
import type { Change } from '../../../../shared/domain/change';
import type { LoadedDiff } from '../changes-slice';
import { codeColumns } from '../model/code-columns';
import type { DiffLayout } from '../model/diff-rows';
import { type DocumentLayout, documentLayout } from '../model/document-layout';
import { type DiffState, type FileBody, fileBody } from '../model/file-body';
import type { TextMetrics } from './use-text-metrics';

export const unknownDiff: DiffState = { status: 'unknown' };

interface BlocksInput {
  changes: readonly Change[];
  diffs: ReadonlyMap<string, LoadedDiff>;
  isCollapsed(change: Change): boolean;
  layout: DiffLayout;
  wrap: boolean;
  metrics: TextMetrics | null;
}

/** The document's layout; a file's rows are laid out again only when something of that file changed. */
export function useBlocks({
  changes,
  diffs,
  isCollapsed,
  layout,
  wrap,
  metrics,
}: BlocksInput): DocumentLayout {
  const bodies = useRef(new Map<string, KnownBody>());
  const width = metrics?.width ?? 0;
  const charWidth = metrics?.charWidth ?? 0;
  return useMemo(() => {
    const columnsFor = (digits: number, oneSided: boolean) =>
      wrap && charWidth > 0 ? codeColumns(oneSided ? 'one-sided' : layout, width, charWidth, digits) : 0;
    const measure = `${layout} ${wrap ? width : ''} ${charWidth}`;
    const blocks = changes.map((change) => {
      const state = diffs.get(change.id)?.state ?? unknownDiff;
      const known = bodies.current.get(change.id);
      const same =
        known?.state === state && known.measure === measure && sameBody(known.change, change) ? known : null;
      const body = same?.body ?? fileBody(change, state, { layout, columnsFor });
      if (same?.change !== change) bodies.current.set(change.id, { change, measure, state, body });
      return { id: change.id, body, collapsed: isCollapsed(change) };
    });
    return documentLayout(blocks);
  }, [changes, diffs, isCollapsed, layout, wrap, width, charWidth]);
}

interface KnownBody {
  change: Change;
  measure: string;
  state: DiffState;
  body: FileBody;
}

/** A new list of changes holds new objects; only these of their values make a body. */
function sameBody(a: Change, b: Change): boolean {
  return (
    a === b ||
    (a.status === b.status &&
      a.oldMode === b.oldMode &&
      a.newMode === b.newMode &&
      a.insertions === b.insertions &&
      a.deletions === b.deletions &&
      a.oldPath === b.oldPath)
  );
}
