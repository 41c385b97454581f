import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from './histories';

/** Runs git on the differential test's repository. */
export function git(repository: string, args: string[], input?: string | Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: repository,
    maxBuffer: 1 << 30,
    ...(input !== undefined && { input }),
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Writes histories as chains of checkpoints in one go; answers the commits of each, its base first. */
export function importHistories(repository: string, histories: readonly History[]): string[][] {
  const parts: (string | Buffer)[] = [];
  let mark = 0;
  const data = (text: string) => {
    const bytes = Buffer.from(text);
    parts.push(`data ${bytes.length}\n`, bytes, '\n');
  };
  for (const [number, { base, steps }] of histories.entries()) {
    const commit = (message: string, files: Map<string, string | null>, time: number) => {
      parts.push(`commit refs/heads/h${number}\nmark :${++mark}\ncommitter C <c@localhost> ${time} +0000\n`);
      data(message);
      for (const [path, text] of files) if (text === null) parts.push(`D ${path}\n`);
      for (const [path, text] of files) {
        if (text === null) continue;
        parts.push(`M 100644 inline ${path}\n`);
        data(text);
      }
    };
    commit('base', base, 1_000_000_000);
    for (const [index, { author, files }] of steps.entries()) {
      commit(`Step\n\nSession: s\nAuthor: ${author}\n`, files, 1_000_000_001 + index);
    }
  }
  const marks = join(repository, 'marks');
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
  git(repository, ['fast-import', '--quiet', `--export-marks=${marks}`], input);
  const ids = new Map(
    readFileSync(marks, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(1).split(' ') as [string, string]),
  );
  mark = 0;
  return histories.map(({ steps }) => ['base', ...steps].map(() => ids.get(String(++mark)) ?? ''));
}

export interface BlamedLine {
  commit: string;
  /** 1-based, in the commit's version of the file. */
  line: number;
  text: string;
}

/** What blame says of each line of a file, in order. */
export function blame(repository: string, range: string, path: string, reverse = false): BlamedLine[] {
  const flags = ['-c', 'blame.ignoreRevsFile=', 'blame', '--porcelain', ...(reverse ? ['--reverse'] : [])];
  const lines: BlamedLine[] = [];
  let heading = '';
  for (const row of git(repository, [...flags, range, '--', path])
    .toString('latin1')
    .split('\n')) {
    if (row.startsWith('\t')) {
      const [commit = '', line = '0'] = heading.split(' ');
      lines.push({ commit, line: Number(line), text: row.slice(1) });
    } else if (/^[0-9a-f]{40} \d+ \d+/.test(row)) heading = row;
  }
  return lines;
}
