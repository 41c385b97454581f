import type { Author, ChangePart, DiffLine, FileDiff, LineRange } from '../../../shared/domain/change';
import { spliceRun } from '../../git/decisions/splice-lines';

export interface AuthorSelection {
  part: ChangePart;
  /** Where lines of this author cannot be had without those of others. */
  inseparable: { old?: LineRange; new?: LineRange }[];
}

/** True when `who` means `author`: an agent without a turn means all its turns. */
export function isBy(author: Author | undefined, who: Author): boolean {
  if (author?.kind !== who.kind) return false;
  if (author.kind !== 'agent' || who.kind !== 'agent') return true;
  return author.agent === who.agent && (who.turnId === undefined || who.turnId === author.turnId);
}

/**
 * The lines of a diff that are an author's. Lines that were only added, or only removed, are told apart one by one.
 * Where lines were replaced, that is possible when it can be told which added lines stand for which removed ones, and the
 * text with and without this author's keeps their order; otherwise it would be one that nobody wrote, so none of it is chosen.
 */
export function selectByAuthor(
  { hunks, credits }: Pick<Extract<FileDiff, { kind: 'text' }>, 'hunks' | 'credits'>,
  who: Author,
): AuthorSelection {
  const isMine = ({ credit = -1 }: DiffLine) => isBy(credits?.[credit]?.author, who);
  const selection: AuthorSelection = { part: { old: [], new: [] }, inseparable: [] };
  for (const { lines } of hunks) {
    for (const run of runsOf(lines)) selectRun(run, isMine, selection);
  }
  return selection;
}

interface Run {
  removed: DiffLine[];
  added: DiffLine[];
}

function runsOf(lines: readonly DiffLine[]): Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (const line of lines) {
    if (line.type === 'context') {
      open = undefined;
      continue;
    }
    if (!open) {
      open = { removed: [], added: [] };
      runs.push(open);
    }
    (line.type === 'delete' ? open.removed : open.added).push(line);
  }
  return runs;
}

function selectRun(
  { removed, added }: Run,
  mine: (line: DiffLine) => boolean,
  { part, inseparable }: AuthorSelection,
): void {
  const all = [...removed, ...added];
  if (!all.some(mine)) return;
  if (removed.length === 0 || added.length === 0 || isSeparable({ removed, added }, mine)) {
    for (const line of removed) if (mine(line)) extend(part.old, line.oldLine);
    for (const line of added) if (mine(line)) extend(part.new, line.newLine);
    return;
  }
  const old: LineRange[] = [];
  const now: LineRange[] = [];
  for (const line of removed) extend(old, line.oldLine);
  for (const line of added) extend(now, line.newLine);
  inseparable.push({ ...(old[0] && { old: old[0] }), ...(now[0] && { new: now[0] }) });
}

/** True when the run with this author's changes alone, and with all but theirs, has its lines where those authors put them. */
function isSeparable(run: Run, mine: (line: DiffLine) => boolean): boolean {
  const blocks = blocksOf(run, mine);
  if (!blocks) return false;
  return [true, false].every((which) => {
    const applies = (line: DiffLine) => mine(line) === which;
    const expected = blocks.flatMap(({ isMine, removed, added }) => (isMine === which ? added : removed));
    const spliced = splice(run, applies);
    return expected.every((line, index) => line === spliced[index]);
  });
}

/** A run's lines as deciding on those of one side of `applies` leaves them. */
function splice({ removed, added }: Run, applies: (line: DiffLine) => boolean): DiffLine[] {
  const lines: DiffLine[] = [];
  const at = (side: readonly DiffLine[], line: number) => side[line] as DiffLine;
  spliceRun(
    { oldStart: 0, oldLines: removed.length, newStart: 0, newLines: added.length },
    { old: (line) => applies(at(removed, line)), new: (line) => applies(at(added, line)) },
    (side, line) => lines.push(at(side === 'old' ? removed : added, line)),
  );
  return lines;
}

interface Block extends Run {
  isMine: boolean;
}

/** The run as blocks of one side's lines after the other's; null where it is open what was put in place of what. */
function blocksOf({ removed, added }: Run, mine: (line: DiffLine) => boolean): Block[] | null {
  const [old, now] = [stretches(removed, mine), stretches(added, mine)];
  const [fewer, more] = old.length < now.length ? [old, now] : [now, old];
  // Theirs and others' alternate: where the first fits, all do.
  const places = Array.from({ length: more.length - fewer.length + 1 }, (_, place) => place).filter(
    (place) => more[place]?.isMine === fewer[0]?.isMine,
  );
  const [place] = places;
  if (place === undefined || places.length > 1) return null;
  return more.map(({ isMine, lines }, index) => {
    const others = fewer[index - place]?.lines ?? [];
    return more === old
      ? { isMine, removed: lines, added: others }
      : { isMine, removed: others, added: lines };
  });
}

/** Lines that follow each other and are all this author's, or none is. */
function stretches(lines: readonly DiffLine[], mine: (line: DiffLine) => boolean) {
  const found: { isMine: boolean; lines: DiffLine[] }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.isMine === mine(line)) last.lines.push(line);
    else found.push({ isMine: mine(line), lines: [line] });
  }
  return found;
}

function extend(ranges: LineRange[], line: number | undefined): void {
  if (line === undefined) return;
  const last = ranges.at(-1);
  if (last && last[1] === line - 1) last[1] = line;
  else ranges.push([line, line]);
}
