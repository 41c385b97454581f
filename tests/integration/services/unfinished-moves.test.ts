import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import { AppError } from '../../../src/shared/errors';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';
import { snapshot } from '../git/git-sandbox';

/** A session with a commit that the user's checkout was about to follow when Coppice was killed. */
async function following() {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(repository, 'Follow');
  await app.prompt(id, 'replace "colorful" with "quiet" in README.md then write new.txt: hello');
  await app.host.decisions.accept(id, await app.host.changes.refresh(id));
  await app.host.finish.commit(id, { message: 'Work\n', hooks: false, sign: false });
  const git = (...args: string[]) => runGitIn(repository, ...args).trim();
  const [from, to] = [git('rev-parse', 'main'), git('rev-parse', worktree.branch)];
  app.store.unfinishedMoves.save(id, { kind: 'checkout', path: repository, branch: 'main', from, to });
  return {
    app,
    id,
    repository,
    git,
    branch: worktree.branch,
    file: (name: string) => join(repository, name),
  };
}

describe("the user's checkout, cut short while it followed its branch,", () => {
  it('goes back to where the branch still is', async () => {
    const { app, id, git, file, branch } = await following();
    writeFileSync(file('new.txt'), `${git('show', `${branch}:new.txt`)}\n`);
    rmSync(file('README.md'));
    await app.host.changes.refresh(id);
    expect(git('status', '--porcelain')).toBe('');
    expect(existsSync(file('new.txt'))).toBe(false);
    expect(app.store.unfinishedMoves.list(id)).toEqual([]);
  });

  it.each([
    ['merge by hand', ['merge', '--no-ff', '--no-commit', '--quiet']],
    ['squash by hand', ['merge', '--squash', '--quiet']],
  ])('stays as it is where the user began a %s since', async (_what, command) => {
    const { app, id, git, repository, branch } = await following();
    git(...command, branch);
    const before = [git('status', '--porcelain'), snapshot(repository)];
    await app.host.changes.refresh(id);
    expect([git('status', '--porcelain'), snapshot(repository)]).toEqual(before);
  });

  it('keeps what the user took out of it since', async () => {
    const { app, id, git, file } = await following();
    git('rm', '--quiet', 'README.md');
    await app.host.changes.refresh(id);
    expect(existsSync(file('README.md'))).toBe(false);
    expect(git('status', '--porcelain')).toBe('D  README.md');
  });

  it('waits for a lock that is in its way, whatever is decided in the session meanwhile', async () => {
    const { app, id, git, file, repository } = await following();
    rmSync(file('README.md'));
    const lock = join(repository, '.git/index.lock');
    writeFileSync(lock, '');
    await app.prompt(id, 'write more.txt: more');
    const { changes } = await app.host.changes.refresh(id);
    await app.host.decisions.reject(id, { changes });
    expect(app.store.unfinishedMoves.list(id)).toHaveLength(1);
    rmSync(lock);
    await app.host.changes.refresh(id);
    expect(git('status', '--porcelain')).toBe('');
  }, 60_000);
});

it("a rejection that a filter stops, and that cannot go back either, is nobody's work until it has", async () => {
  const folder = temporaryFolder();
  const [fails, filter] = [join(folder, 'fails'), join(folder, 'filter')];
  const repository = makeRepository(join(folder, 'sample'));
  writeFileSync(filter, `#!/bin/sh\ntest -e '${fails}' && exit 1\ncat\n`);
  chmodSync(filter, 0o755);
  writeFileSync(join(repository, '.gitattributes'), '*.txt filter=picky\n');
  for (const name of ['one.txt', 'two.txt']) writeFileSync(join(repository, name), 'before\n');
  for (const [key, value] of Object.entries({ clean: 'cat', smudge: filter, required: 'true' })) {
    runGitIn(repository, 'config', `filter.picky.${key}`, value);
  }
  runGitIn(repository, 'add', '--all');
  runGitIn(repository, 'commit', '--quiet', '--message', 'Texts');
  const app = testHost(join(folder, 'data'));
  await app.host.repositories.open(repository, { trust: true });
  const { id, worktree } = await app.newSession(repository, 'Picky');
  for (const name of ['one.txt', 'two.txt']) await app.prompt(id, `write ${name}: after`);
  const before = await app.host.changes.refresh(id);
  writeFileSync(fails, '');
  await expect(app.host.decisions.reject(id, before)).rejects.toMatchObject({ code: 'git.failed' });
  await expect(app.host.changes.refresh(id)).rejects.toMatchObject({ code: 'git.failed' });
  rmSync(fails);
  const after = await app.host.changes.refresh(id);
  expect(after.changes.map(({ path, authors }) => [path, authors])).toEqual(
    before.changes.map(({ path, authors }) => [path, authors]),
  );
  for (const name of ['one.txt', 'two.txt']) {
    expect(readFileSync(join(worktree.path, name), 'utf8')).toBe('after\n');
  }
  expect(await app.host.decisions.list(id)).toEqual([]);
}, 60_000);

it('a session whose worktree is made anew after its rebase was cut short has the files of its branch', async () => {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(repository, 'Rebased');
  await app.prompt(id, 'write new.txt: hello');
  await app.host.decisions.accept(id, await app.host.changes.refresh(id));
  await app.host.finish.commit(id, { message: 'Work\n', hooks: false, sign: false });
  writeFileSync(join(repository, 'README.md'), 'Main went on.\n');
  runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'On');
  const git = (...args: string[]) => runGitIn(worktree.path, ...args).trim();
  const from = git('rev-parse', 'HEAD');
  git('rebase', '--quiet', 'main');
  app.store.unfinishedMoves.save(id, { kind: 'session', from, to: git('rev-parse', 'HEAD') });
  rmSync(worktree.path, { recursive: true });
  await app.host.troubles.look(id);
  app.host.sessions.remake(id);
  await app.host.sessions.worktree(id);
  expect((await app.host.changes.refresh(id)).changes).toEqual([]);
  expect(readFileSync(join(worktree.path, 'README.md'), 'utf8')).toBe('Main went on.\n');
  expect(git('status', '--porcelain')).toBe('');
});

describe('where git cannot write the refs of a session', () => {
  /** A session with an accepted file beside a main that went on, and a way to make its refs so and writable again. */
  async function accepted() {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(repository, 'Refs');
    await app.prompt(id, 'write README.md: quiet');
    const { decisions, finish, changes } = app.host;
    await decisions.accept(id, await changes.refresh(id));
    const commit = () => finish.commit(id, { message: 'Work\n', hooks: false, sign: false });
    const refs = join(repository, '.git/refs/coppice/sessions', id);
    const block = () => {
      runGitIn(repository, 'pack-refs', '--all');
      rmSync(refs, { recursive: true, force: true });
      mkdirSync(dirname(refs), { recursive: true });
      symlinkSync('nowhere/at/all', refs);
    };
    const mainGoesOn = (file: string) => {
      writeFileSync(join(repository, file), 'loud\n');
      runGitIn(repository, 'add', '--all');
      runGitIn(repository, 'commit', '--quiet', '--message', 'On');
    };
    const git = (...args: string[]) => runGitIn(worktree.path, ...args).trim();
    return { app, id, git, commit, block, free: () => rmSync(refs), mainGoesOn };
  }

  /** What is pending, accepted and half moved once git can write again. */
  async function left({ app, id }: Awaited<ReturnType<typeof accepted>>) {
    const { changes, acceptedPending } = await app.host.changes.refresh(id);
    const noted = app.store.unfinishedMoves.list(id).length;
    return { pending: changes.map(({ path }) => path), accepted: acceptedPending.files, noted };
  }

  it('a decision says so, and not that something else changed the session', async () => {
    const session = await accepted();
    const { app, id } = session;
    await app.prompt(id, 'write new.txt: hello');
    const { changes } = await app.host.changes.refresh(id);
    session.block();
    for (const kind of ['accept', 'reject'] as const) {
      await expect(app.host.decisions[kind](id, { changes })).rejects.toMatchObject({
        code: 'git.failed',
        message: expect.stringContaining('could not write the refs'),
      });
    }
    session.free();
    expect(await left(session)).toEqual({ pending: ['new.txt'], accepted: 1, noted: 0 });
    expect(await app.host.decisions.list(id)).toHaveLength(1);
  });

  it('a commit that is made all the same counts at the next look', async () => {
    const session = await accepted();
    session.block();
    await expect(session.commit()).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('commit was made'),
    });
    expect(session.git('log', '-1', '--format=%s')).toBe('Work');
    session.free();
    expect(await left(session)).toEqual({ pending: [], accepted: 0, noted: 0 });
    expect((await session.app.host.finish.state(session.id)).uncommitted).toEqual([]);
  });

  it('a rebase that moved the branch counts at the next look', async () => {
    const session = await accepted();
    await session.commit();
    session.mainGoesOn('new.txt');
    const { finish } = session.app.host;
    const { branchTip, targetTip } = await finish.preflight(session.id, 'main', 'rebase');
    session.block();
    const choice = {
      target: 'main',
      strategy: 'rebase',
      message: '',
      updateCheckout: true,
      sign: false,
    } as const;
    await expect(finish.integrate(session.id, { ...choice, branchTip, targetTip })).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('have moved'),
    });
    session.free();
    expect(await left(session)).toEqual({ pending: [], accepted: 0, noted: 0 });
    expect(session.git('log', '--format=%s', '-2')).toBe('Work\nOn');
  });

  it('a branch that was brought in for an agent to resolve comes up for review at the next look', async () => {
    const session = await accepted();
    await session.commit();
    session.mainGoesOn('README.md');
    session.mainGoesOn('new.txt');
    session.block();
    const { finish } = session.app.host;
    await expect(finish.resolve(session.id, 'main', builtinAgent)).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('brought into the worktree'),
    });
    session.free();
    expect(await left(session)).toEqual({ pending: ['README.md'], accepted: 1, noted: 0 });
    expect((await finish.state(session.id)).bringingIn).toEqual({ conflicts: ['README.md'] });
  });
});

it('a decision that could not be listed once it was made is listed by a look soon after', async () => {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Full');
  await app.prompt(id, 'write new.txt: hello');
  const shown = await app.host.changes.refresh(id);
  const full = new AppError('store.unusable', 'The database cannot be written because the disk is full.');
  vi.spyOn(app.store.decisions, 'append').mockImplementationOnce(() => {
    throw full;
  });
  await expect(app.host.decisions.reject(id, shown)).rejects.toBe(full);
  await vi.waitFor(() => expect(app.host.changes.current(id)?.changes).toEqual([]), { timeout: 20_000 });
  expect(await app.host.decisions.list(id)).toMatchObject([{ kind: 'reject', what: { path: 'new.txt' } }]);
  await app.host.decisions.undo(id);
  expect(readFileSync(join(worktree.path, 'new.txt'), 'utf8')).toBe('hello\n');
});
