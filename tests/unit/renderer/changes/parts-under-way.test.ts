import { expect, it } from 'vitest';
import {
  decisionOnHunk,
  decisionOnLine,
} from '../../../../src/renderer/features/changes/model/parts-under-way';
import type { Hunk } from '../../../../src/shared/domain/change';

const hunk: Hunk = {
  ...{ oldStart: 4, oldLines: 2, newStart: 4, newLines: 3, section: '' },
  lines: [
    { type: 'context', text: 'a', oldLine: 4, newLine: 4 },
    { type: 'delete', text: 'b', oldLine: 5 },
    { type: 'insert', text: 'c', newLine: 5 },
    { type: 'insert', text: 'd', newLine: 6 },
  ],
};

it('tells the lines that were decided on, and a hunk once all it changes was', () => {
  const some = [{ decision: 'reject' as const, part: { old: [], new: [[5, 6] as [number, number]] } }];
  const on = (parts: typeof some) => hunk.lines.map((line) => decisionOnLine(parts, line));
  expect(on(some)).toEqual([undefined, undefined, 'reject', 'reject']);
  expect(decisionOnHunk(some, hunk)).toBeUndefined();
  const all = [
    ...some,
    { decision: 'reject' as const, part: { old: [[5, 5] as [number, number]], new: [] } },
  ];
  expect(decisionOnHunk(all, hunk)).toBe('reject');
});
