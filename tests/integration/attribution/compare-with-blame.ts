import { readChain, readLinePatches } from '../../../src/main/git/checkpoints/line-patches';
import { toNamedPath } from '../../../src/main/git/path-bytes';
import { LineLedger } from '../../../src/main/services/changes/line-ledger';
import { creditHunks } from '../../../src/shared/domain/credit-hunks';
import { type FileOwners, hashLine } from '../../../src/shared/domain/line-owners';
import { atOnce } from '../../../src/shared/interruptible';
import { blame } from './blame';
import type { History } from './histories';

export interface Tally {
  decided: number;
  ambiguous: number;
  ambiguousDiffer: number;
  deletionsDecided: number;
  deletionsAmbiguous: number;
  deletionsAmbiguousDiffer: number;
  differences: string[];
}

export const emptyTally = (): Tally => ({
  decided: 0,
  ambiguous: 0,
  ambiguousDiffer: 0,
  deletionsDecided: 0,
  deletionsAmbiguous: 0,
  deletionsAmbiguousDiffer: 0,
  differences: [],
});

/** Carries the owners of one history forward and compares every line with `git blame` over the same chain. */
export async function compareWithBlame(
  repository: string,
  chain: { number: number; history: History; commits: readonly string[] },
  tally: Tally,
): Promise<void> {
  const { history } = chain;
  const [base = '', ...commits] = chain.commits;
  const tip = commits.at(-1) ?? base;
  const order = new Map(commits.map((commit, index) => [commit, index + 1]));
  const ledger = new LineLedger(() => undefined);
  const removals = new Map<number, number>();
  await readChain(repository, base, tip, (step, patch) => {
    const removed = patch.hunks?.flatMap((hunk) => hunk.removed) ?? [];
    for (const hash of removed) removals.set(hash, (removals.get(hash) ?? 0) + 1);
    // The place in the chain stands in for the time, so that it says exactly which checkpoint is meant.
    atOnce(ledger.apply(patch, { author: step.author, at: order.get(step.commit) ?? -1 }));
  });
  const input: Chain = { ...chain, repository, base, tip, order, commits, ledger, removals, tally };
  for (const path of filesAtEnd(history)) compareFile(input, path);
  for (const path of history.base.keys()) await compareDeletions(input, path);
}

function filesAtEnd({ base, steps }: History): string[] {
  const files = new Map<string, string | null>(base);
  for (const step of steps) for (const [path, text] of step.files) files.set(path, text);
  return [...files].flatMap(([path, text]) => (text === null ? [] : [path]));
}

interface Chain {
  repository: string;
  number: number;
  base: string;
  tip: string;
  order: Map<string, number>;
  commits: readonly string[];
  ledger: LineLedger;
  /** How often git's own patches took a line of this text away: more than once means that it came back in between. */
  removals: ReadonlyMap<number, number>;
  history: History;
  tally: Tally;
}

function compareFile(
  { repository, number, base, tip, order, ledger, history, tally }: Chain,
  path: string,
): void {
  const ours = ownerOfEachLine(ledger.owners({ path }));
  for (const [index, { commit, text }] of blame(repository, `${base}..${tip}`, path).entries()) {
    const theirs = order.get(commit) ?? 0;
    const ambiguous = history.repeated.has(text);
    if (ambiguous) tally.ambiguous += 1;
    else tally.decided += 1;
    if (ours(index) === theirs) continue;
    if (ambiguous) tally.ambiguousDiffer += 1;
    else
      tally.differences.push(`history ${number} ${path}:${index + 1} ${text}: ${ours(index)}, not ${theirs}`);
  }
}

/** Where a line of the base went: blame from the other end. It does not follow files that were moved. */
async function compareDeletions(chain: Chain, path: string): Promise<void> {
  const { repository, number, base, tip, order, commits, ledger, removals, history, tally } = chain;
  const patches = await readLinePatches(repository, base, tip, [{ path }]);
  const patch = patches.find((candidate) => toNamedPath(candidate.path).path === path);
  const moved = history.steps.some(({ files }) => files.get(path) === null);
  if (moved || !patch?.hunks) return;
  const reversed = blame(repository, `${base}..${tip}`, path, true);
  const credits = atOnce(creditHunks(ledger.owners({ path }), patch.hunks));
  for (const [index, { oldStart }] of patch.hunks.entries()) {
    for (const [offset, credit] of (credits[index]?.removed ?? []).entries()) {
      const line = reversed[oldStart - 1 + offset];
      if (!line) throw new Error('blame knows fewer lines than the diff');
      const lastSeen = order.get(line.commit) ?? 0;
      const theirs = Math.min(lastSeen + 1, commits.length);
      const cameBack = (removals.get(hashLine(line.text)) ?? 0) > 1;
      // A patch read backwards may pair other lines: blame decides only where the text went when it says.
      const ambiguous =
        cameBack || history.repeated.has(line.text) || goneAt(history, path, line.text) !== theirs;
      if (ambiguous) tally.deletionsAmbiguous += 1;
      else tally.deletionsDecided += 1;
      if (credit.at === theirs) continue;
      if (ambiguous) tally.deletionsAmbiguousDiffer += 1;
      else tally.differences.push(`history ${number} ${path} gone ${line.text}: ${credit.at}, not ${theirs}`);
    }
  }
}

/** The step after which no line of a file has this text any more; 0 when there never was one. */
function goneAt({ base, steps }: History, path: string, text: string): number {
  let content: string | null = base.get(path) ?? null;
  let last = -1;
  for (const [index, files] of [null, ...steps.map((step) => step.files)].entries()) {
    if (files?.has(path)) content = files.get(path) ?? null;
    if (content?.split('\n').includes(text)) last = index;
  }
  return last + 1;
}

function ownerOfEachLine(owners: FileOwners): (index: number) => number {
  const each: number[] = [];
  for (const piece of owners.pieces) {
    if ('lines' in piece) for (let line = 0; line < piece.lines; line++) each.push(piece.by);
  }
  return (index) => owners.credits[each[index] ?? owners.tail]?.at ?? 0;
}
