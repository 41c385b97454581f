import { type RunGitOptions, runGit } from './run-git';

export interface GitObject {
  oid: string;
  type: string;
  body: Buffer;
}

/**
 * The objects with these names, in their order, read by one process; null for what is not there. A name is a key
 * (`pathKey`) without a line end in it.
 */
export async function readObjects(
  at: RunGitOptions,
  names: readonly string[],
): Promise<(GitObject | null)[]> {
  const stdin = Buffer.from(names.map((name) => `${name}\n`).join(''), 'latin1');
  const { stdout } = await runGit(['cat-file', '--batch'], { ...at, stdin });
  let next = 0;
  return names.map(() => {
    const end = stdout.indexOf(0x0a, next);
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(stdout.toString('latin1', next, end)) ?? [];
    next = end + 1;
    if (oid === undefined || type === undefined) return null;
    const body = stdout.subarray(next, next + Number(size));
    next += body.length + 1;
    return { oid, type, body };
  });
}

/** Bytes of blobs that one process prints. */
const AT_ONCE = 64 << 20;

/** The texts of blobs by their ids, read by one process for each 64 MB of them; what is not there is left out. */
export async function readTexts(at: RunGitOptions, oids: readonly string[]): Promise<Map<string, Buffer>> {
  const texts = new Map<string, Buffer>();
  for (const some of await inGroups(at, [...new Set(oids)])) {
    for (const object of await readObjects(at, some)) if (object) texts.set(object.oid, object.body);
  }
  return texts;
}

async function inGroups(at: RunGitOptions, oids: readonly string[]): Promise<string[][]> {
  // Of one file no text is too large.
  if (oids.length <= 2) return oids.length === 0 ? [] : [[...oids]];
  const stdin = oids.map((oid) => `${oid}\n`).join('');
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objectsize)'], { ...at, stdin });
  const sizes = stdout.toString('latin1').split('\n').map(Number);
  const groups: string[][] = [];
  let room = 0;
  for (const [index, oid] of oids.entries()) {
    const size = sizes[index] || 0;
    if (size > room || groups.length === 0) {
      groups.push([]);
      room = AT_ONCE;
    }
    groups.at(-1)?.push(oid);
    room -= size;
  }
  return groups;
}
