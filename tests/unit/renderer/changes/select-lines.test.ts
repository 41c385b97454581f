import { describe, expect, it } from 'vitest';
import {
  countLines,
  countSelected,
  partOfRows,
} from '../../../../src/renderer/features/changes/model/choose-lines';
import { documentLayout } from '../../../../src/renderer/features/changes/model/document-layout';
import { fileBody } from '../../../../src/renderer/features/changes/model/file-body';
import { survivingSelection } from '../../../../src/renderer/features/changes/model/move-cursor';
import type { DiffLine, FileDiff } from '../../../../src/shared/domain/change';
import { change, ready } from './arbitrary-diff';

/** A diff of one hunk from line `start` on, written as git prints it. */
function diffOf(start: number, ...texts: string[]): FileDiff {
  let [oldLine, newLine] = [start, start];
  const lines = texts.map((text): DiffLine => {
    const type = text[0] === '-' ? 'delete' : text[0] === '+' ? 'insert' : 'context';
    return {
      type,
      text: text.slice(1),
      ...(type !== 'insert' && { oldLine: oldLine++ }),
      ...(type !== 'delete' && { newLine: newLine++ }),
    };
  });
  const [oldLines, newLines] = [oldLine - start, newLine - start];
  const hunk = { oldStart: start, oldLines, newStart: start, newLines, section: '', lines };
  return { kind: 'text', hunks: [hunk], truncated: false, eol: 'lf' };
}

const bodyOf = (diff: FileDiff, layout: 'unified' | 'split' = 'unified') =>
  fileBody(change({ id: 'a' }), ready(diff), { layout, columnsFor: () => 0 });
const layoutOf = (diff: FileDiff) => documentLayout([{ id: 'a', body: bodyOf(diff), collapsed: false }]);

describe('selected lines', () => {
  it('are those of one side when it was selected beside the other', () => {
    const body = bodyOf(diffOf(10, '-old', '-older', '+new', '+newer'), 'split');
    const last = body.rows.length - 1;
    const both = { old: [[10, 11]], new: [[10, 11]] };
    expect(partOfRows(body, 0, last)).toEqual(both);
    expect(partOfRows(body, 0, last, 'old')).toEqual({ ...both, new: [] });
    expect(partOfRows(body, 0, last, 'new')).toEqual({ ...both, old: [] });
  });

  it('are all counted that are marked, and those that are changed told apart', () => {
    const counted = (body: ReturnType<typeof bodyOf>, first: number, last: number, side?: 'old' | 'new') => {
      const part = partOfRows(body, first, last, side);
      return [countSelected(body, first, last, side), part ? countLines(part) : 0];
    };
    const diff = diffOf(1, ' a', '-b', '+c', ' d', ' e');
    const unified = bodyOf(diff);
    expect(counted(unified, 0, 2)).toEqual([3, 2]);
    expect(counted(unified, 1, 2)).toEqual([2, 2]);
    expect(counted(unified, 3, 4)).toEqual([2, 0]);
    const split = bodyOf(diff, 'split');
    expect(counted(split, 0, 1)).toEqual([3, 2]);
    expect(counted(split, 0, 2, 'new')).toEqual([3, 1]);
    expect(counted(bodyOf(diffOf(1, '+a'), 'split'), 0, 0, 'old')).toEqual([0, 0]);
  });

  it('stay selected when the diff changes around them', () => {
    const before = layoutOf(diffOf(10, ' a', '+one', '+two', '+three', ' b'));
    const after = layoutOf(diffOf(20, ' x', '+before', ' a', '+one', '+two', '+three', '+four', ' b'));
    const row = (layout: typeof before, text: string) => {
      const { rows, diff } = layout.blocks[0]?.body ?? { rows: [], diff: null };
      return rows.findIndex((r) => r.kind === 'line' && diff?.hunks[r.hunk]?.lines[r.line]?.text === text);
    };
    const selection = { fileId: 'a', anchor: row(before, 'three'), head: row(before, 'two') };
    expect(survivingSelection(before, after, selection)).toEqual({
      fileId: 'a',
      anchor: row(after, 'three'),
      head: row(after, 'two'),
    });
  });

  it('are let go when one of them changed, another came between, or the file went', () => {
    const before = layoutOf(diffOf(10, ' a', '+one', '+two', ' b'));
    const rows = before.blocks[0]?.body.rows.length ?? 0;
    const selection = { fileId: 'a', anchor: rows - 3, head: rows - 2 };
    expect(survivingSelection(before, before, selection)).toBe(selection);
    for (const now of [
      layoutOf(diffOf(10, ' a', '+one', '+2', ' b')),
      layoutOf(diffOf(10, ' a', '+one', '+between', '+two', ' b')),
      documentLayout([]),
    ]) {
      expect(survivingSelection(before, now, selection)).toBeNull();
    }
  });
});
