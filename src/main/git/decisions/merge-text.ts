import { setImmediate as nextTick } from 'node:timers/promises';
import { readHunks } from '../changes/read-diff';
import { readSides } from './chosen-entries';
import { type ChangedRun, changedRuns, Lines, spliceLines } from './splice-lines';
import { storeBlobs } from './store-blobs';

/** A merge of lines: of a conflict, with the places both sides changed as they are on our side. */
export interface MergedText {
  oid: string;
  conflict: boolean;
}

/**
 * Merges three blobs line by line and stores the result; null when one is binary or too large to be compared by line.
 * Unlike git's own merge, changes that only touch each other are no conflict: every line has one author here, so a line
 * and the one below it are two places. What both sides put between the same two lines, or made of the same line, is one.
 */
export async function mergeText(
  root: string,
  { base, ours, theirs }: { base: string; ours: string; theirs: string },
): Promise<MergedText | null> {
  const [ourHunks, theirHunks] = await Promise.all([
    readHunks(root, { oldOid: base, newOid: ours }),
    readHunks(root, { oldOid: base, newOid: theirs }),
  ]);
  if (!ourHunks || !theirHunks) return null;
  const [[ourText, theirText] = NONE] = await readSides(root, [{ oldOid: ours, newOid: theirs }]);
  const [our, their] = [new Lines(ourText), new Lines(theirText)];
  const merged: ChangedRun[] = [];
  let conflict = false;
  const beside = new RunsBeside(changedRuns(ourHunks));
  for (const run of changedRuns(theirHunks)) {
    const { hits, shift } = beside.next(run);
    if (hits.length === 0) merged.push(onOurSide(run, shift));
    else if (!hits.every((other) => isSame(run, their, other, our))) conflict = true;
  }
  // Both texts can be megabytes.
  await nextTick();
  // Their lines stay where they have some, and ours go.
  const text = spliceLines(theirText, ourText, merged, { old: () => false, new: () => false });
  const [oid = ''] = await storeBlobs(root, [text]);
  return { oid, conflict };
}

const NONE = [Buffer.alloc(0), Buffer.alloc(0)] as const;

/** Our runs beside theirs, which are asked for in order; both are counted in lines of the base. */
export class RunsBeside {
  readonly #ours: readonly ChangedRun[];
  /** The first that may not end before the next of theirs, and by how much those before it moved the lines below. */
  #first = 0;
  #shift = 0;

  constructor(ours: readonly ChangedRun[]) {
    this.#ours = ours;
  }

  /** Those that change the same place as `run`, and by how much those above it moved its lines. */
  next(run: ChangedRun): { hits: ChangedRun[]; shift: number } {
    for (let ours = this.#ours[this.#first]; ours && endOf(ours) < run.oldStart; ) {
      this.#shift += growthOf(ours);
      ours = this.#ours[++this.#first];
    }
    const hits: ChangedRun[] = [];
    let shift = this.#shift;
    for (let at = this.#first; at < this.#ours.length; at++) {
      const ours = this.#ours[at] as ChangedRun;
      if (ours.oldStart > endOf(run)) break;
      if (endOf(ours) <= run.oldStart) shift += growthOf(ours);
      if (collide(run, ours)) hits.push(ours);
    }
    return { hits, shift };
  }
}

const endOf = ({ oldStart, oldLines }: ChangedRun) => oldStart + oldLines;

const growthOf = ({ oldLines, newLines }: ChangedRun) => newLines - oldLines;

function collide(a: ChangedRun, b: ChangedRun): boolean {
  if (a.oldLines === 0 && b.oldLines === 0) return a.oldStart === b.oldStart;
  return a.oldStart < endOf(b) && b.oldStart < endOf(a);
}

function isSame(a: ChangedRun, aLines: Lines, b: ChangedRun, bLines: Lines): boolean {
  if (a.oldStart !== b.oldStart || a.oldLines !== b.oldLines) return false;
  return textOf(aLines, a).equals(textOf(bLines, b));
}

function textOf(lines: Lines, { newStart, newLines }: ChangedRun): Buffer {
  return lines.slice(newStart, newStart + newLines);
}

/** Their change to the base as one to our text, with their text on the old side. */
function onOurSide({ oldStart, oldLines, newStart, newLines }: ChangedRun, shift: number): ChangedRun {
  return { oldStart: newStart, oldLines: newLines, newStart: oldStart + shift, newLines: oldLines };
}
