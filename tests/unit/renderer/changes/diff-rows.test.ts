import { describe, expect, it } from 'vitest';
import { diffRows } from '../../../../src/renderer/features/changes/model/diff-rows';
import { fileBody, ROW_HEIGHT } from '../../../../src/renderer/features/changes/model/file-body';
import { chunkCode, chunkTokens } from '../../../../src/renderer/features/changes/model/highlight-chunks';
import { lineSegments } from '../../../../src/renderer/features/changes/model/line-segments';
import { counterpartOf } from '../../../../src/renderer/features/changes/model/line-text';
import { pairLines } from '../../../../src/renderer/features/changes/model/pair-lines';
import { wordDiff } from '../../../../src/renderer/features/changes/model/word-diff';
import { wrapLine } from '../../../../src/renderer/features/changes/model/wrap-line';
import { plainLines } from '../../../../src/renderer/highlight/token';
import type { DiffLine } from '../../../../src/shared/domain/change';
import { fc } from '../../../support/properties';
import { arbDiff, change, ready } from './arbitrary-diff';

describe('rows of a diff', () => {
  it('show every line exactly once, in order, in the unified layout', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        const shown = diffRows(diff, 'unified', 3).flatMap((row) =>
          row.kind === 'line' ? [`${row.hunk}:${row.line}`] : [],
        );
        const all = diff.hunks.flatMap((hunk, index) => hunk.lines.map((_, line) => `${index}:${line}`));
        expect(shown).toEqual(all);
      }),
    );
  });

  it('show every line exactly once per side, in order, in the split layout', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        diff.hunks.forEach((hunk, index) => {
          const pairs = diffRows(diff, 'split', 3).flatMap((row) =>
            row.kind === 'pair' && row.hunk === index ? [row] : [],
          );
          const side = (without: DiffLine['type']) =>
            hunk.lines.flatMap((line, at) => (line.type === without ? [] : [at]));
          expect(pairs.flatMap(({ left }) => (left === null ? [] : [left]))).toEqual(side('insert'));
          expect(pairs.flatMap(({ right }) => (right === null ? [] : [right]))).toEqual(side('delete'));
        });
      }),
    );
  });

  it('say how many lines stand between two hunks', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        for (const row of diffRows(diff, 'unified', 3)) {
          if (row.kind !== 'separator' || row.hidden === null) continue;
          const before = diff.hunks[row.hunk - 1]?.lines.findLast((line) => line.newLine)?.newLine;
          const after = diff.hunks[row.hunk]?.lines.find((line) => line.newLine)?.newLine;
          if (before && after) expect(row.hidden).toBe(after - before - 1);
        }
      }),
    );
  });

  it('say first of a Git LFS pointer that the file itself cannot be compared', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1';
    const noticesOf = (oldStart: number, ...texts: string[]) => {
      const lines = texts.map((text) => ({ type: 'context' as const, text }));
      const hunk = { oldStart, oldLines: 3, newStart: oldStart, newLines: 3, section: '', lines };
      const diff = { kind: 'text' as const, hunks: [hunk], truncated: false, eol: 'lf' as const };
      const { rows } = fileBody(change(), ready(diff), { layout: 'unified', columnsFor: () => 0 });
      return rows.flatMap((row) => (row.kind === 'notice' ? [row.notice.kind] : []));
    };
    expect(noticesOf(1, pointer, 'oid sha256:0', 'size 1')).toEqual(['lfs-pointer']);
    expect(noticesOf(40, `// ${pointer}`, pointer)).toEqual([]);
    expect(noticesOf(1, `// ${pointer}`)).toEqual([]);
  });

  it('have a height for every row the line takes when it wraps', () => {
    fc.assert(
      fc.property(arbDiff, fc.integer({ min: 2, max: 30 }), (diff, columns) => {
        const body = fileBody(change(), ready(diff), { layout: 'unified', columnsFor: () => columns });
        body.rows.forEach((row, index) => {
          if (row.kind !== 'line') return;
          const text = diff.hunks[row.hunk]?.lines[row.line]?.text.replace(/\r$/, '') ?? '';
          const drawn = lineSegments(text, { breaks: wrapLine(text, columns) }).length;
          expect((body.tops[index + 1] ?? 0) - (body.tops[index] ?? 0)).toBe(drawn * ROW_HEIGHT);
        });
      }),
    );
  });
});

describe('pairs', () => {
  const line = (type: DiffLine['type'], text: string): DiffLine => ({ type, text });

  it('put a changed line beside its new version when lines were added around it', () => {
    const lines = [
      line('delete', 'const total = sum(items);'),
      line('insert', '// The sum of everything that is not hidden.'),
      line('insert', 'const shown = items.filter(isShown);'),
      line('insert', 'const total = sum(shown);'),
    ];
    expect(pairLines(lines)).toContainEqual({ left: 0, right: 3 });
  });

  it('know lines that differ only in how they end', () => {
    const lines = [line('delete', 'same\r'), line('insert', 'same')];
    const hunk = { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, section: '', lines };
    expect(counterpartOf(hunk, 0)?.endingOnly).toBe(true);
    expect(counterpartOf(hunk, 1)?.other).toBe(0);
  });
});

describe('words', () => {
  const arbLine = fc.array(fc.constantFrom('foo', 'bar', ' ', '(', ')', 'x1', '  '), { maxLength: 20 });

  it('leave the same text on both sides once the marked ranges are taken out', () => {
    fc.assert(
      fc.property(arbLine, arbLine, (a, b) => {
        const [before, after] = [a.join(''), b.join('')];
        const diff = wordDiff(before, after);
        if (!diff) return;
        const rest = (text: string, ranges: { start: number; end: number }[]) => {
          let kept = '';
          let at = 0;
          for (const { start, end } of ranges) {
            expect(start >= at && end > start && end <= text.length).toBe(true);
            kept += text.slice(at, start);
            at = end;
          }
          return (kept + text.slice(at)).replace(/\s/g, '');
        };
        expect(rest(before, diff.old)).toBe(rest(after, diff.new));
      }),
    );
  });

  it('are marked where they changed, and not at all in lines that have little in common', () => {
    expect(wordDiff('return a + b;', 'return a - b;')).toEqual({
      old: [{ start: 9, end: 10 }],
      new: [{ start: 9, end: 10 }],
    });
    expect(wordDiff('import fs from "fs"', 'export const port = 8080')).toBeNull();
    expect(wordDiff(`${'x'.repeat(5000)} a`, `${'x'.repeat(5000)} b`)).toBeNull();
  });
});

describe('segments', () => {
  it('are the whole line, whatever is laid over it', () => {
    const arbCuts = fc.array(fc.nat(40), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40, unit: 'grapheme' }),
        arbCuts,
        fc.nat(40),
        (text, cuts, columns) => {
          const bounds = [...new Set(cuts.filter((cut) => cut < text.length))].sort((a, b) => a - b);
          const marks = bounds.flatMap((start, index) =>
            index % 2 === 0 ? [{ start, end: bounds[index + 1] ?? text.length }] : [],
          );
          const breaks = wrapLine(text, columns);
          const rows = lineSegments(text, { marks, breaks, trailingFrom: bounds[0] ?? text.length });
          expect(
            rows
              .flat()
              .map((segment) => segment.text)
              .join(''),
          ).toBe(text);
          expect(rows).toHaveLength(breaks.length + 1);
          const marked = rows.flat().filter((segment) => segment.marked);
          expect(marked.map((segment) => segment.text).join('')).toBe(
            marks.map(({ start, end }) => text.slice(start, end)).join(''),
          );
        },
      ),
    );
  });

  it('ignore colours that belong to another text', () => {
    const rows = lineSegments('const a', { pieces: [{ text: 'const', kind: 'keyword' }] });
    expect(rows).toEqual([[{ text: 'const a', kind: 'plain', marked: false, trailing: false }]]);
  });
});

describe('colours', () => {
  it('come back to the line they were taken from', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        for (const hunk of diff.hunks) {
          const code = chunkCode(hunk.lines, 0);
          const tokens = chunkTokens(hunk.lines, 0, plainLines(code.before), plainLines(code.after));
          expect(tokens.map((line) => line.map((token) => token.text).join(''))).toEqual(
            hunk.lines.map((line) => line.text.replace(/\r$/, '')),
          );
        }
      }),
    );
  });
});
