import { describe, expect, it } from 'vitest';
import {
  type Applied,
  appliedLines,
  type ChangedRun,
  changedRuns,
  countApplied,
  spliceLines,
} from '../../../src/main/git/decisions/splice-lines';
import { fc } from '../../support/properties';
import { arbDiff } from '../renderer/changes/arbitrary-diff';

const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '\r\n', 'é\n', 'long line of text\n');
const block = fc.oneof(
  fc.record({ kept: fc.array(line, { minLength: 1, maxLength: 3 }) }),
  fc.record({ gone: fc.array(line, { maxLength: 3 }), come: fc.array(line, { maxLength: 3 }) }),
);

interface Edit {
  before: Buffer;
  after: Buffer;
  runs: ChangedRun[];
}

/** Two texts with the runs in which they differ; either may lack its last newline. */
const edits: fc.Arbitrary<Edit> = fc
  .tuple(fc.array(block, { maxLength: 8 }), fc.boolean(), fc.boolean())
  .map(([blocks, cutOld, cutNew]) => {
    const old: string[] = [];
    const now: string[] = [];
    const runs: ChangedRun[] = [];
    let open: ChangedRun | undefined;
    for (const each of blocks) {
      if ('kept' in each) {
        old.push(...each.kept);
        now.push(...each.kept);
        open = undefined;
        continue;
      }
      if (each.gone.length + each.come.length === 0) continue;
      if (!open) {
        open = { oldStart: old.length, oldLines: 0, newStart: now.length, newLines: 0 };
        runs.push(open);
      }
      open.oldLines += each.gone.length;
      open.newLines += each.come.length;
      old.push(...each.gone);
      now.push(...each.come);
    }
    // Only a line that changed can lose its newline on one side alone.
    const cut = (lines: string[], changed: number, wanted: boolean) =>
      wanted && changed > 0 && open ? lines.join('').replace(/\r?\n$/, '') : lines.join('');
    return {
      before: Buffer.from(cut(old, open?.oldLines ?? 0, cutOld)),
      after: Buffer.from(cut(now, open?.newLines ?? 0, cutNew)),
      runs,
    };
  })
  // A line without its newline may be no line at all any more.
  .filter(({ before, after, runs }) => {
    const last = runs.at(-1);
    return (
      !last ||
      (lines(before) >= last.oldStart + last.oldLines && lines(after) >= last.newStart + last.newLines)
    );
  });

const lines = (text: Buffer) =>
  String(text)
    .split(/(?<=\n)/)
    .filter(Boolean).length;
const all: Applied = { old: () => true, new: () => true };
const none: Applied = { old: () => false, new: () => false };
const chosen = fc.infiniteStream(fc.boolean()).map((stream) => {
  const known = new Map<string, boolean>();
  const pick = (key: string) => {
    if (!known.has(key)) known.set(key, stream.next().value as boolean);
    return known.get(key) === true;
  };
  return { old: (at: number) => pick(`old ${at}`), new: (at: number) => pick(`new ${at}`) };
});
const invert = ({ old, new: now }: Applied): Applied => ({ old: (at) => !old(at), new: (at) => !now(at) });

describe('a text between two others', () => {
  it('is the new one with all changes made and the old one with none', () => {
    fc.assert(
      fc.property(edits, ({ before, after, runs }) => {
        expect(spliceLines(before, after, runs, all)).toEqual(after);
        expect(spliceLines(before, after, runs, none)).toEqual(before);
      }),
    );
  });

  it('holds the lines that stay of either side, and no others, in the order of that side', () => {
    fc.assert(
      fc.property(edits, chosen, ({ before, after, runs }, applied) => {
        const result = lineTexts(spliceLines(before, after, runs, applied));
        const inRun = (start: 'old' | 'new', at: number) =>
          runs.some((run) =>
            start === 'old'
              ? at >= run.oldStart && at < run.oldStart + run.oldLines
              : at >= run.newStart && at < run.newStart + run.newLines,
          );
        const kept = lineTexts(before).filter((_, at) => inRun('old', at) && !applied.old(at));
        const made = lineTexts(after).filter((_, at) => inRun('new', at) && applied.new(at));
        const context = lineTexts(before).filter((_, at) => !inRun('old', at));
        expect([...result].sort()).toEqual([...kept, ...made, ...context].sort());
      }),
    );
  });

  it('comes to the same whichever of two disjoint choices is made first', () => {
    fc.assert(
      fc.property(edits, chosen, ({ before, after, runs }, first) => {
        // Choice by choice: what the first left out is the second, from the text the first one made.
        const half = spliceLines(before, after, runs, first);
        const other = spliceLines(before, after, runs, invert(first));
        expect(lineTexts(half).length + lineTexts(other).length).toBe(
          lineTexts(before).length + lineTexts(after).length,
        );
      }),
    );
  });

  it('rejecting a choice is accepting all the rest', () => {
    fc.assert(
      fc.property(arbDiff, (diff) => {
        const runs = changedRuns(diff.hunks);
        const part = diff.hunks[0] && {
          old: [
            [diff.hunks[0].oldStart, diff.hunks[0].oldStart + diff.hunks[0].oldLines - 1] as [number, number],
          ],
          new: [
            [diff.hunks[0].newStart, diff.hunks[0].newStart + diff.hunks[0].newLines - 1] as [number, number],
          ],
        };
        if (!part) return;
        const accepted = countApplied(runs, appliedLines(part));
        const rejected = countApplied(runs, appliedLines(part, true));
        expect(accepted.applied + rejected.applied).toBe(accepted.all);
        expect(accepted.applied).toBe(diff.hunks[0]?.lines.filter(({ type }) => type !== 'context').length);
      }),
    );
  });
});

describe('replaced lines', () => {
  const run = [{ oldStart: 0, oldLines: 2, newStart: 0, newLines: 2 }];
  const splice = (old: number[], now: number[]) =>
    String(
      spliceLines(Buffer.from('a\nb\n'), Buffer.from('A\nB\n'), run, {
        old: (at) => old.includes(at),
        new: (at) => now.includes(at),
      }),
    );

  it('are replaced where they stand when both halves are chosen', () => {
    expect(splice([0], [0])).toBe('A\nb\n');
    expect(splice([1], [1])).toBe('a\nB\n');
  });

  it('can be split: only removed, or only added after all that stay', () => {
    expect(splice([0], [])).toBe('b\n');
    expect(splice([], [0])).toBe('a\nb\nA\n');
    expect(splice([], [0, 1])).toBe('a\nb\nA\nB\n');
  });
});

describe('a last line without a newline', () => {
  const run = [{ oldStart: 0, oldLines: 1, newStart: 0, newLines: 2 }];
  const splice = (before: string, after: string, applied: Applied) =>
    String(spliceLines(Buffer.from(before), Buffer.from(after), run, applied));

  it('gets one, as its neighbours end, when a line comes after it', () => {
    const onlyAdded = { old: () => false, new: (at: number) => at === 1 };
    expect(splice('end', 'end\nmore', onlyAdded)).toBe('end\nmore');
    expect(splice('end', 'end\r\nmore\r\n', onlyAdded)).toBe('end\r\nmore\r\n');
  });

  it('is left without one when it stays last', () => {
    expect(splice('end', 'END\nmore\n', none)).toBe('end');
  });
});

/** The lines without their ends: these may be given to a line that had none. */
function lineTexts(text: Buffer): string[] {
  return String(text)
    .split(/(?<=\n)/)
    .filter(Boolean)
    .map((each) => each.replace(/\r?\n$/, ''));
}
