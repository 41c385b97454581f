import type { AgentId } from '../../../../shared/domain/ids';
import type { Entry } from '../../../../shared/domain/transcript';

/** A drawn entry: `head` says whether the agent's name and the time stand above it. */
export interface Row {
  key: string;
  entry: Entry;
  head: boolean;
}

/** Entries of one agent further apart than this get a header, and so a time, of their own. */
const SAME_GROUP_MS = 5 * 60_000;

/**
 * The rows of the entries that pass the filter; rows of `before` are reused where nothing changed, so
 * that what is drawn already is not drawn again.
 */
export function toRows(
  entries: readonly Entry[],
  filter: AgentId | null,
  before: readonly Row[] = [],
): readonly Row[] {
  const rows: Row[] = [];
  let previous: Entry | undefined;
  for (const entry of entries) {
    if ((filter !== null && entry.agent !== filter) || isEmpty(entry)) continue;
    const head = startsGroup(entry, previous);
    const known = before[rows.length];
    rows.push(known?.entry === entry && known.head === head ? known : { key: entry.id, entry, head });
    previous = entry;
  }
  return rows;
}

function startsGroup(entry: Entry, previous: Entry | undefined): boolean {
  // A prompt carries its own header and the end of a turn is a line between groups.
  if (entry.type === 'prompt' || entry.type === 'turn-end') return false;
  if (!previous || previous.type === 'prompt' || previous.type === 'turn-end') return true;
  if (isLate(previous) !== isLate(entry)) return true;
  return previous.agent !== entry.agent || entry.ts - previous.ts > SAME_GROUP_MS;
}

/** True for an entry that waits for the user to answer it. */
export function isQuestion(entry: Entry): boolean {
  if (entry.type === 'permission') return entry.resolution === undefined;
  return entry.type === 'context' && entry.decision === undefined;
}

/** True for what an agent said or did after its turn had ended. */
export function isLate(entry: Entry): boolean {
  return 'late' in entry && entry.late === true;
}

/** A finished message in which nothing was said is no row. */
function isEmpty(entry: Entry): boolean {
  if (entry.type !== 'text' && entry.type !== 'reasoning') return false;
  return entry.blocks.every((block) => block.type === 'text' && block.text.trim() === '');
}

/** The agents that appear in the entries, in order of first appearance. */
export function agentsIn(entries: readonly Entry[]): AgentId[] {
  return [...new Set(entries.map((entry) => entry.agent))];
}

/** True when `after` is `before` with rows put in front of it. */
export function isPrepended(before: readonly Row[], after: readonly Row[]): boolean {
  const first = before[0]?.key;
  if (first === undefined || after.length <= before.length || after[0]?.key === first) return false;
  const last = before.at(-1)?.key;
  return after.some((row) => row.key === first) && after.some((row) => row.key === last);
}
