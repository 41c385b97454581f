import { lstat } from 'node:fs/promises';
import { fileAt, joinNul, pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';
import { type ChangedEntry, changedEntries, indexInfo, type TreeEntry } from '../tree-entries';
import { isSubmodule } from './without-change';

export interface CutShort {
  root: string;
  /** An index file for this alone. */
  scratch: string;
  from: string;
  to: string;
}

/**
 * Brings files that a move left between two trees to the second one: those that are as in the first, and those that are
 * missing, as git takes a file away before it writes it anew. What is like neither is somebody's work and stays.
 * Answers what the others are now. Throws AppError `git.failed` when git cannot write one; it can be repeated then.
 */
export async function completeMove({ root, scratch, from, to }: CutShort): Promise<TreeEntry[]> {
  const all = await changedEntries(root, from, to);
  const changes = all.filter(({ before, after }) => !isSubmodule(before) && !isSubmodule(after));
  const sides = { root, scratch, anyOid: from };
  const isAfter = await compare({
    ...sides,
    entries: changes.map(({ path, after }) => ({ path, blob: after })),
  });
  // Last, as its index is what the files that go are removed with.
  const isBefore = await compare({
    ...sides,
    entries: changes.map(({ path, before }) => ({ path, blob: before })),
  });
  const isThere = await Promise.all(changes.map(({ path }) => stands(root, path)));
  const isOurs = ({ path }: ChangedEntry, index: number) =>
    !isThere[index] || isBefore.has(pathKey(path)) || isAfter.has(pathKey(path));
  const ours = changes.filter(isOurs);
  const left = ours.filter(({ path }) => !isAfter.has(pathKey(path)));
  const at = { cwd: root, env: { GIT_INDEX_FILE: scratch, GIT_LITERAL_PATHSPECS: '1' } };
  const removed = left.flatMap(({ path }) => (isBefore.has(pathKey(path)) ? [path] : []));
  if (removed.length > 0) {
    const named = ['--pathspec-from-file=-', '--pathspec-file-nul'];
    await runGit(['rm', '--quiet', '--force', ...named], { ...at, stdin: joinNul(removed), timeoutMs: 0 });
  }
  const entries = ours.map(({ path, after }) => ({ path, blob: after }));
  await fill({ ...sides, entries });
  // Without force: what stands in the way by now is not ours.
  const written = left.flatMap(({ path, after }) => (after ? [path] : []));
  await runGit(['checkout-index', '-z', '--stdin'], { ...at, stdin: joinNul(written), timeoutMs: 0 });
  return entries;
}

interface Side {
  root: string;
  scratch: string;
  entries: readonly TreeEntry[];
  anyOid: string;
}

async function fill({ root, scratch, entries, anyOid }: Side): Promise<void> {
  const at = { cwd: root, env: { GIT_INDEX_FILE: scratch } };
  await runGit(['read-tree', '--empty'], at);
  await runGit(['update-index', '-z', '--index-info'], { ...at, stdin: await indexInfo(entries, anyOid) });
}

/** Which of the entries the worktree has just so; one that is not to be there is not asked about. */
async function compare(side: Side): Promise<Set<string>> {
  await fill(side);
  const at = { cwd: side.root, env: { GIT_INDEX_FILE: side.scratch }, timeoutMs: 0 };
  await runGit(['update-index', '-q', '--refresh'], { ...at, exits: [0, 1] });
  const { stdout } = await runGit(['diff-files', '--name-only', '-z', '--no-ext-diff'], at);
  const differing = new Set(splitNul(stdout).map(pathKey));
  const keys = side.entries.flatMap(({ path, blob }) => (blob ? [pathKey(path)] : []));
  return new Set(keys.filter((key) => !differing.has(key)));
}

async function stands(root: string, path: Buffer): Promise<boolean> {
  return (await lstat(fileAt(root, path)).catch(() => null)) !== null;
}
