import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary home with its own global git configuration, a repository in it, and what tests do to both. */
export interface GitSandbox {
  home: string;
  repository: string;
  worktrees: string;
  git(args: string[], cwd?: string): string;
  write(path: string, content: string | Buffer, root?: string): void;
  commitAll(message: string, cwd?: string): string;
}

const IDENTITY = '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n';

/** Makes a sandbox for the running test and points the process's git at it until the test is over. */
export function gitSandbox(options: { name?: string; globalConfig?: string } = {}): GitSandbox {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'coppice-git-')));
  writeFileSync(join(home, '.gitconfig'), options.globalConfig ?? IDENTITY);
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });
  const repository = join(home, options.name ?? 'repository');
  mkdirSync(repository);
  const git = (args: string[], cwd = repository) => {
    const result = spawnSync('git', args, { cwd, encoding: 'utf8', env: process.env });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
    return result.stdout.replace(/\n$/, '');
  };
  git(['init', '--quiet', '--initial-branch=main']);
  const sandbox: GitSandbox = {
    home,
    repository,
    worktrees: join(home, 'worktrees'),
    git,
    write(path, content, root = repository) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    },
    commitAll(message, cwd = repository) {
      git(['-c', 'core.hooksPath=/dev/null', 'add', '-A'], cwd);
      git(
        [
          '-c',
          'core.hooksPath=/dev/null',
          '-c',
          'user.name=Ada Lovelace',
          '-c',
          'user.email=ada@example.com',
          '-c',
          'commit.gpgsign=false',
          'commit',
          '-qm',
          message,
        ],
        cwd,
      );
      return git(['rev-parse', 'HEAD'], cwd);
    },
  };
  return sandbox;
}

/** Every file below a folder with its kind, mode and content, for comparing before and after. Skips `.git`. */
export function snapshot(root: string, options: { git?: boolean } = {}): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: Buffer, prefix: string) => {
    for (const name of readdirSync(folder, { encoding: 'buffer' })) {
      const file = Buffer.concat([folder, Buffer.from('/'), name]);
      const path = prefix + name.toString('latin1');
      if (!options.git && path === '.git') continue;
      const stats = lstatSync(file);
      if (stats.isDirectory()) visit(file, `${path}/`);
      else if (stats.isSymbolicLink()) found[path] = `link ${readlinkSync(file)}`;
      else
        found[path] =
          `${stats.mode & 0o100 ? 'x' : '-'} ${createHash('sha1').update(readFileSync(file)).digest('hex')}`;
    }
  };
  visit(Buffer.from(root), '');
  return found;
}

/** What a session must leave alone in the user's own checkout: files, index, HEAD, configuration. */
export function userState(sandbox: GitSandbox): Record<string, string> {
  const state = snapshot(sandbox.repository);
  for (const name of ['index', 'HEAD', 'config', 'logs/HEAD', 'refs/heads/main']) {
    const file = join(sandbox.repository, '.git', name);
    if (existsSync(file)) state[`.git/${name}`] = createHash('sha1').update(readFileSync(file)).digest('hex');
  }
  return state;
}

export function makeExecutable(file: string): void {
  chmodSync(file, 0o755);
}

export function makeSymlink(target: string, file: string): void {
  rmSync(file, { force: true });
  symlinkSync(target, file);
}
