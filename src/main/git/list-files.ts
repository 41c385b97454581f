import { setImmediate as nextTick } from 'node:timers/promises';
import { matchPath } from './match-path';
import { runGit } from './run-git';

const SLICE = 10_000;

/** Files of a worktree for mentions: tracked and new ones that exist, ignored ones never. Paths as text. */
export async function listFiles(worktree: string): Promise<string[]> {
  const present = new Set<string>();
  const missing = new Set<string>();
  let rest = Buffer.alloc(0);
  await runGit(['ls-files', '-z', '-t', '--cached', '--deleted', '--others', '--exclude-standard'], {
    cwd: worktree,
    timeoutMs: 0,
    onStdout(chunk) {
      rest = Buffer.concat([rest, chunk]);
      const end = rest.lastIndexOf(0);
      if (end === -1) return;
      for (const record of rest.toString('utf8', 0, end).split('\0')) {
        // Each record is a tag, a space and the path; R marks a file that is not there any more.
        const path = record.slice(2);
        if (record.startsWith('R ')) missing.add(path);
        else if (!path.endsWith('/')) present.add(path);
      }
      rest = rest.subarray(end + 1);
    },
  });
  for (const path of missing) present.delete(path);
  return [...present];
}

/** The best `limit` matches of a query, best first. Gives way to other work while it searches. */
export async function searchFiles(files: readonly string[], query: string, limit: number): Promise<string[]> {
  const wanted = query.toLowerCase().trim();
  const found: { path: string; score: number }[] = [];
  for (let at = 0; at < files.length; at++) {
    const path = files[at] as string;
    const score = matchPath(path, wanted);
    if (score !== undefined) found.push({ path, score });
    if (at % SLICE === SLICE - 1) await nextTick();
  }
  found.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
  return found.slice(0, limit).map(({ path }) => path);
}

/** Searches a worktree's files, listing them anew only when `version` (the checkpoint) is another one. */
export class FileFinder {
  private listed: { version: string; files: Promise<string[]> } | undefined;

  constructor(readonly worktree: string) {}

  async find(query: string, limit: number, version: string): Promise<string[]> {
    if (this.listed?.version !== version) {
      const listed = { version, files: listFiles(this.worktree) };
      this.listed = listed;
      listed.files.catch(() => {
        if (this.listed === listed) this.listed = undefined;
      });
    }
    return searchFiles(await this.listed.files, query, limit);
  }
}
