import { describe, expect, it } from 'vitest';
import {
  type Block,
  blocksAhead,
  documentLayout,
  itemAt,
  visibleBlocks,
} from '../../../../src/renderer/features/changes/model/document-layout';
import { fileBody } from '../../../../src/renderer/features/changes/model/file-body';
import {
  captureAnchor,
  restoreAnchor,
  rowOfLine,
} from '../../../../src/renderer/features/changes/model/scroll-anchor';
import { fc } from '../../../support/properties';
import { arbDiff, change, ready } from './arbitrary-diff';

const unified = { layout: 'unified', columnsFor: () => 0 } as const;

function layoutOf(diffs: readonly { id: string; state: ReturnType<typeof ready> }[]) {
  return documentLayout(
    diffs.map(({ id, state }) => ({ id, body: fileBody(change({ id }), state, unified), collapsed: false })),
  );
}

describe('document layout', () => {
  it('puts every pixel of the window in a drawn block and row', () => {
    fc.assert(
      fc.property(fc.array(arbDiff, { minLength: 1, maxLength: 6 }), fc.nat(3000), (diffs, top) => {
        const layout = layoutOf(diffs.map((diff, index) => ({ id: `f${index}`, state: ready(diff) })));
        const height = layout.tops.at(-1) ?? 0;
        const y = top % height;
        const visible = visibleBlocks(layout, y, y + 600);
        const at = itemAt(layout.tops, y);
        expect(visible[0]?.index).toBe(at);
        for (const { index, firstRow, endRow } of visible) {
          const tops = layout.blocks[index]?.body.tops as Uint32Array;
          const blockTop = (layout.tops[index] ?? 0) + 36;
          for (let row = 0; row + 1 < tops.length; row += 1) {
            const start = blockTop + (tops[row] ?? 0);
            const end = blockTop + (tops[row + 1] ?? 0);
            if (end > y && start < y + 600) expect(row >= firstRow && row < endRow).toBe(true);
          }
        }
      }),
    );
  });
});

describe('the files that come next', () => {
  const layout = layoutOf(
    Array.from({ length: 9 }, (_, index) => ({
      id: `f${index}`,
      state: ready({ kind: 'text', hunks: [], truncated: false, eol: 'lf' }),
    })),
  );
  const pitch = layout.tops[1] ?? 0;
  const onScreen = [3, 4].map((index) => ({ index, firstRow: 0, endRow: 0 }));

  it('are the ones below what is on screen, as far as asked', () => {
    expect(blocksAhead(layout, onScreen, false, 2 * pitch)).toEqual([5, 6, 7]);
    expect(blocksAhead(layout, onScreen, false, 0)).toEqual([5]);
    expect(blocksAhead(layout, onScreen, false, 1e6)).toEqual([5, 6, 7, 8]);
  });

  it('are the ones above, nearest first, on the way up', () => {
    expect(blocksAhead(layout, onScreen, true, pitch)).toEqual([2, 1]);
    expect(blocksAhead(layout, onScreen, true, 1e6)).toEqual([2, 1, 0]);
  });

  it('are none where nothing is on screen', () => {
    expect(blocksAhead(layout, [], false, 1e6)).toEqual([]);
  });
});

describe('scroll anchor', () => {
  it('keeps the position when nothing changed', () => {
    fc.assert(
      fc.property(fc.array(arbDiff, { minLength: 1, maxLength: 6 }), fc.nat(3000), (diffs, top) => {
        const layout = layoutOf(diffs.map((diff, index) => ({ id: `f${index}`, state: ready(diff) })));
        const y = top % (layout.tops.at(-1) ?? 1);
        const anchor = captureAnchor(layout, y);
        expect(anchor && restoreAnchor(anchor, layout)).toBeCloseTo(y, 5);
      }),
    );
  });

  it('keeps the line where it was when files appear, vanish or grow above it', () => {
    fc.assert(
      fc.property(arbDiff, arbDiff, arbDiff, fc.nat(3000), (above, added, here, within) => {
        const before = layoutOf([
          { id: 'above', state: ready(above) },
          { id: 'here', state: ready(here) },
        ]);
        const y = (before.tops[1] ?? 0) + (within % ((before.tops[2] ?? 0) - (before.tops[1] ?? 0) - 8));
        const anchor = captureAnchor(before, y);
        const after = layoutOf([
          { id: 'added', state: ready(added) },
          { id: 'here', state: ready(here) },
        ]);
        const moved = (after.tops[1] ?? 0) - (before.tops[1] ?? 0);
        expect(anchor && restoreAnchor(anchor, after)).toBeCloseTo(y + moved, 5);
      }),
    );
  });

  it('follows every line, removed ones too, when the sides are put beside each other', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        const blockOf = (layout: 'unified' | 'split') => {
          const body = fileBody(change(), ready(diff), { layout, columnsFor: () => 0 });
          return documentLayout([{ id: 'file', body, collapsed: false }]).blocks[0] as Block;
        };
        const [before, after] = [blockOf('unified'), blockOf('split')];
        before.body.rows.forEach((row, index) => {
          if (row.kind !== 'line') return;
          const pair = after.body.rows[rowOfLine(before, index, after)];
          expect(pair).toMatchObject({ kind: 'pair', hunk: row.hunk });
          expect(pair?.kind === 'pair' && [pair.left, pair.right]).toContain(row.line);
        });
      }),
    );
  });

  it('goes to the next file when the anchored one was accepted', () => {
    const state = ready({ kind: 'text', hunks: [], truncated: false, eol: 'lf' });
    const before = layoutOf([
      { id: 'a', state },
      { id: 'b', state },
      { id: 'c', state },
    ]);
    const anchor = captureAnchor(before, (before.tops[1] ?? 0) + 10);
    const after = layoutOf([
      { id: 'a', state },
      { id: 'c', state },
    ]);
    expect(anchor && restoreAnchor(anchor, after)).toBe(after.tops[1]);
  });
});
