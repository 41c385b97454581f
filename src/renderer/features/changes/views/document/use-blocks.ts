import { useMemo, useRef } from 'react';
import type { Change } from '../../../../../shared/domain/change';
import type { ReviewComment } from '../../../../../shared/domain/comment';
import { groupBy } from '../../../../../shared/group-by';
import type { ChangesUi } from '../../changes-slice';
import { codeColumns } from '../../model/code-columns';
import type { DiffLayout } from '../../model/diff-rows';
import { type Block, type DocumentLayout, documentLayout } from '../../model/document-layout';
import { type DiffState, type FileBody, fileBody } from '../../model/file-body';
import { fileRemarks, guessedHeight, isOfFile, withRemarks } from '../../model/file-remarks';
import type { Remark } from '../../model/remark';
import type { TextMetrics } from './use-text-metrics';

export const unknownDiff: DiffState = { status: 'unknown' };

interface BlocksInput {
  changes: readonly Change[];
  ui: Pick<ChangesUi, 'diffs' | 'wrap' | 'shownAnyway' | 'commentDrafts' | 'remarkHeights'>;
  comments: readonly ReviewComment[];
  isCollapsed(change: Change): boolean;
  layout: DiffLayout;
  metrics: TextMetrics | null;
}

/** The document's layout; a file's rows are laid out again only when something of that file changed. */
export function useBlocks({
  changes,
  ui: { diffs, wrap, shownAnyway, commentDrafts, remarkHeights },
  comments,
  isCollapsed,
  layout,
  metrics,
}: BlocksInput): DocumentLayout {
  const bodies = useRef(new Map<string, KnownBody>());
  const width = metrics?.width ?? 0;
  const charWidth = metrics?.charWidth ?? 0;
  // What is being written changes with every key, where it stands does not.
  const written = useRef(commentDrafts);
  if (!sameKeys(written.current, commentDrafts)) written.current = commentDrafts;
  const drafts = written.current;
  return useMemo(() => {
    const columnsFor = (digits: number, oneSided: boolean) =>
      wrap && charWidth > 0 ? codeColumns(oneSided ? 'one-sided' : layout, width, charWidth, digits) : 0;
    const usual = `${layout} ${wrap ? width : ''} ${charWidth}`;
    const measures = { usual, anyway: `${usual} anyway` };
    const draftsOf = groupBy([...drafts.values()], ({ fileId }) => fileId);
    const byPath = groupBy(comments, ({ path }) => path);
    const blocks = changes.map((change) => {
      const anyway = shownAnyway.has(change.id);
      const measure = anyway ? measures.anyway : measures.usual;
      const loaded = diffs.get(change.id);
      const state = loaded?.state ?? unknownDiff;
      const known = bodies.current.get(change.id);
      const same =
        known?.state === state && known.measure === measure && sameBody(known.change, change) ? known : null;
      const body = same?.body ?? fileBody(change, state, { layout, columnsFor, anyway });
      const collapsed = isCollapsed(change);
      // The same object for the same file, so that files that did not change are not drawn again.
      const block = same?.block.collapsed === collapsed ? same.block : { id: change.id, body, collapsed };
      if (same?.change !== change || same.block !== block) {
        bodies.current.set(change.id, { change, measure, state, body, block });
      }
      const [said, begun] = [byPath.get(change.path), draftsOf.get(change.id) ?? []];
      // Most files by far, and this is done for all of them whenever a diff arrives.
      if (collapsed || (!said && begun.length === 0)) return block;
      const ofFile = (said ?? []).filter((comment) => isOfFile(comment, change));
      if (ofFile.length + begun.length === 0) return block;
      const remarks = fileRemarks(body, ofFile, begun, loaded?.shown);
      const heightOf = (remark: Remark) => remarkHeights.get(remark.key) ?? guessedHeight(remark);
      return { ...block, body: withRemarks(body, remarks, heightOf) };
    });
    return documentLayout(blocks);
  }, [
    changes,
    diffs,
    comments,
    drafts,
    remarkHeights,
    isCollapsed,
    layout,
    wrap,
    shownAnyway,
    width,
    charWidth,
  ]);
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a === b || (a.size === b.size && [...a.keys()].every((key) => b.has(key)));
}

interface KnownBody {
  change: Change;
  measure: string;
  state: DiffState;
  body: FileBody;
  /** It, without what was said about its lines. */
  block: Block;
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
