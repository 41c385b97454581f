import type { Author, ChangePart, DiffLine, FileDiff, LineRange } from '../../../shared/domain/change';

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
 * Where lines were replaced, that is possible when each removed line and the added one in its place have one author;
 * otherwise half of a replacement would make a text that nobody wrote, so none of it is chosen.
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
  const paired =
    removed.length === added.length &&
    removed.every((line, index) => mine(line) === mine(added[index] as DiffLine));
  if (all.every(mine) || removed.length === 0 || added.length === 0 || paired) {
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

function extend(ranges: LineRange[], line: number | undefined): void {
  if (line === undefined) return;
  const last = ranges.at(-1);
  if (last && last[1] === line - 1) last[1] = line;
  else ranges.push([line, line]);
}
