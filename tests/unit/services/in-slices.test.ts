import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { parsePatch, SHOWN_LIMITS } from '../../../src/main/git/changes/parse-patch';
import { inSlices } from '../../../src/main/platform/in-slices';
import type { Change, Credit, FileDiff } from '../../../src/shared/domain/change';
import { authorsOfChange, creditDiff } from '../../../src/shared/domain/credit-change';
import type { AgentId } from '../../../src/shared/domain/ids';
import { hashLine, type LineHunk, spliceOwners, untouched } from '../../../src/shared/domain/line-owners';
import { atOnce, type Interruptible } from '../../../src/shared/interruptible';

const credit: Credit = { author: { kind: 'agent', agent: 'claude' as AgentId }, at: 1 };
/** As many replaced lines as a diff shows, each with an unchanged one after it. */
const REPLACED = 16_000;
const hunks = Array.from({ length: REPLACED }, (_, index): LineHunk => {
  const start = 2 * index + 1;
  return { oldStart: start, oldLines: 1, newStart: start, newLines: 1, removed: [hashLine(`old ${index}`)] };
});
const owners = atOnce(spliceOwners(untouched, hunks, credit));
const patch = Buffer.from(
  `@@ -1,${2 * REPLACED} +1,${2 * REPLACED} @@\n${hunks.map((_, index) => `-old ${index}\n+new ${index}\n  same\n`).join('')}`,
);
const modified: Pick<Change, 'status' | 'oldMode' | 'newMode'> = {
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
};

/** How often work can be left before it is done. */
function placesToLeave(work: Interruptible<unknown>): number {
  let places = 0;
  while (!work.next().done) places += 1;
  return places;
}

describe('a diff of 50,000 lines', () => {
  const { hunks: shown } = atOnce(parsePatch(patch, SHOWN_LIMITS));
  const diff: FileDiff = { kind: 'text', hunks: shown, truncated: false, eol: 'lf' };

  it('can be left at many places while it is read', () => {
    expect(placesToLeave(parsePatch(patch, SHOWN_LIMITS))).toBeGreaterThan(50);
  });

  it('can be left at many places while its authors are found', () => {
    expect(placesToLeave(creditDiff(diff, owners))).toBeGreaterThan(100);
    expect(placesToLeave(authorsOfChange(modified, owners, hunks))).toBeGreaterThan(50);
  });

  it('can be left at many places while its lines get owners', () => {
    const again = hunks.map((hunk, index) => ({ ...hunk, removed: [hashLine(`new ${index}`)] }));
    expect(placesToLeave(spliceOwners(untouched, hunks, credit))).toBeGreaterThan(30);
    expect(placesToLeave(spliceOwners(owners, again, { ...credit, at: 2 }))).toBeGreaterThan(100);
    expect(placesToLeave(spliceOwners(owners, [], credit))).toBeGreaterThan(60);
  });

  it('has its authors all the same', () => {
    const credited = atOnce(creditDiff(diff, owners));
    if (credited.kind !== 'text') throw new Error('no text');
    expect(credited.hunks.map(({ authors }) => authors)).toEqual([[credit.author]]);
    expect(credited.hunks[0]?.lines.slice(-3)).toMatchObject([
      { text: `old ${REPLACED - 1}`, credit: 0 },
      { text: `new ${REPLACED - 1}`, credit: 0 },
      { text: ' same' },
    ]);
  });
});

it('gives way to other work whenever a slice is over', async () => {
  const clock = vi.spyOn(performance, 'now');
  let now = 0;
  clock.mockImplementation(() => now);
  function* tenMilliseconds(): Interruptible<string> {
    for (; now < 10; now++) yield;
    return 'done';
  }
  let isDone = false;
  const work = inSlices(tenMilliseconds()).finally(() => {
    isDone = true;
  });
  let turns = 0;
  for (; !isDone; turns++) await nextTurn();
  expect(await work).toBe('done');
  expect(turns).toBeGreaterThanOrEqual(3);
  clock.mockRestore();
});
