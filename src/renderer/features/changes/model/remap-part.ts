import type { ChangePart, DiffLine, LineRange } from '../../../../shared/domain/change';
import type { Side } from './choose-lines';
import type { TextDiff } from './diff-rows';

interface ChangedLine {
  line: number;
  text: string;
  /** Index of its hunk. */
  hunk: number;
}

/** A part of a diff, and what was decided on it. */
export interface DecidedPart {
  decision: 'accept' | 'reject';
  part: ChangePart;
}

/**
 * A part of the diff `before`, in the numbers of the diff that came after `decided` was decided on. Null when nothing
 * of it is left to decide on; undefined when the file changed in any other way too, so that nobody can tell.
 */
export function remapPart(
  part: ChangePart,
  before: TextDiff,
  decided: DecidedPart,
  now: TextDiff,
): ChangePart | null | undefined {
  const old = remapSide('old', part, before, decided, now);
  const added = remapSide('new', part, before, decided, now);
  if (!old || !added) return undefined;
  const mode = part.mode && !decided.part.mode;
  if (old.length + added.length === 0 && !mode) return null;
  return { old, new: added, ...(mode && { mode }) };
}

function remapSide(
  side: Side,
  part: ChangePart,
  before: TextDiff,
  decided: DecidedPart,
  now: TextDiff,
): LineRange[] | undefined {
  const left = changedLines(before, side).filter(({ line }) => !holds(decided.part[side], line));
  const present = changedLines(now, side);
  const moves = movesOf(side, before, decided);
  const isWhere = ({ line, hunk }: ChangedLine, to: number) => {
    const { by, within } = moves[hunk] ?? nowhere;
    return Math.abs(to - line - by) <= within;
  };
  const same = left.every((one, at) => {
    const there = present[at];
    return there !== undefined && one.text === there.text && isWhere(one, there.line);
  });
  if (!same || left.length !== present.length) return undefined;
  const ranges: LineRange[] = [];
  left.forEach(({ line }, at) => {
    const to = present[at]?.line;
    if (to === undefined || !holds(part[side], line)) return;
    const last = ranges.at(-1);
    if (last?.[1] === to - 1) last[1] = to;
    else ranges.push([to, to]);
  });
  return ranges;
}

interface Move {
  by: number;
  /** Lines of a hunk of which some were decided on may stand on either side of those. */
  within: number;
}

const nowhere: Move = { by: 0, within: 0 };

/** How far what was decided moved the lines of each hunk: accepting writes the old side, rejecting the new one. */
function movesOf(side: Side, { hunks }: TextDiff, { decision, part }: DecidedPart): Move[] {
  if (side === (decision === 'accept' ? 'new' : 'old')) return [];
  const other = side === 'old' ? 'new' : 'old';
  let by = 0;
  return hunks.map(({ lines }) => {
    const count = (of: Side) =>
      lines.filter((line) => isChanged(line, of) && holds(part[of], line[`${of}Line`] ?? 0)).length;
    const [gone, come] = [count(side), count(other)];
    const move = { by, within: gone + come };
    by += come - gone;
    return move;
  });
}

function isChanged({ type }: DiffLine, side: Side): boolean {
  return type === (side === 'old' ? 'delete' : 'insert');
}

function holds(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(([first, last]) => line >= first && line <= last);
}

/** The lines that a side does not share with the other, in order. */
function changedLines(diff: TextDiff, side: Side): ChangedLine[] {
  return diff.hunks.flatMap(({ lines }, hunk) =>
    lines.flatMap((source) => {
      const line = source[`${side}Line`];
      return isChanged(source, side) && line !== undefined ? [{ line, text: source.text, hunk }] : [];
    }),
  );
}
