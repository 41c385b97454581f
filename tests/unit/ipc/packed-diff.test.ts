import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import type { Author, Credit, FileDiff } from '../../../src/shared/domain/change';
import type { AgentId } from '../../../src/shared/domain/ids';
import { atOnce, type Interruptible } from '../../../src/shared/interruptible';
import { packDiff, unpackDiff } from '../../../src/shared/ipc/packed-diff';
import { fc } from '../../support/properties';
import { arbDiff } from '../renderer/changes/arbitrary-diff';

type TextDiff = Extract<FileDiff, { kind: 'text' }>;

const claude: Author = { kind: 'agent', agent: 'claude' as AgentId };
const credits: Credit[] = [
  { author: claude, at: 1 },
  { author: { kind: 'user' }, at: 2 },
];
const lists: (Author[] | undefined)[] = [undefined, [], [claude], [claude, { kind: 'user' }]];

/** With credits, authors and missing newlines here and there. */
const arbCredited = fc
  .tuple(arbDiff, fc.infiniteStream(fc.nat({ max: 5 })), fc.constantFrom('lf', 'crlf', 'mixed'), fc.boolean())
  .map(([diff, numbers, eol, truncated]): TextDiff => {
    const next = () => numbers.next().value as number;
    const hunks = diff.hunks.map((hunk) => {
      const lines = hunk.lines.map((line) => {
        const [credit, end] = [next(), next()];
        return { ...line, ...(credit < 2 && { credit }), ...(end === 0 && { noNewline: true as const }) };
      });
      const authors = lists[next()];
      return { ...hunk, section: next() < 2 ? '' : 'function f() {', lines, ...(authors && { authors }) };
    });
    return { ...diff, hunks, eol, truncated, ...(next() < 3 && { credits }) };
  });

/** As the page gets it. */
function crossed(diff: FileDiff): FileDiff {
  return atOnce(unpackDiff(deserialize(serialize(atOnce(packDiff(diff))))));
}

function placesToLeave(work: Interruptible<unknown>): number {
  let places = 0;
  while (!work.next().done) places += 1;
  return places;
}

/** How many values are copied one by one. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + valuesIn(part), 1);
}

describe('a diff on its way to the page', () => {
  it('arrives as it was', () => {
    fc.assert(fc.property(arbCredited, (diff) => void expect(crossed(diff)).toEqual(diff)));
  });

  it('without lines arrives as it was', () => {
    const binary: FileDiff = { kind: 'binary', oldSize: 1, newSize: null };
    const empty: FileDiff = { kind: 'text', hunks: [], truncated: false, eol: 'lf' };
    expect([crossed(binary), crossed(empty)]).toEqual([binary, empty]);
  });

  it('of 50,000 lines in 10,000 hunks is few values, and can be left at many places on both sides', () => {
    const hunks = Array.from({ length: 10_000 }, (_, index) => ({
      ...{ oldStart: index * 10 + 1, oldLines: 5, newStart: index * 10 + 1, newLines: 5, section: 'f()' },
      authors: [claude],
      lines: Array.from({ length: 5 }, (_, line) => ({
        ...{ type: 'context' as const, text: `line ${line} of ${index}` },
        ...{ oldLine: index * 10 + 1 + line, newLine: index * 10 + 1 + line },
      })),
    }));
    const diff: FileDiff = { kind: 'text', hunks, truncated: false, eol: 'lf', credits };
    const packed = atOnce(packDiff(diff));
    expect(valuesIn(packed)).toBeLessThan(1_000);
    expect(placesToLeave(packDiff(diff))).toBeGreaterThan(50);
    expect(placesToLeave(unpackDiff(packed))).toBeGreaterThan(50);
    expect(crossed(diff)).toEqual(diff);
  });
});
