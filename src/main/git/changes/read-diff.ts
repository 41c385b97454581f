import type { Change, FileDiff, Hunk } from '../../../shared/domain/change';
import { inSlices } from '../../platform/in-slices';
import { objectAccess } from '../object-access';
import { isZeroOid } from '../path-bytes';
import { runGit } from '../run-git';
import { parsePatch, SHOWN_LIMITS } from './parse-patch';

/** The two sides of a change, which is all a diff is computed from. */
export type ChangeSides = Pick<Change, 'oldOid' | 'newOid' | 'oldMode' | 'newMode'>;

/** What is larger is not compared line by line. */
export const MAX_BYTES = 5_000_000;
const SYMLINK = '120000';
const SUBMODULE = '160000';

/**
 * The diff of one change, from the blobs that were listed, so that it cannot differ from what is decided on.
 * `context` is the number of lines around each hunk, `known` its patch where that was read already. Unaffected by the
 * user's configuration and by attributes.
 */
export async function readDiff(
  root: string,
  change: ChangeSides,
  context = 3,
  known?: Buffer,
): Promise<FileDiff> {
  const { oldOid, newOid } = change;
  const modes = modesOf(change);
  if (modes.includes(SUBMODULE)) return submoduleDiff(change);
  const access = await objectAccess(root);
  if (modes.every((mode) => mode === SYMLINK)) {
    const [oldTarget, newTarget] = await Promise.all([target(access, oldOid), target(access, newOid)]);
    return { kind: 'symlink', oldTarget, newTarget };
  }
  if (oldOid === newOid) {
    const isTooLarge = ((await blobSize(access, newOid)) ?? 0) > MAX_BYTES;
    if (isTooLarge) return withoutLines(access, change);
    return { kind: 'text', hunks: [], truncated: false, eol: 'lf' };
  }
  const bytes = known ?? (await readPatch(access, oldOid, newOid, context));
  const patch = await inSlices(parsePatch(bytes, SHOWN_LIMITS));
  if (patch.binary) return withoutLines(access, change);
  return { kind: 'text', hunks: patch.hunks, truncated: patch.truncated, eol: lineEnds(patch.hunks) };
}

/** What is said of a file that git did not compare line by line. */
async function withoutLines(access: Access, { oldOid, newOid }: ChangeSides): Promise<FileDiff> {
  const [oldSize, newSize] = await Promise.all([blobSize(access, oldOid), blobSize(access, newOid)]);
  const bytes = Math.max(oldSize ?? 0, newSize ?? 0);
  const binary = bytes <= MAX_BYTES || (await startsBinary(access, newSize ? newOid : oldOid));
  return binary ? { kind: 'binary', oldSize, newSize } : { kind: 'too-large', bytes };
}

/**
 * All hunks between two blobs of text, whatever their length, as `readDiff` numbers them. Null for what git calls
 * binary, and for what is too large to be shown line by line.
 */
export async function readHunks(
  root: string,
  { oldOid, newOid }: Pick<ChangeSides, 'oldOid' | 'newOid'>,
): Promise<Hunk[] | null> {
  const access = await objectAccess(root);
  if (oldOid === newOid) return ((await blobSize(access, newOid)) ?? 0) > MAX_BYTES ? null : [];
  const patch = await inSlices(parsePatch(await readPatch(access, oldOid, newOid, 3), ALL_OF_IT));
  return patch.binary || patch.truncated ? null : patch.hunks;
}

/** Lines of any length. */
export const ALL_OF_IT = { lines: SHOWN_LIMITS.lines, lineLength: Number.POSITIVE_INFINITY };

/** True of what is compared line by line, were it no binary: neither a link on both sides nor a submodule. */
export function hasLines(change: ChangeSides): boolean {
  const modes = modesOf(change);
  return !modes.includes(SUBMODULE) && !modes.every((mode) => mode === SYMLINK);
}

function modesOf({ oldMode, newMode }: ChangeSides): string[] {
  return [oldMode, newMode].filter((mode) => !/^0+$/.test(mode));
}

type Access = Awaited<ReturnType<typeof objectAccess>>;

function submoduleDiff({ oldOid, newOid, oldMode, newMode }: ChangeSides): FileDiff {
  return {
    kind: 'submodule',
    oldCommit: oldMode === SUBMODULE ? oldOid : null,
    newCommit: newMode === SUBMODULE ? newOid : null,
  };
}

/** Null for an absent side. */
async function blobSize(access: Access, oid: string): Promise<number | null> {
  if (isZeroOid(oid)) return null;
  return Number((await runGit(['cat-file', '-s', oid], access)).stdout.toString());
}

async function target(access: Access, oid: string): Promise<string | null> {
  if (isZeroOid(oid)) return null;
  return (await runGit(['cat-file', 'blob', oid], access)).stdout.toString('utf8').slice(0, 4096);
}

/** By git's own rule: a NUL among the first 8,000 bytes. Reads no more of the blob than it must. */
async function startsBinary(access: Access, oid: string): Promise<boolean> {
  const enough = new AbortController();
  const parts: Buffer[] = [];
  let size = 0;
  const onStdout = (chunk: Buffer) => {
    if (size < 8_000) parts.push(chunk);
    size += chunk.length;
    if (size >= 8_000) enough.abort();
  };
  await runGit(['cat-file', 'blob', oid], { ...access, signal: enough.signal, onStdout }).catch((error) => {
    if (!enough.signal.aborted) throw error;
  });
  return Buffer.concat(parts).subarray(0, 8_000).includes(0);
}

/** What makes git print a patch as `parsePatch` reads it, whatever the user configured. */
export const diffFlags = (context: number): string[] => [...FLAGS, `--unified=${context}`];

const FLAGS = [
  '--patch',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-color-moved',
  '--full-index',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-algorithm=default',
  '--indent-heuristic',
  '--inter-hunk-context=0',
  '--ws-error-highlight=none',
];

/** Git counts what is larger as binary, so that nobody has to ask for sizes first. */
export const PATCH_CONFIG = { 'core.bigFileThreshold': String(MAX_BYTES) };

/** The empty blobs that were stored, by repository. */
const empties = new Map<string, string>();

/** The patch between two blobs, of which one may be absent. */
export async function readPatch(
  access: Access,
  oldOid: string,
  newOid: string,
  context: number,
): Promise<Buffer> {
  const known = empties.get(access.cwd);
  if (![oldOid, newOid].some(isZeroOid)) return diffBlobs(access, [oldOid, newOid], context);
  const sides = (empty: string) => [oldOid, newOid].map((oid) => (isZeroOid(oid) ? empty : oid));
  // Nothing refers to it, so git may have deleted it since.
  if (known) return diffBlobs(access, sides(known), context).catch(() => storedFirst());
  return storedFirst();

  async function storedFirst(): Promise<Buffer> {
    const empty = await storeEmptyBlob(access);
    empties.set(access.cwd, empty);
    return diffBlobs(access, sides(empty), context);
  }
}

async function diffBlobs(access: Access, sides: readonly string[], context: number): Promise<Buffer> {
  const config = { ...access.config, ...PATCH_CONFIG };
  return (await runGit(['diff', ...diffFlags(context), ...sides], { ...access, config })).stdout;
}

/** Git diffs only what exists. */
async function storeEmptyBlob(access: Access): Promise<string> {
  return (await runGit(['hash-object', '-w', '--stdin'], access)).stdout.toString().trim();
}

/** How the changed and unchanged lines of hunks end. */
export function lineEnds(hunks: readonly Hunk[]): 'lf' | 'crlf' | 'mixed' {
  let [crlf, lf] = [0, 0];
  for (const { lines } of hunks) {
    for (const line of lines) {
      if (line.text.endsWith('\r')) crlf += 1;
      else if (!line.noNewline) lf += 1;
    }
  }
  if (crlf === 0) return 'lf';
  return lf === 0 ? 'crlf' : 'mixed';
}
