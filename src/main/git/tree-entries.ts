import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTick } from 'node:timers/promises';
import { isZeroOid, pathKey, splitNul } from './path-bytes';
import { runGit } from './run-git';

/** Paths that are named on git's command line at most, and entries that are read at once. */
const NAMED = 100;
const AT_ONCE = 2_000;

/** One path of a tree as it should be; a null blob takes the path away. */
export interface TreeEntry {
  path: Buffer;
  blob: { mode: string; oid: string } | null;
}

/** Input for `update-index -z --index-info`: removals first, so that a file can give way to a folder. `anyOid` tells how long ids are. */
export async function indexInfo(entries: readonly TreeEntry[], anyOid: string): Promise<Buffer> {
  const noOid = '0'.repeat(anyOid.length);
  const remove = ({ path }: TreeEntry) => `0 ${noOid}\t${pathKey(path)}\0`;
  const add = ({ path, blob }: TreeEntry) => (blob ? `${blob.mode} ${blob.oid}\t${pathKey(path)}\0` : '');
  const pieces: Buffer[] = [];
  for (const record of [remove, add]) {
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      if (at > 0) await nextTick();
      const some = entries.slice(at, at + AT_ONCE);
      pieces.push(Buffer.from(some.map(record).join(''), 'latin1'));
    }
  }
  return Buffer.concat(pieces);
}

/** One path that differs between two trees, with what it is in each. */
export interface ChangedEntry {
  path: Buffer;
  before: TreeEntry['blob'];
  after: TreeEntry['blob'];
}

/** Every path that differs between two commits or trees; a rename is two of them. */
export async function changedEntries(root: string, from: string, to: string): Promise<ChangedEntry[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', '--ignore-submodules=none'];
  const { stdout } = await runGit([...args, from, to], { cwd: root });
  const fields = splitNul(stdout);
  const changed: ChangedEntry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (at % AT_ONCE === AT_ONCE - 2) await nextTick();
    const [oldMode = '', newMode = '', oldOid = '', newOid = ''] = String(fields[at]).slice(1).split(' ');
    changed.push({
      path: fields[at + 1] as Buffer,
      before: isZeroOid(oldMode) ? null : { mode: oldMode, oid: oldOid },
      after: isZeroOid(newMode) ? null : { mode: newMode, oid: newOid },
    });
  }
  return changed;
}

/** What a commit has at these paths. */
export async function entriesAt(
  root: string,
  commit: string,
  paths: readonly Buffer[],
): Promise<TreeEntry[]> {
  // A few are asked for by name: reading a whole tree of 60,000 files holds the loop for a tenth of a second.
  const few = paths.length <= NAMED && paths.every(isUtf8);
  const named = few ? ['--', ...paths.map((path) => path.toString('utf8'))] : [];
  const args = [
    '--literal-pathspecs',
    'ls-tree',
    ...(few ? [] : ['-r']),
    '-z',
    '--full-tree',
    commit,
    ...named,
  ];
  const found = new Map<string, TreeEntry['blob']>(paths.map((path) => [pathKey(path), null]));
  if (paths.length === 0) return [];
  const lines = splitNul((await runGit(args, { cwd: root })).stdout);
  for (const [index, line] of lines.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await nextTick();
    const tab = line.indexOf(0x09);
    const key = pathKey(line.subarray(tab + 1));
    const [mode = '', type, oid = ''] = line.toString('latin1', 0, tab).split(' ');
    if (type !== 'tree' && found.has(key)) found.set(key, { mode, oid });
  }
  return paths.map((path) => ({ path, blob: found.get(pathKey(path)) ?? null }));
}
