import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Author } from '../../../shared/domain/change';
import { replayEdits, type ToldEdit } from '../../../shared/domain/replay-edits';
import { editTree } from '../edit-tree';
import type { WorktreeLocation } from '../locate-worktree';
import { isZeroOid, pathKey } from '../path-bytes';
import { runGit, runGitText } from '../run-git';
import { readLinePatches } from './line-patches';
import type { FilePatch } from './patch-stream';
import type { AuthoredTree } from './split-by-author';

/** What one author told of its edits to a file, and who did what goes beyond them. */
export interface Told {
  edits: ToldEdit[];
  author: Author;
  rest: Author;
}

export interface ReplayedFiles {
  /** Where the told edits left some files, each step one author's work on one file. */
  steps: AuthoredTree[];
  /** The tree after the steps. */
  tree: string;
  /** Who made the last step to the files as they are, by `pathKey`. */
  lastAuthors: Map<string, Author>;
}

const MAX_BYTES = 1 << 20;

/**
 * Tells apart what an author said it did to a file and what somebody else did to the same file between the same two
 * trees, by the states the file must have been in. Files it says nothing about, or not enough, are left alone.
 */
export async function replayFiles(
  location: WorktreeLocation,
  from: string,
  files: readonly FilePatch[],
  toldOf: (path: string) => Told | null,
): Promise<ReplayedFiles> {
  const replayed: ReplayedFiles = { steps: [], tree: from, lastAuthors: new Map() };
  for (const file of files) {
    const told = file.hunks && file.status !== 'renamed' ? toldOf(file.path.toString('utf8')) : null;
    if (told && !isAllTold(file, told.edits)) await replayFile(location, file, told, replayed);
  }
  return replayed;
}

async function replayFile(
  location: WorktreeLocation,
  file: FilePatch,
  told: Told,
  into: ReplayedFiles,
): Promise<void> {
  const root = location.path;
  const [before, after] = [await textOf(root, file.oldOid), await textOf(root, file.newOid)];
  if (before === undefined || after === undefined || after === null) return;
  const moments = replayEdits(before, told.edits, after);
  if (!moments || moments.every((moment) => moment.told)) return;
  for (const { text, told: isTold } of moments.slice(0, -1)) {
    const oid = await runGitText(['hash-object', '-w', '--stdin'], { cwd: root, stdin: text });
    const entry = { path: file.path, blob: { mode: file.newMode, oid } };
    const scratch = join(location.gitDir, 'coppice.scratch.index');
    const tree = await editTree(root, scratch, into.tree, [entry]);
    // Where a folder had its name; nothing was stepped to yet.
    if (tree === null) return;
    const files = await readLinePatches(root, into.tree, tree);
    into.steps.push({ tree, author: isTold ? told.author : told.rest, files });
    into.tree = tree;
  }
  into.lastAuthors.set(pathKey(file.path), moments.at(-1)?.told ? told.author : told.rest);
}

/** True in the usual case, told without reading the file: one edit of all of it, from the one side to the other. */
function isAllTold({ oldOid, newOid }: FilePatch, edits: readonly ToldEdit[]): boolean {
  const last = edits.at(-1);
  if (!last || edits.some(({ newText }) => newText !== last.newText)) return false;
  const { oldText } = edits.find((edit) => edit.oldText !== undefined) ?? last;
  if (oldText === undefined || blobId(last.newText, newOid) !== newOid) return false;
  return oldText === null ? isZeroOid(oldOid) : blobId(oldText, oldOid) === oldOid;
}

/** The id git gives a blob, by the algorithm that ids as long as `like` come from. */
function blobId(text: string, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return hash
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest('hex');
}

/** Null for an absent side, undefined for what is too large or no UTF-8. */
async function textOf(root: string, oid: string): Promise<string | null | undefined> {
  if (isZeroOid(oid)) return null;
  if (Number(await runGitText(['cat-file', '-s', oid], { cwd: root })) > MAX_BYTES) return undefined;
  const { stdout } = await runGit(['cat-file', 'blob', oid], { cwd: root });
  return isUtf8(stdout) ? stdout.toString('utf8') : undefined;
}
