import { setImmediate as nextTick } from 'node:timers/promises';
import { linesOf } from '../../shared/domain/follow-lines';
import { objectAccess } from './object-access';
import { type NamedPath, toRawPath } from './path-bytes';
import { runGit } from './run-git';
import { entriesAt } from './tree-entries';

const MAX_BYTES = 5_000_000;

/** The lines of a blob of text; null when it does not exist, is too large to be shown line by line, or is binary. */
export async function readLines(root: string, oid: string): Promise<string[] | null> {
  const access = await objectAccess(root);
  const size = await runGit(['cat-file', '-s', oid], { ...access, exits: [0, 128] });
  if (size.exit !== 0 || Number(size.stdout.toString()) > MAX_BYTES) return null;
  const { exit, stdout } = await runGit(['cat-file', 'blob', oid], { ...access, exits: [0, 128] });
  if (exit !== 0 || stdout.subarray(0, 8_000).includes(0)) return null;
  await nextTick();
  return linesOf(stdout.toString('utf8'));
}

/** The ids of what a commit has at these paths; zeros where it has nothing. */
export async function oidsAt(root: string, commit: string, paths: readonly NamedPath[]): Promise<string[]> {
  const none = '0'.repeat(commit.length);
  const raw = paths.map(toRawPath);
  // One question a line: a name with a line break has to be looked up in the whole tree.
  if (raw.some((path) => path.includes(0x0a))) {
    return (await entriesAt(root, commit, raw)).map(({ blob }) => blob?.oid ?? none);
  }
  const stdin = Buffer.concat(raw.flatMap((path) => [Buffer.from(`${commit}:`), path, Buffer.from('\n')]));
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objectname)'], { cwd: root, stdin });
  const answers = stdout.toString('latin1').split('\n');
  return paths.map((_, index) => /^[0-9a-f]{40,64}$/.exec(answers[index] ?? '')?.[0] ?? none);
}
