import type { Credit, Hunk } from '../../../../shared/domain/change';
import { authorKey } from '../../../../shared/domain/credit-hunks';
import type { TextDiff } from './diff-rows';

export interface LineCredit {
  credit: Credit;
  /** True on the first of the lines that one author changed in a row. */
  starts: boolean;
}

/** Who changed a line; undefined for an unchanged one and where that is not known at all. */
export function lineCredit(diff: TextDiff, hunk: Hunk, index: number): LineCredit | undefined {
  const credit = creditAt(diff, hunk, index);
  if (!credit) return undefined;
  const before = creditAt(diff, hunk, index - 1);
  const goesOn = before && hunk.lines[index - 1]?.type === hunk.lines[index]?.type;
  return { credit, starts: !goesOn || authorKey(before.author) !== authorKey(credit.author) };
}

function creditAt(diff: TextDiff, hunk: Hunk, index: number): Credit | undefined {
  const credit = hunk.lines[index]?.credit;
  return credit === undefined ? undefined : diff.credits?.[credit];
}
