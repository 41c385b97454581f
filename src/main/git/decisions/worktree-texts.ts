import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { fileAt } from '../path-bytes';
import { runGit, runGitText } from '../run-git';
import type { Spliced } from './chosen-entries';
import { countLines, spliceLines } from './splice-lines';

/** What a file of the worktree shall hold, byte for byte. */
export interface WorktreeText {
  path: Buffer;
  text: Buffer;
}

/**
 * The bytes of files of which only some lines are taken back. Git's checkout runs whole files through filters and
 * line-end conversion, which would also rewrite lines nobody chose; here these keep the bytes they have in the
 * worktree. A text is left out, and git's checkout is right, where that cannot be shown to store the same blob.
 */
export async function worktreeTexts(root: string, spliced: readonly Spliced[]): Promise<WorktreeText[]> {
  const texts: WorktreeText[] = [];
  for (const file of spliced) {
    const text = await worktreeText(root, file);
    if (text) texts.push({ path: file.path, text });
  }
  return texts;
}

async function worktreeText(root: string, file: Spliced): Promise<Buffer | null> {
  const { path, before, after, runs, applied } = file;
  // Without a file there is no line whose bytes could be kept.
  const now = await readFile(fileAt(root, path)).catch(() => null);
  // Git takes a path for filters only as an argument, and arguments here are text.
  if (!now || !isUtf8(path)) return null;
  if (now.equals(after)) return spliceLines(before, after, runs, applied);
  if (countLines(now) !== countLines(after)) return null;
  const restored = await smudged(root, file, before);
  if (!restored || countLines(restored) !== countLines(before)) return null;
  const text = spliceLines(restored, now, runs, applied);
  const oid = await runGitText(['hash-object', '--stdin', `--path=${path.toString('utf8')}`], {
    cwd: root,
    stdin: text,
  });
  return oid === file.oid ? text : null;
}

/** A text as a checkout would write it to this path. */
async function smudged(root: string, { path, oldOid }: Spliced, before: Buffer): Promise<Buffer | null> {
  if (before.length === 0) return before;
  const args = ['cat-file', '--filters', `--path=${path.toString('utf8')}`, oldOid];
  const { exit, stdout } = await runGit(args, { cwd: root, exits: [0, 128] });
  return exit === 0 ? stdout : null;
}

/** Writes the texts to files a checkout has just made. */
export async function writeSpliced(root: string, texts: readonly WorktreeText[]): Promise<void> {
  for (const { path, text } of texts) {
    if ((await readFile(fileAt(root, path))).equals(text)) continue;
    const flags = constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
    const file = await open(fileAt(root, path), flags);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  }
}
