import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommit, readTree } from 'isomorphic-git';
import type { FolderInspection, HeadState } from '../../../shared/domain/repository';
import { type ConfigEntry, parseGitConfig } from '../parse-git-config';
import { activeHooks, capList, executedByConfig } from './executed-by-repository';
import { type FoundGitDir, findGitDir } from './find-git-dir';
import { isoFs, TooLargeToRead } from './iso-fs';
import { readCapped } from './read-capped';
import { readHead } from './read-refs';

type Located = Extract<FoundGitDir, { kind: 'worktree' }>;
const MAX_CONFIG = 1 << 20;

/** What lies at a path, from its files alone: nothing of it is run, nothing is written. */
export async function inspectFolder(path: string): Promise<FolderInspection> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (stats instanceof Error) {
    if (stats.code === 'EACCES') return { kind: 'broken', path, reason: 'You may not read this folder.' };
    return { kind: 'missing', path };
  }
  if (!stats.isDirectory()) return { kind: 'not-a-folder', path };
  const found = await findGitDir(await realpath(path));
  if (found.kind === 'none') return { kind: 'not-a-repository', path };
  if (found.kind === 'broken') return { kind: 'broken', path: found.root, reason: found.reason };
  if (found.kind === 'worktree') return inspectWorktree(found);
  const config = await readConfig(found.gitDir, found.gitDir);
  const owner = /[/\\]\.git$/.test(found.gitDir) && !isBare(config.entries);
  if (!owner) return { kind: 'bare', path: found.gitDir };
  return inspectWorktree({
    ...found,
    kind: 'worktree',
    root: join(found.gitDir, '..'),
    commonDir: found.gitDir,
  });
}

async function inspectWorktree(found: Located): Promise<FolderInspection> {
  const { root, gitDir, commonDir } = found;
  const config = await readConfig(gitDir, commonDir);
  const linked = gitDir !== commonDir;
  if (!linked && isBare(config.entries)) return { kind: 'bare', path: root };
  const unreadable = unreadableFormat(config.entries);
  if (unreadable) return { kind: 'broken', path: root, reason: unreadable };
  const head = await readHead(gitDir, commonDir);
  if (head.kind === 'broken') return { kind: 'broken', path: root, reason: head.reason };
  const damage = await findDamage(found, head, config.entries);
  if (damage) return { kind: 'broken', path: root, reason: damage };
  const executes = [
    ...(config.complete ? [] : ['a configuration too large to look through']),
    ...executedByConfig(config.entries),
    ...(await activeHooks(commonDir)),
  ];
  const from = /[/\\]\.git$/.test(commonDir) ? join(commonDir, '..') : commonDir;
  return { kind: 'repository', root, head, ...(linked && { linkedFrom: from }), executes: capList(executes) };
}

async function readConfig(gitDir: string, commonDir: string) {
  // A linked worktree leads to the main one, whose own settings then count as well.
  const own = [...new Set([commonDir, gitDir])].map((folder) => join(folder, 'config.worktree'));
  const files = [join(commonDir, 'config'), ...own];
  const read = await Promise.all(files.map((file) => readCapped(file, MAX_CONFIG)));
  return {
    entries: read.flatMap((file) => (file ? parseGitConfig(file.text) : [])),
    complete: read.every((file) => file?.complete !== false),
  };
}

function setting(entries: readonly ConfigEntry[], key: string): string | undefined {
  return entries.findLast((entry) => entry.key.toLowerCase() === key)?.value;
}

function isBare(entries: readonly ConfigEntry[]): boolean {
  return /^(true|yes|on|1)$/i.test(setting(entries, 'core.bare') ?? '');
}

function unreadableFormat(entries: readonly ConfigEntry[]): string | undefined {
  const refs = setting(entries, 'extensions.refstorage');
  if (refs && refs.toLowerCase() !== 'files')
    return `Its refs are stored as "${refs}", which Coppice cannot read yet.`;
  return undefined;
}

/** Looks whether HEAD's commit and tree can be read, as far as isomorphic-git can tell. */
async function findDamage(
  { gitDir, commonDir }: Located,
  head: HeadState,
  entries: readonly ConfigEntry[],
): Promise<string | undefined> {
  if (head.kind === 'unborn') return undefined;
  const elsewhere =
    setting(entries, 'extensions.objectformat')?.toLowerCase() === 'sha256' ||
    setting(entries, 'extensions.partialclone') !== undefined ||
    (await readCapped(join(commonDir, 'objects/info/alternates'), 1)) !== null;
  if (elsewhere) return undefined;
  const fs = isoFs(gitDir, commonDir);
  try {
    const { commit } = await readCommit({ fs, gitdir: gitDir, oid: head.commit });
    await readTree({ fs, gitdir: gitDir, oid: commit.tree });
    return undefined;
  } catch (error) {
    if (error instanceof TooLargeToRead) return undefined;
    return `The commit it is at (${head.commit.slice(0, 10)}) is missing or damaged.`;
  }
}
