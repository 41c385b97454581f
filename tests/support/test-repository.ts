import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Git settings that are not this machine's, for processes the test starts and for the host's own git. */
const environment = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Tester',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada Tester',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

export function runGitIn(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', env: { ...process.env, ...environment } });
}

/** A repository with two files, one commit, and an identity of its own. Another README makes it another repository. */
export function makeRepository(path: string, readme = '# Sample\n\nA colorful sample.\n'): string {
  mkdirSync(join(path, 'src'), { recursive: true });
  runGitIn(path, 'init', '--quiet', '--initial-branch=main');
  runGitIn(path, 'config', 'user.name', 'Ada Tester');
  runGitIn(path, 'config', 'user.email', 'ada@example.com');
  writeFileSync(join(path, 'README.md'), readme);
  writeFileSync(join(path, 'src', 'paint.ts'), "export const color = 'green';\n");
  runGitIn(path, 'add', '--all');
  runGitIn(path, 'commit', '--quiet', '--message', 'Initial commit');
  return path;
}
