import { setImmediate as nextTick } from 'node:timers/promises';
import type { ChangeStatus } from '../../../shared/domain/change';
import { objectAccess } from '../object-access';
import { pathKey, splitNul } from '../path-bytes';
import { runGit } from '../run-git';

/** One path that differs between two trees, with everything git knows about it. */
export interface TreeDifference {
  path: Buffer;
  oldPath?: Buffer;
  status: ChangeStatus;
  oldMode: string;
  newMode: string;
  oldOid: string;
  newOid: string;
  binary: boolean;
  insertions: number;
  deletions: number;
}

const STATUSES: Record<string, ChangeStatus> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};

const FLAGS = [
  '-r',
  '-z',
  '--raw',
  '--numstat',
  '--find-renames=50%',
  '-l1000',
  '--full-index',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--no-relative',
];

/** Differences between two trees or commits, renames found, whatever the user configured for diffs. */
export async function diffTrees(repository: string, from: string, to: string): Promise<TreeDifference[]> {
  const { stdout } = await runGit(['diff-tree', ...FLAGS, from, to], {
    ...(await objectAccess(repository)),
    timeoutMs: 0,
  });
  const fields = splitNul(stdout);
  const differences = new Map<string, TreeDifference>();
  let at = 0;
  for (let parsed = 0; fields[at]?.[0] === 0x3a; parsed++) {
    at = readRaw(fields, at, differences);
    if (parsed % 5_000 === 4_999) await nextTick();
  }
  for (let parsed = 0; at < fields.length; parsed++) {
    at = readNumstat(fields, at, differences);
    if (parsed % 5_000 === 4_999) await nextTick();
  }
  return [...differences.values()];
}

/** `:oldmode newmode oldoid newoid status` NUL path [NUL new path] */
function readRaw(fields: Buffer[], at: number, into: Map<string, TreeDifference>): number {
  const [oldMode = '', newMode = '', oldOid = '', newOid = '', letter = ''] = field(fields, at)
    .toString('latin1')
    .slice(1)
    .split(' ');
  const status = STATUSES[letter[0] ?? ''];
  if (!status) throw new Error(`git diff-tree answered an unknown status: ${letter}`);
  const renamed = status === 'renamed';
  const path = field(fields, at + (renamed ? 2 : 1));
  into.set(pathKey(path), {
    path,
    ...(renamed && { oldPath: field(fields, at + 1) }),
    status,
    oldMode,
    newMode,
    oldOid,
    newOid,
    binary: false,
    insertions: 0,
    deletions: 0,
  });
  return at + (renamed ? 3 : 2);
}

/** `insertions TAB deletions TAB path`, or an empty path and then old and new path; `-` counts mean binary. */
function readNumstat(fields: Buffer[], at: number, into: Map<string, TreeDifference>): number {
  const record = field(fields, at);
  const first = record.indexOf(0x09);
  const second = record.indexOf(0x09, first + 1);
  const inline = record.subarray(second + 1);
  const renamed = inline.length === 0;
  const difference = into.get(pathKey(renamed ? field(fields, at + 2) : inline));
  if (!difference) throw new Error('git diff-tree counted lines of a path it did not list');
  const insertions = record.subarray(0, first).toString('latin1');
  if (insertions === '-') difference.binary = true;
  else {
    difference.insertions = Number(insertions);
    difference.deletions = Number(record.subarray(first + 1, second).toString('latin1'));
  }
  return at + (renamed ? 3 : 1);
}

function field(fields: Buffer[], at: number): Buffer {
  const found = fields[at];
  if (!found) throw new Error('git diff-tree ended in the middle of a record');
  return found;
}
