import { authorKey } from '../../../shared/domain/credit-hunks';
import type { TimelineEntry } from '../../../shared/domain/rewind';
import { type ChainStep, readChain } from '../../git/checkpoints/line-patches';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { pathKey, toNamedPath } from '../../git/path-bytes';
import { type PastDecision, toDecision } from './decisions';

/** Entries that are listed; older ones are still there to go back past. */
const LISTED = 1_000;

/** Files of an entry that are named. */
const NAMED = 3;

/**
 * What was done in a session, newest first: one entry for as long as the same author was at work, and one for each
 * decision. `decisions` are all of the session's.
 */
export async function readTimeline(
  root: string,
  { base, tip }: { base: string; tip: string },
  decisions: readonly PastDecision[],
): Promise<TimelineEntry[]> {
  const beginning = new Map(decisions.filter(movesFiles).map((decision) => [decision.before, decision]));
  const entries: ChainEntry[] = [];
  const steps: PlacedStep[] = [];
  let files = new Set<string>();
  let decided: PastDecision | undefined;
  const begin = (step: ChainStep) => {
    const last = steps.at(-1)?.step;
    const before = decided;
    // One decision may have made several checkpoints.
    if (!decided || last?.commit === decided.after) decided = beginning.get(step.parent);
    steps.push({ step, ordinal: decided?.ordinal });
    const open = entries.at(-1);
    if (open && decided === before && authorKey(open.author) === authorKey(step.author)) return;
    files = new Set();
    entries.push({
      ...{ author: step.author, before: last?.commit ?? base, after: step.commit, at: step.at, last: 0 },
      ...{ counts: { files: 0, insertions: 0, deletions: 0 }, paths: [] },
      ...(decided && { decision: toDecision(decided) }),
    });
  };
  await readChain(root, base, tip, (step, patch) => {
    if (step !== steps.at(-1)?.step) begin(step);
    const entry = entries.at(-1) as ChainEntry;
    entry.after = step.commit;
    entry.at = step.at;
    entry.last = steps.length - 1;
    const key = pathKey(patch.path);
    if (!files.has(key) && files.size < NAMED) entry.paths.push(toNamedPath(patch.path).path);
    files.add(key);
    count(entry, patch, files.size);
  });
  const beside = decisions.filter((decision) => !movesFiles(decision)).reverse();
  return withBeside(entries, steps, beside, base).slice(-LISTED).reverse();
}

/** An entry with the place of its last checkpoint among the steps. */
type ChainEntry = TimelineEntry & { last: number };

interface PlacedStep {
  step: ChainStep;
  /** Of the decision that made it. */
  ordinal: number | undefined;
}

function movesFiles({ moved, before, after }: PastDecision): boolean {
  return moved === 'worktree' && before !== after;
}

/** Adds what moved no file, all oldest first: each after the last entry that was complete by then. */
function withBeside(
  entries: readonly ChainEntry[],
  steps: readonly PlacedStep[],
  decisions: readonly PastDecision[],
  base: string,
): TimelineEntry[] {
  const places = decisions.map((decision) => placeOf(decision, steps));
  let next = 0;
  const until = (end: number) => {
    const from = next;
    while (next < decisions.length && (places[next] as number) < end) next++;
    return decisions.slice(from, next).map((decision, index): TimelineEntry => {
      const then = steps[places[from + index] as number]?.step.commit ?? base;
      const { what, at } = decision;
      return {
        ...{ author: { kind: 'user' }, before: then, after: then, at, paths: [what.path] },
        counts: { files: what.files, insertions: 0, deletions: 0 },
        decision: toDecision(decision),
      };
    });
  };
  const all = entries.flatMap(({ last, ...entry }) => [...until(last), entry]);
  return [...all, ...until(Number.POSITIVE_INFINITY)];
}

/** The last checkpoint by the time of a decision. Those of other decisions are in their order, whatever the clock says. */
function placeOf({ ordinal, at }: PastDecision, steps: readonly PlacedStep[]): number {
  let place = -1;
  for (const [index, { step, ordinal: other }] of steps.entries()) {
    if (other !== undefined && other > ordinal) break;
    if (other !== undefined || step.at <= at) place = index;
  }
  return place;
}

function count({ counts }: TimelineEntry, { hunks }: FilePatch, files: number): void {
  counts.files = files;
  for (const { oldLines, newLines } of hunks ?? []) {
    counts.insertions += newLines;
    counts.deletions += oldLines;
  }
}
