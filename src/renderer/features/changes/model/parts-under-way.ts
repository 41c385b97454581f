import type { DiffLine, Hunk, LineRange } from '../../../../shared/domain/change';
import type { DecidedPart, Decision } from '../changes-slice';

/** What becomes of a changed line that was decided on; undefined for any other. */
export function decisionOnLine(parts: readonly DecidedPart[], line: DiffLine): Decision | undefined {
  return parts.find(({ part }) => {
    if (line.type === 'context') return false;
    return line.type === 'delete' ? isIn(part.old, line.oldLine) : isIn(part.new, line.newLine);
  })?.decision;
}

/** What becomes of a hunk all of whose changed lines were decided on, as it does of the last of them. */
export function decisionOnHunk(parts: readonly DecidedPart[], hunk: Hunk): Decision | undefined {
  let decision: Decision | undefined;
  for (const line of hunk.lines) {
    if (line.type === 'context') continue;
    decision = decisionOnLine(parts, line);
    if (!decision) return undefined;
  }
  return decision;
}

function isIn(ranges: readonly LineRange[], line: number | undefined): boolean {
  return line !== undefined && ranges.some(([first, last]) => line >= first && line <= last);
}
