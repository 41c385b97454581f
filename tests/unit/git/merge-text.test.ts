import { expect, it } from 'vitest';
import { RunsBeside } from '../../../src/main/git/decisions/merge-text';
import type { ChangedRun } from '../../../src/main/git/decisions/splice-lines';
import { fc } from '../../support/properties';

/** Changed runs of one side, with at least a line between them. */
const runs = fc
  .array(fc.record({ gap: fc.nat(3), oldLines: fc.nat(3), newLines: fc.nat(3) }), { maxLength: 12 })
  .map((drawn) => {
    let at = -1;
    return drawn.map(({ gap, oldLines, newLines }): ChangedRun => {
      const oldStart = at + 1 + gap;
      at = oldStart + oldLines;
      return { oldStart, oldLines, newStart: 0, newLines };
    });
  });

const end = ({ oldStart, oldLines }: ChangedRun) => oldStart + oldLines;

function touchesSamePlace(a: ChangedRun, b: ChangedRun): boolean {
  if (a.oldLines === 0 && b.oldLines === 0) return a.oldStart === b.oldStart;
  return a.oldStart < end(b) && b.oldStart < end(a);
}

it('finds for each run of one side what comparing it with all of the other finds', () => {
  fc.assert(
    fc.property(runs, runs, (ours, theirs) => {
      const beside = new RunsBeside(ours);
      for (const run of theirs) {
        const { hits, shift } = beside.next(run);
        expect(hits).toEqual(ours.filter((other) => touchesSamePlace(run, other)));
        if (hits.length > 0) continue;
        const above = ours.filter((other) => end(other) <= run.oldStart);
        expect(shift).toBe(above.reduce((sum, { newLines, oldLines }) => sum + newLines - oldLines, 0));
      }
    }),
  );
});
