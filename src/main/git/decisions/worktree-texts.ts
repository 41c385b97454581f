import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { fileAt, pathKey } from '../path-bytes';
import { runGit } from '../run-git';
import type { Spliced } from './chosen-entries';
import { countLines, spliceLines } from './splice-lines';

/** What a file of the worktree shall hold, byte for byte. */
export interface WorktreeText {
  path: Buffer;
  text: Buffer;
  /** The blob that git has to make of it, where its filters may make another. */
  oid?: string;
}

/**
 * The bytes of files of which only some lines are taken back. Git's checkout runs whole files through filters and
 * line-end conversion, which would also rewrite lines nobody chose; here these keep the bytes they have in the
 * worktree. A text is left out, and git's checkout is right, where its lines cannot be told apart.
 */
export async function worktreeTexts(root: string, spliced: readonly Spliced[]): Promise<WorktreeText[]> {
  const texts: WorktreeText[] = [];
  const converted: { file: Spliced; now: Buffer }[] = [];
  for (const file of spliced) {
    const { path, before, after, runs, applied } = file;
    // Without a file there is no line whose bytes could be kept.
    const now = await readFile(fileAt(root, path)).catch(() => null);
    if (now?.equals(after)) texts.push({ path, text: spliceLines(before, after, runs, applied) });
    else if (now && isSayable(path) && countLines(now) === countLines(after)) converted.push({ file, now });
  }
  const restored = await smudged(
    root,
    converted.map(({ file }) => file),
  );
  for (const { file, now } of converted) {
    const { path, before, runs, applied, oid } = file;
    const then = before.length === 0 ? before : restored.get(pathKey(path));
    if (then && countLines(then) === countLines(before)) {
      texts.push({ path, text: spliceLines(then, now, runs, applied), oid });
    }
  }
  return texts;
}

/** True of a path that git reads from a line of its input as it is. */
function isSayable(path: Buffer): boolean {
  return !/^[\s"]|[\r\n]/.test(pathKey(path));
}

/** By path: the older texts of files as a checkout would write them, as far as git could. */
async function smudged(root: string, files: readonly Spliced[]): Promise<Map<string, Buffer>> {
  const texts = new Map<string, Buffer>();
  const asked = files.filter(({ before }) => before.length > 0);
  if (asked.length === 0) return texts;
  // The size that git prints is that of the blob, so that texts are told apart by a heading that none of them holds.
  const heading = `${randomUUID()}\n`;
  const stdin = Buffer.from(
    asked.map(({ path, oldOid }) => `${oldOid} ${pathKey(path)}\n`).join(''),
    'latin1',
  );
  const args = ['cat-file', '--filters', `--batch=${heading.trimEnd()}`];
  const { exit, stdout } = await runGit(args, { cwd: root, stdin, exits: [0, 128], timeoutMs: 0 });
  let start = heading.length;
  for (const { path } of asked) {
    const next = stdout.indexOf(heading, start);
    // Where a filter failed nothing follows the heading of its file, and nothing of those after it.
    if (next === -1 && (exit !== 0 || start > stdout.length)) break;
    texts.set(pathKey(path), stdout.subarray(start, (next === -1 ? stdout.length : next) - 1));
    start = next === -1 ? stdout.length + 1 : next + heading.length;
  }
  return texts;
}

/**
 * Writes the texts to files a checkout has just made. One of which git would not make the blob it shall be is left as
 * the checkout made it.
 */
export async function writeSpliced(root: string, texts: readonly WorktreeText[]): Promise<void> {
  const doubtful: { path: Buffer; oid: string; checkedOut: Buffer }[] = [];
  try {
    for (const { path, text, oid } of texts) {
      const checkedOut = await readFile(fileAt(root, path));
      if (checkedOut.equals(text)) continue;
      if (oid !== undefined) doubtful.push({ path, oid, checkedOut });
      await write(root, path, text);
    }
    const oids = await hashFiles(
      root,
      doubtful.map(({ path }) => path),
    );
    for (const [index, { path, oid, checkedOut }] of doubtful.entries()) {
      if (oids[index] !== oid) await write(root, path, checkedOut);
    }
  } catch (error) {
    // What is like neither side of the move would count as somebody's own work.
    for (const { path, checkedOut } of doubtful) await write(root, path, checkedOut).catch(() => {});
    throw error;
  }
}

/** What git would store of files, through their filters. */
async function hashFiles(root: string, paths: readonly Buffer[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const stdin = Buffer.from(paths.map((path) => `${pathKey(path)}\n`).join(''), 'latin1');
  const { stdout } = await runGit(['hash-object', '--stdin-paths'], { cwd: root, stdin, timeoutMs: 0 });
  return stdout.toString('latin1').trimEnd().split('\n');
}

async function write(root: string, path: Buffer, text: Buffer): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
  const file = await open(fileAt(root, path), flags);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}
