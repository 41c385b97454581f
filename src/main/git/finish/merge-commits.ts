import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conflict } from '../../../shared/domain/finish';
import { AppError } from '../../../shared/errors';
import { pathKey, splitNul, toNamedPath } from '../path-bytes';
import { runGit, runGitText } from '../run-git';

export type MergeResult =
  | { kind: 'clean'; tree: string }
  /** The tree has markers where the sides conflict. */
  | { kind: 'conflicts'; tree: string; conflicts: Conflict[] };

/**
 * Merges two commits into a tree without touching any worktree, index or ref; attributes and merge drivers are those
 * of the worktree `root`. Throws AppError `git.too-old` below git 2.38.
 */
export async function mergeCommits(root: string, ours: string, theirs: string): Promise<MergeResult> {
  const args = ['merge-tree', '--write-tree', '-z', '--messages', ours, theirs];
  const merging = () => runGit(args, { cwd: root, exits: [0, 1, 128, 129], timeoutMs: 0 });
  const { exit, stdout, stderr } = await withoutLeftovers(root, merging);
  if (exit > 1) throw await explain(root, stderr);
  const fields = splitNul(stdout);
  const tree = fields[0]?.toString('latin1') ?? '';
  if (exit === 0) return { kind: 'clean', tree };
  return { kind: 'conflicts', tree, conflicts: readConflicts(fields) };
}

/** What git writes for a merge driver is left in the worktree where it is ended meanwhile. */
async function withoutLeftovers<T>(root: string, work: () => Promise<T>): Promise<T> {
  const list = async () => {
    const names = await readdir(root).catch(() => []);
    return names.filter((name) => /^\.merge_file_\w{6}$/.test(name));
  };
  const before = new Set(await list());
  try {
    return await work();
  } catch (error) {
    const left = (await list()).filter((name) => !before.has(name));
    await Promise.all(left.map((name) => rm(join(root, name), { force: true })));
    throw error;
  }
}

async function explain(root: string, stderr: string): Promise<AppError> {
  const version = await runGitText(['version'], { cwd: root });
  if (!/usage: git merge-tree|unknown (option|rev)|not a valid/i.test(stderr)) {
    return new AppError(
      'git.failed',
      'git could not work out the merge.',
      'Show details has all it said.',
      stderr,
    );
  }
  return new AppError(
    'git.too-old',
    `${version} cannot work out a merge without touching files: that needs git 2.38 or newer.`,
    'Update git, or merge the branch yourself in a terminal.',
    stderr,
  );
}

/** Tree, then `mode oid stage TAB path` per unmerged entry, an empty field, then per message: count, paths, type, text. */
function readConflicts(fields: readonly Buffer[]): Conflict[] {
  const found = new Map<string, Conflict>();
  let at = 1;
  for (; at < fields.length && fields[at]?.length !== 0; at++) {
    const field = fields[at] as Buffer;
    const path = field.subarray(field.indexOf(0x09) + 1);
    found.set(pathKey(path), { ...toNamedPath(path), kind: 'contents' });
  }
  for (at++; at < fields.length; ) {
    const count = Number(fields[at]?.toString('latin1'));
    const paths = fields.slice(at + 1, at + 1 + count);
    const kind = /^CONFLICT \((.+)\)$/.exec(fields[at + 1 + count]?.toString('utf8') ?? '')?.[1];
    for (const path of kind ? paths : []) {
      const known = found.get(pathKey(path));
      if (known && kind) known.kind = kind;
    }
    at += count + 3;
  }
  return [...found.values()];
}
