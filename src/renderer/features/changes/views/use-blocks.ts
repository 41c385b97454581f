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
  const bodies = useRef(new Map<string, { key: string; state: DiffState; body: FileBody }>());
  const width = metrics?.width ?? 0;
  const charWidth = metrics?.charWidth ?? 0;
  return useMemo(() => {
    const columnsFor = (digits: number, oneSided: boolean) =>
      wrap && charWidth > 0 ? codeColumns(oneSided ? 'one-sided' : layout, width, charWidth, digits) : 0;
    const blocks = changes.map((change) => {
      const state = diffs.get(change.id)?.state ?? unknownDiff;
      const key = `${bodyKey(change)} ${layout} ${wrap ? width : ''} ${charWidth}`;
      const known = bodies.current.get(change.id);
      const body =
        known?.key === key && known.state === state
          ? known.body
          : fileBody(change, state, { layout, columnsFor });
      bodies.current.set(change.id, { key, state, body });
      return { id: change.id, body, collapsed: isCollapsed(change) };
    });
    return documentLayout(blocks);
  }, [changes, diffs, isCollapsed, layout, wrap, width, charWidth]);
}

function bodyKey(change: Change): string {
  const { status, oldMode, newMode, insertions, deletions, oldPath = '' } = change;
  return `${status} ${oldMode} ${newMode} ${insertions} ${deletions} ${oldPath}`;
}
