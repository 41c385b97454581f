import { rm } from 'node:fs/promises';
import { fileAt, joinNul, pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';

/**
 * Where a merge in a worktree left a file in conflict as our side has it (binary files, and ones that they deleted), puts
 * what they did in its place: only what differs comes up for review and is decided on. Our side is in HEAD.
 */
export async function showTheirs(root: string): Promise<void> {
  const asOurs = await leftAsOurs(root);
  const theirs = asOurs.flatMap(({ path, stages }) => (stages.has('3') ? [path] : []));
  if (theirs.length > 0) {
    await runGit(['checkout-index', '--stage=3', '--force', '-z', '--stdin'], {
      cwd: root,
      stdin: joinNul(theirs),
    });
  }
  for (const { path, stages } of asOurs) if (!stages.has('3')) await rm(fileAt(root, path), { force: true });
}

/** The files of ours that are in conflict, and nothing of it to be seen in the worktree. */
export async function leftAsOurs(root: string): Promise<Unmerged[]> {
  const sides = await unmergedSides(root);
  const ours = [...sides.values()].filter(({ stages }) => stages.has('2'));
  if (ours.length === 0) return [];
  const differing = await differingFromOurs(root);
  return ours.filter(({ path }) => !differing.has(pathKey(path)));
}

interface Unmerged {
  path: Buffer;
  /** 1 the common ancestor's, 2 ours, 3 theirs. */
  stages: Set<string>;
}

async function unmergedSides(root: string): Promise<Map<string, Unmerged>> {
  const { stdout } = await runGit(['ls-files', '--unmerged', '-z'], { cwd: root });
  const found = new Map<string, Unmerged>();
  for (const line of splitNul(stdout)) {
    const tab = line.indexOf(0x09);
    const path = line.subarray(tab + 1);
    const one = found.get(pathKey(path)) ?? { path, stages: new Set<string>() };
    found.set(pathKey(path), one);
    one.stages.add(line.toString('latin1', tab - 1, tab));
  }
  return found;
}

/** An unmerged path is named once in any case, and once more where the file is not as ours. */
async function differingFromOurs(root: string): Promise<Set<string>> {
  const flags = ['--raw', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
  const { stdout } = await runGit(['diff', '--ours', ...flags], { cwd: root, timeoutMs: 0 });
  const fields = splitNul(stdout);
  const found = new Set<string>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = fields[at + 1];
    if (path && !String(fields[at]).endsWith('U')) found.add(pathKey(path));
  }
  return found;
}
