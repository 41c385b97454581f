import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IDENTITY = { GIT_AUTHOR_NAME: 'Bench', GIT_AUTHOR_EMAIL: 'bench@example.com' };
const COMMITTER = { GIT_COMMITTER_NAME: 'Bench', GIT_COMMITTER_EMAIL: 'bench@example.com' };
const FILES_PER_FOLDER = 12;

/**
 * Makes a repository of `files` source-like files in one commit at `path`; the same content every time. Folders
 * are nested three deep, files are 200 bytes to 6 KB.
 */
export function makeRepository(path: string, files: number): string {
  const random = seeded(files);
  for (let index = 0; index < files; index++) {
    const file = join(path, filePath(index));
    if (index % FILES_PER_FOLDER === 0) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source(index, 4 + Math.floor(random() ** 2 * 120)));
  }
  gitIn(path, 'init', '--quiet', '--initial-branch=main');
  gitIn(path, 'config', 'user.name', 'Bench');
  gitIn(path, 'config', 'user.email', 'bench@example.com');
  gitIn(path, 'add', '--all');
  gitIn(path, 'commit', '--quiet', '--message', 'Begin');
  return path;
}

/** The repository-relative path of file `index`. */
export function filePath(index: number): string {
  const folder = Math.floor(index / FILES_PER_FOLDER);
  return `part${folder % 7}/area${Math.floor(folder / 7) % 29}/unit${folder}/file${index}.ts`;
}

/** Runs git and returns its output. */
export function gitIn(cwd: string, ...args: string[]): string {
  const env = { ...process.env, ...IDENTITY, ...COMMITTER, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', maxBuffer: 256 << 20 });
}

function source(index: number, lines: number): string {
  const body = Array.from(
    { length: lines },
    (_, line) => `  const value${line} = compute(${index}, ${line});`,
  );
  return `export function unit${index}() {\n${body.join('\n')}\n}\n`;
}

/** Numbers from 0 to 1 that are the same in every run (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = (seed * 2 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
