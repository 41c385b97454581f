import { authorKey } from '../../../shared/domain/credit-hunks';
import type { TimelineEntry } from '../../../shared/domain/rewind';
import { type ChainStep, readChain } from '../../git/checkpoints/line-patches';
import type { FilePatch } from '../../git/checkpoints/patch-stream';
import { pathKey, toNamedPath } from '../../git/path-bytes';

/** Entries that are listed; older ones are still there to go back past. */
const LISTED = 1_000;

/** Files of an entry that are named. */
const NAMED = 3;

/** What the checkpoints of a session did, newest first: one entry for as long as the same author was at work. */
export async function readTimeline(root: string, base: string, tip: string): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  let files = new Set<string>();
  let before = base;
  let last: ChainStep | undefined;
  const begin = (step: ChainStep) => {
    const open = entries.at(-1);
    if (last) before = last.commit;
    last = step;
    if (open && authorKey(open.author) === authorKey(step.author)) return;
    files = new Set();
    const counts = { files: 0, insertions: 0, deletions: 0 };
    entries.push({ author: step.author, before, after: step.commit, at: step.at, counts, paths: [] });
  };
  await readChain(root, base, tip, (step, patch) => {
    if (step !== last) begin(step);
    const entry = entries.at(-1) as TimelineEntry;
    entry.after = step.commit;
    entry.at = step.at;
    const key = pathKey(patch.path);
    if (!files.has(key) && files.size < NAMED) entry.paths.push(toNamedPath(patch.path).path);
    files.add(key);
    count(entry, patch, files.size);
  });
  return entries.slice(-LISTED).reverse();
}

function count({ counts }: TimelineEntry, { hunks }: FilePatch, files: number): void {
  counts.files = files;
  for (const { oldLines, newLines } of hunks ?? []) {
    counts.insertions += newLines;
    counts.deletions += oldLines;
  }
}
