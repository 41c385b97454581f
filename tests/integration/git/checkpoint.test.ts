import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readChain } from '../../../src/main/git/checkpoints/line-patches';
import type { SweepLimits } from '../../../src/main/git/checkpoints/sweep-worktree';
import { rejectSelection } from '../../../src/main/git/decisions/decide';
import { runGit } from '../../../src/main/git/run-git';
import type { Author } from '../../../src/shared/domain/change';
import type { AgentId, TurnId } from '../../../src/shared/domain/ids';
import { becomeOrdinaryUser } from '../../support/ordinary-user';
import { type GitSandbox, gitSandbox, makeSymlink } from './git-sandbox';
import { builtin, SessionFixture, user } from './session-fixture';

interface Options {
  limits?: SweepLimits;
  largeIndexBytes?: number;
}

async function session(prepare?: (sandbox: GitSandbox) => void, options: Options = {}) {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.write('dir/b.txt', 'two\n');
  sandbox.write('.gitignore', '*.log\n');
  prepare?.(sandbox);
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox, options);
}

const gitDir = (fixture: SessionFixture) => fixture.git('rev-parse', '--absolute-git-dir');
const files = (fixture: SessionFixture, commit: string) =>
  fixture.git('ls-tree', '-r', '--name-only', commit).split('\n');

describe('checkpoints', () => {
  it('hold the whole worktree without touching index, HEAD, branches or reflogs', async () => {
    const fixture = await session();
    fixture.write('staged.txt', 'staged\n');
    fixture.git('add', 'staged.txt');
    const own = () => ({
      index: readFileSync(join(gitDir(fixture), 'index')).toString('base64'),
      refs: fixture.git('for-each-ref', 'refs/heads'),
      reflogs: readdirSync(join(fixture.sandbox.repository, '.git/logs'), { recursive: true }).sort(),
      head: readFileSync(join(gitDir(fixture), 'logs/HEAD'), 'utf8'),
    });
    const before = own();
    fixture.write('a.txt', 'changed\n');
    fixture.write('noise.log', 'ignored\n');
    rmSync(fixture.file('dir/b.txt'));
    const taken = await fixture.chain.take({ author: builtin, label: 'Turn started' });
    expect(taken).toMatchObject({ changedFromPrevious: true, skipped: [] });
    expect(files(fixture, taken.commit)).toEqual(['.gitignore', 'a.txt', 'staged.txt']);
    expect(fixture.git('log', '-1', '--format=%an|%cn|%B', taken.commit).trim()).toBe(
      'builtin|Coppice|Turn started\n\nSession: s1\nAuthor: agent builtin',
    );
    expect((await fixture.chain.refs()).chain).toBe(taken.commit);
    expect(own()).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it('are not made when nothing changed, also by a chain made anew', async () => {
    const fixture = await session();
    const first = await fixture.chain.take({ author: builtin });
    expect(first).toMatchObject({ commit: fixture.worktree.baseCommit, changedFromPrevious: false });
    fixture.write('a.txt', 'changed\n');
    const second = await fixture.chain.take({ author: builtin });
    fixture.write('a.txt', 'changed\n');
    expect(await fixture.chain.take({ author: user })).toMatchObject({
      commit: second.commit,
      changedFromPrevious: false,
    });
    fixture.write('a.txt', 'CHANGED\n');
    expect(await fixture.chain.take({ author: user })).toMatchObject({ changedFromPrevious: true });
  });

  it('go on at once where a git that was killed has left the lock of the private index', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'agent\n');
    const lock = join(gitDir(fixture), 'coppice.index.lock');
    fixture.sandbox.write('coppice.index.lock', '', gitDir(fixture));
    // Where a git at work cannot be seen, only age tells.
    const long = new Date(Date.now() - 120_000);
    if (process.platform !== 'linux') utimesSync(lock, long, long);
    await fixture.chain.take({ author: builtin });
    expect(existsSync(lock)).toBe(false);
  });

  it('work while somebody holds the lock of the worktree index', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    fixture.sandbox.write('index.lock', '', gitDir(fixture));
    expect((await fixture.chain.take({ author: builtin })).changedFromPrevious).toBe(true);
  });

  it('survive the loss of the private index', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const { commit } = await fixture.chain.take({ author: builtin });
    rmSync(join(gitDir(fixture), 'coppice.index'));
    expect(await fixture.chain.take({ author: builtin })).toMatchObject({
      commit,
      changedFromPrevious: false,
    });
  });

  it('follow files that become folders, folders that become files, and symlinks', async () => {
    const fixture = await session();
    rmSync(fixture.file('a.txt'));
    fixture.write('a.txt/inner.txt', 'inner\n');
    rmSync(fixture.file('dir'), { recursive: true });
    makeSymlink('/etc', fixture.file('dir'));
    const { commit } = await fixture.chain.take({ author: builtin });
    expect(fixture.git('ls-tree', '-r', '--format=%(objectmode) %(path)', commit).split('\n')).toEqual([
      '100644 .gitignore',
      '100644 a.txt/inner.txt',
      '120000 dir',
    ]);
    rmSync(fixture.file('a.txt'), { recursive: true });
    fixture.write('a.txt', 'a file again\n');
    const back = await fixture.chain.take({ author: builtin });
    expect(files(fixture, back.commit)).toEqual(['.gitignore', 'a.txt', 'dir']);
  });

  it('leaves out folders with too many new files as a whole, says how many, and takes the rest', async () => {
    const fixture = await session(undefined, { limits: { fileBytes: 1_000_000, newFiles: 20 } });
    for (let file = 0; file < 60; file++)
      fixture.write(`web/node_modules/p${file % 5}/f${file}.js`, `${file}\n`);
    for (let file = 0; file < 15; file++) fixture.write(`src/f${file}.ts`, `${file}\n`);
    const taken = await fixture.chain.take({ author: builtin });
    expect(taken.skipped).toEqual([{ path: 'web/node_modules', reason: 'too-many', count: 60 }]);
    expect((await fixture.changes()).every(({ path }) => path.startsWith('src/'))).toBe(true);
    fixture.write('.gitignore', 'node_modules\n');
    expect((await fixture.chain.take({ author: builtin })).skipped).toEqual([]);
  });

  it('skip nested repositories and large files, and say so', async () => {
    const fixture = await session(undefined, { limits: { fileBytes: 1_000, newFiles: 20 } });
    for (const name of ['empty', 'full']) {
      mkdirSync(fixture.file(`nested/${name}`), { recursive: true });
      fixture.sandbox.git(['init', '-q'], fixture.file(`nested/${name}`));
    }
    fixture.write('nested/full/file.txt', 'inside\n');
    fixture.sandbox.commitAll('inner', fixture.file('nested/full'));
    fixture.write('big.bin', Buffer.alloc(1_001));
    fixture.write('a.txt', 'x'.repeat(2_000));
    fixture.write('ok.txt', 'fine\n');
    const { commit, skipped } = await fixture.chain.take({ author: builtin });
    expect(skipped).toEqual(
      expect.arrayContaining([
        { path: 'a.txt', reason: 'too-large' },
        { path: 'big.bin', reason: 'too-large' },
        { path: 'nested/empty', reason: 'nested-repository' },
        { path: 'nested/full', reason: 'nested-repository' },
      ]),
    );
    expect(skipped).toHaveLength(4);
    expect(files(fixture, commit)).toEqual(['.gitignore', 'a.txt', 'dir/b.txt', 'ok.txt']);
    expect(fixture.git('show', `${commit}:a.txt`)).toBe('one');
  });

  it('skip what a required filter of the repository cannot store, and say so', async () => {
    const fixture = await session((sandbox) => sandbox.write('.gitattributes', '*.big filter=lost\n'));
    fixture.git('config', 'filter.lost.clean', 'false');
    fixture.git('config', 'filter.lost.required', 'true');
    fixture.write('b.big', 'big\n');
    fixture.write('a.txt', 'changed\n');
    const { commit, skipped } = await fixture.chain.take({ author: builtin });
    expect(skipped).toEqual([{ path: 'b.big', reason: 'unreadable' }]);
    expect(fixture.git('show', `${commit}:a.txt`)).toBe('changed');
  });

  it('see edits also where the user has git ignore them', async () => {
    const fixture = await session((sandbox) => sandbox.git(['config', 'core.ignoreStat', 'true']));
    fixture.write('a.txt', 'changed\n');
    rmSync(fixture.file('dir/b.txt'));
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['a.txt', 'dir/b.txt']);
  });

  it('skip what cannot be read, and say so', async () => {
    const fixture = await session();
    fixture.write('secret.txt', 'secret\n');
    fixture.write('closed/inside.txt', 'inside\n');
    fixture.write('ok.txt', 'fine\n');
    becomeOrdinaryUser(fixture.sandbox.home);
    chmodSync(fixture.file('secret.txt'), 0);
    chmodSync(fixture.file('closed'), 0);
    onTestFinished(() => chmodSync(fixture.file('closed'), 0o700));
    const { commit, skipped } = await fixture.chain.take({ author: builtin });
    expect(skipped).toEqual(
      expect.arrayContaining([
        { path: 'secret.txt', reason: 'unreadable' },
        { path: 'closed', reason: 'unreadable' },
      ]),
    );
    expect(files(fixture, commit)).toEqual(['.gitignore', 'a.txt', 'dir/b.txt', 'ok.txt']);
  });

  it('let go of what a later ignore file names, but not of what the branch tracks', async () => {
    const fixture = await session((sandbox) => sandbox.write('tracked/kept.js', 'kept\n'));
    fixture.write('modules/huge.js', 'x\n');
    const before = await fixture.chain.take({ author: builtin });
    expect(files(fixture, before.commit)).toContain('modules/huge.js');
    fixture.write('.gitignore', 'modules/\ntracked/\n');
    const after = await fixture.chain.take({ author: builtin });
    expect(files(fixture, after.commit)).toEqual(['.gitignore', 'a.txt', 'dir/b.txt', 'tracked/kept.js']);
  });

  it('respect line end conversion and filters like git does', async () => {
    const fixture = await session((sandbox) => sandbox.write('.gitattributes', '*.txt text eol=crlf\n'));
    fixture.write('a.txt', 'one\r\nmore\r\n');
    const { commit } = await fixture.chain.take({ author: builtin });
    expect(fixture.git('show', `${commit}:a.txt`)).toBe('one\nmore');
  });
});

describe('checkpoints in a repository so large that small ones leave the private index behind', () => {
  const largeSession = (prepare?: (sandbox: GitSandbox) => void) => session(prepare, { largeIndexBytes: 0 });
  async function indexed(fixture: SessionFixture): Promise<string> {
    const env = { GIT_INDEX_FILE: join(gitDir(fixture), 'coppice.index') };
    return (await runGit(['ls-files', '--stage'], { cwd: fixture.root, env })).stdout.toString();
  }

  /** What git makes of the worktree with an index of its own. */
  async function expectAll(fixture: SessionFixture): Promise<void> {
    const { tree } = await fixture.chain.take({ author: builtin });
    const env = { GIT_INDEX_FILE: join(gitDir(fixture), 'test.index') };
    await runGit(['read-tree', 'HEAD'], { cwd: fixture.root, env });
    await runGit(['add', '--all'], { cwd: fixture.root, env });
    const { stdout } = await runGit(['write-tree'], { cwd: fixture.root, env });
    expect(tree).toBe(stdout.toString().trim());
  }

  it('hold what changed, came and went, once more and back again', async () => {
    const fixture = await largeSession();
    await fixture.chain.take({ author: builtin });
    fixture.write('first.txt', 'first\n');
    await expectAll(fixture);
    const before = await indexed(fixture);
    fixture.write('a.txt', 'changed\n');
    fixture.write('dir/new/c.txt', 'new\n');
    rmSync(fixture.file('dir/b.txt'));
    await expectAll(fixture);
    fixture.write('a.txt', 'one\n');
    rmSync(fixture.file('dir/new'), { recursive: true });
    await expectAll(fixture);
    rmSync(fixture.file('dir'), { recursive: true, force: true });
    fixture.write('dir', 'a file now\n');
    await expectAll(fixture);
    expect(await indexed(fixture)).toBe(before);
    fixture.git('fsck', '--strict');
  });

  it.each([
    ['small checkpoint', 0],
    ['one that brings the index up to date', 101],
  ])('leave what cannot be stored any more as it was last, in a %s', async (_what, others) => {
    const limits = { fileBytes: 1_000, newFiles: 20_000 };
    const prepare = (sandbox: GitSandbox) => {
      sandbox.write('.gitattributes', '*.dat filter=picky\n');
      sandbox.write('known.dat', 'one\n');
    };
    const fixture = await session(prepare, { limits, largeIndexBytes: 0 });
    const [fails, filter] = [join(fixture.sandbox.home, 'fails'), join(fixture.sandbox.home, 'filter')];
    writeFileSync(filter, `#!/bin/sh\ntest -e '${fails}' && exit 1\ncat\n`);
    chmodSync(filter, 0o755);
    fixture.git('config', 'filter.picky.clean', filter);
    fixture.git('config', 'filter.picky.required', 'true');
    await fixture.chain.take({ author: user });
    const all = ['a.txt', 'known.dat', 'made.dat', 'made.txt'];
    for (const path of all) fixture.write(path, 'by the agent\n');
    await fixture.chain.take({ author: builtin });

    for (const path of all)
      fixture.write(path, path.endsWith('.dat') ? 'cannot be read\n' : 'long'.repeat(300));
    for (let other = 0; other < others; other++) fixture.write(`others/${other}`, `${other}\n`);
    fixture.write('other.txt', 'other\n');
    writeFileSync(fails, '');
    const { commit, skipped } = await fixture.chain.take({ author: user });
    const held = (path: string) => fixture.git('show', `${commit}:${path}`);
    expect(all.map(held)).toEqual(all.map(() => 'by the agent'));
    expect(held('other.txt')).toBe('other');
    expect(skipped.map(({ path }) => path).sort()).toEqual(all);

    rmSync(fails);
    for (const path of all) fixture.write(path, 'small and readable\n');
    await expectAll(fixture);
  });

  it.each([
    ['line ends that were committed as they are', { 'core.autocrlf': 'true' }, ''],
    ['line ends by attribute', {}, '*.txt text eol=crlf\n'],
    ['modes the file system does not have', { 'core.fileMode': 'false' }, ''],
  ])('treat %s as git does', async (_what, config, attributes) => {
    const fixture = await largeSession((sandbox) => {
      sandbox.write('a.txt', 'one\r\ntwo\r\n');
      sandbox.write('run.sh', 'echo\n');
      chmodSync(join(sandbox.repository, 'run.sh'), 0o755);
      if (attributes) sandbox.write('.gitattributes', attributes);
    });
    for (const [key, value] of Object.entries(config)) fixture.git('config', key, value);
    await fixture.chain.take({ author: builtin });
    fixture.write('a.txt', 'one\r\nTWO\r\n');
    fixture.write('new.txt', 'new\r\n');
    fixture.write('run.sh', 'echo changed\n');
    chmodSync(fixture.file('run.sh'), 0o644);
    await expectAll(fixture);
  });

  it('are moved back from, as from any other', async () => {
    const fixture = await largeSession();
    await fixture.chain.take({ author: builtin });
    fixture.write('a.txt', 'changed\n');
    fixture.write('new.txt', 'new\n');
    const changes = await fixture.changes();
    await rejectSelection({ worktree: fixture.root, sessionId: fixture.sessionId, chosen: changes });
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('one\n');
    expect(existsSync(fixture.file('new.txt'))).toBe(false);
    expect(await fixture.changes()).toEqual([]);
  });

  it('keep an edit whose it is where an ignore file changes as well, and leave open what comes to light', async () => {
    const fixture = await largeSession();
    fixture.write('old.log', 'there before\n');
    await fixture.chain.take({ author: user });
    fixture.write('made.txt', 'by the agent\n');
    await fixture.chain.take({ author: builtin });
    await fixture.chain.take({ author: user });
    fixture.write('made.txt', 'by the agent\nmore by the agent\n');
    fixture.write('.gitignore', '*.tmp\n');
    const { steps } = await fixture.chain.take({ author: builtin });
    const byWhom = steps.map(({ author, files }) => [author.kind, files.map(({ path }) => path.toString())]);
    expect(Object.fromEntries(byWhom)).toEqual({ agent: ['.gitignore', 'made.txt'], unknown: ['old.log'] });
  });

  it('obey what attributes and ignore files say from now on', async () => {
    const fixture = await largeSession();
    await fixture.chain.take({ author: builtin });
    fixture.write('made.tmp', 'made\n');
    await expectAll(fixture);
    fixture.write('.gitignore', '*.log\n*.tmp\n');
    await expectAll(fixture);
    fixture.write('.gitattributes', '*.txt text eol=crlf\n');
    fixture.write('a.txt', 'one\r\ntwo\r\n');
    await expectAll(fixture);
  });
});

describe('the chain', () => {
  it('tells who did what to which lines, oldest first', async () => {
    const fixture = await session();
    const second: Author = { kind: 'agent', agent: 'other' as AgentId, turnId: 't-2' as TurnId };
    fixture.write('a.txt', 'agent\n');
    await fixture.chain.take({ author: builtin });
    fixture.write('a.txt', 'user\nand more\n');
    fixture.write('odd "name"\n.txt', 'odd\n');
    await fixture.chain.take({ author: user });
    rmSync(fixture.file('dir/b.txt'));
    const last = await fixture.chain.take({ author: second });
    const told = await chainOf(fixture, last.commit);
    expect(told.map(({ author, path, lines }) => [author, path, lines])).toEqual([
      [builtin, 'a.txt', '-1+1'],
      [user, 'a.txt', '-1+2'],
      [user, 'odd "name"\n.txt', '-0+1'],
      [second, 'dir/b.txt', '-1+0'],
    ]);
    expect(Math.abs((told[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('has one commit for each author of a checkpoint', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'agent\n');
    fixture.write('mine.txt', 'user\n');
    rmSync(fixture.file('dir/b.txt'));
    fixture.write('dir/moved.txt', 'two\n');
    const authorOf = (path: string) => (path === 'mine.txt' ? user : builtin);
    const taken = await fixture.chain.take({ author: builtin, authorOf });
    expect(taken.steps.map(({ author }) => author)).toEqual([builtin, user]);
    expect((await chainOf(fixture, taken.commit)).map(({ author, path }) => [author, path])).toEqual([
      [builtin, 'a.txt'],
      [builtin, 'dir/moved.txt'],
      [user, 'mine.txt'],
    ]);
    expect(fixture.git('rev-parse', `${taken.commit}^{tree}`)).toBe(taken.tree);
    expect(fixture.git('status', '--porcelain')).not.toBe('');
    fixture.git('fsck', '--strict');
  });

  it('leaves open who put a file where a folder was, when two did', async () => {
    const fixture = await session();
    rmSync(fixture.file('dir'), { recursive: true });
    fixture.write('dir', 'a file\n');
    const authorOf = (path: string) => (path === 'dir' ? user : builtin);
    const { steps } = await fixture.chain.take({ author: builtin, authorOf });
    expect(steps.map(({ author }) => author)).toEqual([{ kind: 'unknown' }]);
  });

  it('stays at home when the user pushes, unless they mirror the repository', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'agent\n');
    await fixture.chain.take({ author: builtin });
    const { repository, home } = fixture.sandbox;
    const remote = join(home, 'remote.git');
    fixture.sandbox.git(['init', '--quiet', '--bare', remote]);
    fixture.sandbox.git(['remote', 'add', 'origin', remote]);
    const pushed = (...flags: string[]) =>
      fixture.sandbox.git(['push', '--dry-run', '--porcelain', ...flags], repository);
    for (const flags of [
      ['origin', 'main'],
      ['--all', 'origin'],
      ['--tags', '--follow-tags', 'origin', 'main'],
    ]) {
      expect(pushed(...flags)).not.toContain('refs/coppice');
    }
    fixture.sandbox.git(['push', '--quiet', 'origin', 'main']);
    expect(fixture.sandbox.git(['ls-remote', 'origin'])).not.toContain('refs/coppice');
    fixture.sandbox.git(['config', 'push.default', 'matching']);
    expect(pushed('origin')).not.toContain('refs/coppice');
    expect(pushed('--mirror', 'origin')).toContain('refs/coppice');
    fixture.git('gc', '--quiet', '--prune=now');
    expect((await chainOf(fixture, (await fixture.chain.refs()).chain ?? '')).length).toBe(1);
  });

  it('takes checkpoints asked for at the same time one after the other', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    const taken = await Promise.all([1, 2, 3].map(() => fixture.chain.take({ author: builtin })));
    expect(new Set(taken.map(({ commit }) => commit)).size).toBe(1);
    expect(taken.filter(({ changedFromPrevious }) => changedFromPrevious)).toHaveLength(1);
  });

  it('are taken again when somebody pruned what was swept in and not yet committed', async () => {
    const fixture = await session();
    await fixture.chain.take({ author: user });
    fixture.write('new.txt', 'not yet in any commit\n');
    const index = join(gitDir(fixture), 'coppice.index');
    await runGit(['add', 'new.txt'], { cwd: fixture.root, env: { GIT_INDEX_FILE: index } });
    fixture.git('gc', '--quiet', '--prune=now');
    const taken = await fixture.chain.take({ author: builtin });
    expect(fixture.git('show', `${taken.commit}:new.txt`)).toBe('not yet in any commit');
    fixture.git('fsck', '--strict');
  });

  it.each(['', 'garbage'])('survive a private index damaged to %j', async (content) => {
    const fixture = await session();
    fixture.write('a.txt', 'changed\n');
    writeFileSync(join(gitDir(fixture), 'coppice.index'), content);
    expect((await fixture.changes()).map(({ path }) => path)).toEqual(['a.txt']);
  });

  it('name what git refuses to store', async () => {
    const fixture = await session();
    fixture.write('.GIT/config', 'x');
    fixture.write('fine.txt', 'x');
    const { skipped } = await fixture.chain.take({ author: user });
    expect(skipped).toEqual([{ path: '.GIT/config', reason: 'unreadable' }]);
  });

  it('say that the repository is gone when it is', async () => {
    const fixture = await session();
    const { repository } = fixture.sandbox;
    renameSync(repository, `${repository}-moved`);
    await expect(fixture.chain.take({ author: user })).rejects.toMatchObject({
      code: 'git.not-a-repository',
      message: `The repository of this session, ${repository}, is not there any more.`,
    });
    renameSync(`${repository}-moved`, repository);
    await fixture.chain.take({ author: user });
  });

  it('are refused in a worktree whose .git was replaced, and nothing is written where it leads', async () => {
    const fixture = await session();
    const { repository } = fixture.sandbox;
    const theirs = () => readdirSync(join(repository, '.git')).sort();
    const index = () => readFileSync(join(repository, '.git/index')).toString('base64');
    const before = [theirs(), index()];
    const other = join(fixture.sandbox.home, 'other');
    fixture.git('worktree', 'add', '-q', '--detach', other);
    for (const pointer of [join(repository, '.git'), join(repository, '.git/worktrees/other')]) {
      fixture.write('.git', `gitdir: ${pointer}\n`);
      await expect(fixture.chain.take({ author: user })).rejects.toMatchObject({
        code: 'git.not-a-repository',
        hint: expect.stringContaining('make it again'),
      });
      const modes = { oldMode: '000000', newMode: '100644' };
      const shown = { path: 'a.txt', oldOid: '0'.repeat(40), newOid: '1'.repeat(40), ...modes };
      await expect(
        rejectSelection({ worktree: fixture.root, sessionId: fixture.sessionId, chosen: [shown] }),
      ).rejects.toMatchObject({ code: 'git.not-a-repository' });
    }
    rmSync(fixture.file('.git'));
    await expect(fixture.chain.start(fixture.worktree.baseCommit)).rejects.toMatchObject({
      message: expect.stringContaining('missing or was replaced'),
    });
    fixture.sandbox.git(['worktree', 'remove', '--force', other]);
    expect([theirs(), index()]).toEqual(before);
  });
});

/** Everything the chain says up to a commit: one line per file and checkpoint. */
async function chainOf(fixture: SessionFixture, to: string) {
  const told: { author: Author; at: number; path: string; lines: string }[] = [];
  await readChain(fixture.root, fixture.worktree.baseCommit, to, ({ author, at }, { path, hunks }) => {
    const count = (side: 'oldLines' | 'newLines') => hunks?.reduce((sum, hunk) => sum + hunk[side], 0);
    told.push({ author, at, path: path.toString(), lines: `-${count('oldLines')}+${count('newLines')}` });
  });
  return told;
}
