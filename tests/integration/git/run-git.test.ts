import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startGitHere } from '../../../src/main/git/git-process';
import { probeGit, requireGit } from '../../../src/main/git/git-version';
import { createFirstCommit, initRepository } from '../../../src/main/git/init-repository';
import { listBranches } from '../../../src/main/git/list-branches';
import { FileFinder, listFiles } from '../../../src/main/git/list-files';
import { runGit, startGitsWith } from '../../../src/main/git/run-git';
import { AppError } from '../../../src/shared/errors';
import { gitSandbox, makeExecutable } from './git-sandbox';
import { openGitHelper } from './open-git-helper';

async function withPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.PATH;
  process.env.PATH = path;
  try {
    return await work();
  } finally {
    process.env.PATH = before;
  }
}

/** A `git` that does what the test wants. */
function fakeGit(home: string, script: string): string {
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin/git'), `#!/bin/sh\n${script}\n`);
  makeExecutable(join(home, 'bin/git'));
  return `${join(home, 'bin')}:${process.env.PATH}`;
}

const ways = {
  'by this process itself': () => undefined,
  'by a helper process': () => {
    const helper = openGitHelper();
    startGitsWith(helper.start);
    return () => helper.close();
  },
};

describe.each(Object.entries(ways))('running git, %s', (_way, begin) => {
  let end: (() => Promise<void>) | undefined;
  beforeAll(() => {
    end = begin();
  });
  afterAll(async () => {
    startGitsWith(startGitHere);
    await end?.();
  });

  it('says what is wrong with arguments no program can be given', async () => {
    const { repository } = gitSandbox();
    await expect(runGit(['status', 'a\0b'], { cwd: repository })).rejects.toThrow(/null bytes/);
  });

  it('hands over much input and output, byte for byte', async () => {
    const { home, repository } = gitSandbox();
    const bytes = randomBytes(5_000_000);
    await withPath(fakeGit(home, 'echo heard >&2; exec cat'), async () => {
      const { stdout, stderr } = await runGit(['status'], { cwd: repository, stdin: bytes });
      expect(stdout.equals(bytes)).toBe(true);
      expect(stderr).toBe('heard\n');
      const pieces: Buffer[] = [];
      const streamed = await runGit(['status'], {
        cwd: repository,
        stdin: bytes,
        onStdout: (chunk) => pieces.push(chunk),
      });
      expect(streamed.stdout.length).toBe(0);
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    });
  });

  it('ignores that git did not want to read its input', async () => {
    const { home, repository } = gitSandbox();
    const result = withPath(fakeGit(home, 'exit 3'), () =>
      runGit(['status'], { cwd: repository, stdin: randomBytes(1_000_000), exits: [3] }),
    );
    expect(await result).toMatchObject({ exit: 3 });
  });

  it('says that git is missing, too old, or that the folder is gone', async () => {
    const { home, repository } = gitSandbox();
    await withPath('/nonexistent', async () => {
      await expect(runGit(['status'], { cwd: repository })).rejects.toMatchObject({
        code: 'git.not-installed',
        hint: expect.stringContaining('Install it'),
      });
      expect(await probeGit()).toEqual({ kind: 'absent' });
    });
    await withPath(fakeGit(home, 'echo git version 2.20.1'), async () => {
      expect(await probeGit()).toEqual({ kind: 'too-old', version: '2.20.1' });
      await expect(requireGit()).rejects.toMatchObject({ code: 'git.not-installed' });
    });
    await expect(runGit(['status'], { cwd: join(home, 'gone') })).rejects.toMatchObject({
      code: 'worktree.missing',
    });
    expect(await requireGit()).toMatch(/^\d+\.\d+/);
  });

  it('is not led astray by GIT_ variables of its own environment', async () => {
    const { home, repository } = gitSandbox();
    process.env.GIT_DIR = join(home, 'nowhere');
    process.env.GIT_INDEX_FILE = join(home, 'nowhere');
    try {
      const { stdout } = await runGit(['rev-parse', '--show-toplevel'], { cwd: repository });
      expect(stdout.toString().trim()).toBe(repository);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_INDEX_FILE;
    }
  });

  it('waits for a lock, and names its file when it stays', async () => {
    const sandbox = gitSandbox();
    sandbox.write('a', 'a\n');
    const lock = join(sandbox.repository, '.git/index.lock');
    writeFileSync(lock, '');
    await expect(runGit(['add', 'a'], { cwd: sandbox.repository })).rejects.toMatchObject({
      code: 'git.busy',
      message: expect.stringContaining(lock),
    });
    const path = fakeGit(
      sandbox.home,
      `if [ -e '${lock}' ]; then rm '${lock}'; echo "fatal: Unable to create '${lock}': File exists." >&2; exit 128; fi; echo done`,
    );
    const result = await withPath(path, () => runGit(['add', 'a'], { cwd: sandbox.repository }));
    expect(result.stdout.toString()).toBe('done\n');
  });

  it.runIf(process.getuid?.() === 0)('gives the command that trusts a folder of another user', async () => {
    const { repository } = gitSandbox();
    chownSync(repository, 65_534, 65_534);
    await expect(runGit(['status'], { cwd: repository })).rejects.toMatchObject({
      code: 'git.untrusted',
      hint: expect.stringContaining(`git config --global --add safe.directory '${repository}'`),
    });
  });

  it('ends git when called off, out of time, or out of room', async () => {
    const { home, repository } = gitSandbox();
    await withPath(fakeGit(home, 'exec sleep 60'), async () => {
      const abort = new AbortController();
      const running = runGit(['status'], { cwd: repository, signal: abort.signal });
      abort.abort();
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      await expect(runGit(['status'], { cwd: repository, timeoutMs: 50 })).rejects.toMatchObject({
        code: 'git.failed',
      });
    });
    await withPath(fakeGit(home, 'exec yes'), () =>
      expect(runGit(['log'], { cwd: repository, maxBuffer: 1_000 })).rejects.toMatchObject({
        code: 'git.failed',
      }),
    );
  });
});

it('that waits for a lock says who called it off, not that something broke', async () => {
  const sandbox = gitSandbox();
  sandbox.write('a', 'a\n');
  writeFileSync(join(sandbox.repository, '.git/index.lock'), '');
  const abort = new AbortController();
  const calledOff = new AppError('git.cancelled', 'You called this off.');
  // Git has ended and told of the lock by then, and is not started again yet.
  startGitsWith((command, told) =>
    startGitHere(command, {
      ...told,
      onEnd: (...how) => {
        told.onEnd(...how);
        setImmediate(() => abort.abort(calledOff));
      },
    }),
  );
  onTestFinished(() => startGitsWith(startGitHere));
  const adding = runGit(['add', 'a'], { cwd: sandbox.repository, signal: abort.signal });
  await expect(adding).rejects.toBe(calledOff);
});

describe('starting a repository', () => {
  it('makes main and a first commit with or without the files', async () => {
    const { home, git } = gitSandbox();
    const root = join(home, 'fresh');
    mkdirSync(root);
    writeFileSync(join(root, 'a.txt'), 'a\n');
    writeFileSync(join(root, '.gitignore'), 'secret\n');
    writeFileSync(join(root, 'secret'), 's\n');
    await initRepository(root);
    expect(existsSync(join(root, '.git/hooks'))).toBe(false);
    await createFirstCommit(root, { withFiles: false });
    expect(git(['ls-tree', '-r', '--name-only', 'main'], root)).toBe('');
    expect(git(['status', '--porcelain'], root)).toBe('?? .gitignore\n?? a.txt');
    git(['update-ref', '-d', 'refs/heads/main'], root);
    await createFirstCommit(root, { withFiles: true });
    expect(git(['ls-tree', '-r', '--name-only', 'main'], root)).toBe('.gitignore\na.txt');
    expect(git(['log', '--format=%an %s'], root)).toBe('Ada Lovelace Initial commit');
  });

  it('asks for an identity first', async () => {
    const { repository } = gitSandbox({ globalConfig: '' });
    await expect(createFirstCommit(repository, { withFiles: true })).rejects.toMatchObject({
      code: 'git.identity-missing',
    });
  });
});

describe('listing', () => {
  it('lists local and remote branches', async () => {
    const { home, repository, git, write, commitAll } = gitSandbox();
    write('a', 'a\n');
    const commit = commitAll('base');
    git(['branch', 'feature/ä']);
    git(['clone', '-q', repository, join(home, 'clone')]);
    expect(await listBranches(join(home, 'clone'))).toEqual([
      { name: 'main', commit, current: true, remote: false },
      { name: 'origin/feature/ä', commit, current: false, remote: true },
      { name: 'origin/main', commit, current: false, remote: true },
    ]);
  });

  it('lists and finds files that exist and are not ignored', async () => {
    const { repository, write, commitAll, git } = gitSandbox();
    write('.gitignore', 'node_modules\n');
    write('src/main/git/read-diff.ts', '');
    write('src/renderer/diff-view.tsx', '');
    write('gone.ts', '');
    commitAll('base');
    git(['rm', '-q', '--cached', 'gone.ts']);
    write('node_modules/x.js', '');
    write('line\nbreak.txt', '');
    write('deleted.ts', '');
    git(['add', 'deleted.ts']);
    git(['-c', 'core.hooksPath=/dev/null', 'rm', '-qf', 'deleted.ts']);
    expect((await listFiles(repository)).sort()).toEqual([
      '.gitignore',
      'gone.ts',
      'line\nbreak.txt',
      'src/main/git/read-diff.ts',
      'src/renderer/diff-view.tsx',
    ]);
    const finder = new FileFinder(repository);
    expect(await finder.find('diff', 5, 'v1')).toEqual([
      'src/renderer/diff-view.tsx',
      'src/main/git/read-diff.ts',
    ]);
    expect(await finder.find('gitrd', 5, 'v1')).toEqual(['src/main/git/read-diff.ts']);
    write('diff.md', '');
    expect(await finder.find('diff', 1, 'v1')).toEqual(['src/renderer/diff-view.tsx']);
    expect(await finder.find('diff', 1, 'v2')).toEqual(['diff.md']);
  });
});
