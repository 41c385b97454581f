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
