import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import { putAwaySession } from '../../../src/main/services/sessions/put-away-session';
import { callOffUntil } from '../../support/call-off-until';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** A session in a repository whose filter, in one direction, waits while a file is there, and says that it does. */
async function withFilter(direction: 'clean' | 'smudge') {
  const folder = temporaryFolder();
  const [hangs, asked, filter] = ['hangs', 'asked', 'filter'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const repository = makeRepository(join(folder, 'sample'));
  writeFileSync(
    filter,
    `#!/bin/sh\nif test -e '${hangs}'; then ps -o pgid= $$ >'${asked}'; sleep 1000; fi\ncat\n`,
  );
  chmodSync(filter, 0o755);
  writeFileSync(join(repository, '.gitattributes'), '*.txt filter=slow\n');
  for (const name of ['one.txt', 'two.txt']) writeFileSync(join(repository, name), 'before\n');
  runGitIn(repository, 'config', `filter.slow.${direction}`, filter);
  runGitIn(repository, 'config', `filter.slow.${direction === 'clean' ? 'smudge' : 'clean'}`, 'cat');
  runGitIn(repository, 'add', '--all');
  runGitIn(repository, 'commit', '--quiet', '--message', 'Texts');
  const app = testHost(join(folder, 'data'));
  await app.host.repositories.open(repository, { trust: true });
  const { id, worktree } = await app.newSession(repository, 'Slow');
  // What a new session begins with is no look of the test's.
  await vi.waitFor(() => expect(app.host.changes.current(id)).not.toBeNull(), { timeout: 30_000 });
  const file = (name: string) => join(worktree.path, name);
  return {
    ...{ app, id, file, hangs, repository },
    /** Waits until it hangs; answers the group of the git that waits for it. */
    hung: async () => {
      await vi.waitFor(() => expect(readFileSync(asked, 'utf8')).not.toBe(''), { timeout: 30_000 });
      return Number(readFileSync(asked, 'utf8'));
    },
  };
}

it('a look that hangs in a filter is called off, and the next one works', async () => {
  const { app, id, file, hangs, hung } = await withFilter('clean');
  await app.host.changes.refresh(id);
  writeFileSync(hangs, '');
  writeFileSync(file('one.txt'), 'after\n');
  const look = app.host.changes.refresh(id);
  const refused = expect(look).rejects.toMatchObject({ code: 'git.cancelled' });
  await hung();
  await vi.waitFor(() => expect(app.host.sessions.get(id).gitIsSlow).toBe(true), { timeout: 30_000 });
  await callOffUntil(app.host, id, look);
  await refused;
  expect(app.host.sessions.get(id).gitIsSlow).toBeUndefined();
  rmSync(hangs);
  expect((await app.host.changes.refresh(id)).changes.map(({ path }) => path)).toEqual(['one.txt']);
}, 60_000);

it('a rejection that hangs in a filter is called off, and its files are as before', async () => {
  const { app, id, file, hangs, hung } = await withFilter('smudge');
  for (const name of ['one.txt', 'two.txt', 'free.md']) writeFileSync(file(name), 'after\n');
  const { changes } = await app.host.changes.refresh(id);
  writeFileSync(hangs, '');
  const rejected = app.host.decisions.reject(id, { changes });
  const refused = expect(rejected).rejects.toMatchObject({ code: 'git.cancelled' });
  await hung();
  rmSync(hangs);
  app.host.callOffs.callOff(id);
  await refused;
  for (const name of ['one.txt', 'two.txt', 'free.md'])
    expect(readFileSync(file(name), 'utf8')).toBe('after\n');
  expect((await app.host.changes.refresh(id)).changes).toHaveLength(3);
  expect(await app.host.decisions.list(id)).toEqual([]);
  await app.host.decisions.reject(id, { changes });
  expect(readFileSync(file('two.txt'), 'utf8')).toBe('before\n');
}, 60_000);

it('a rejection that was made stays so when what git looks at after it is called off', async () => {
  const { app, id, file, hangs, repository, hung } = await withFilter('clean');
  await app.host.changes.refresh(id);
  writeFileSync(file('one.txt'), 'after\n');
  const { changes } = await app.host.changes.refresh(id);
  const meanwhile = `sh -c 'echo meanwhile >"${file('two.txt')}"; touch "${hangs}"; cat'`;
  runGitIn(repository, 'config', 'filter.slow.smudge', meanwhile);
  const rejected = app.host.decisions.reject(id, { changes });
  const first = await hung();
  app.host.callOffs.callOff(id);
  await vi.waitFor(async () => expect(await hung()).not.toBe(first), { timeout: 30_000 });
  app.host.callOffs.callOff(id);
  rmSync(hangs);
  expect((await rejected).decision).toMatchObject({ kind: 'reject' });
  expect(readFileSync(file('one.txt'), 'utf8')).toBe('before\n');
  const listed = () => app.host.changes.current(id)?.changes.map(({ path }) => path);
  await vi.waitFor(() => expect(listed()).toEqual(['two.txt']), { timeout: 30_000 });
}, 60_000);

it('stopping calls off a look that hangs, and those that wait for it', async () => {
  const { app, id, file, hangs, hung } = await withFilter('clean');
  await app.host.changes.refresh(id);
  writeFileSync(hangs, '');
  writeFileSync(file('one.txt'), 'after\n');
  const looks = Promise.allSettled([app.host.changes.refresh(id), app.host.changes.refresh(id)]);
  await hung();
  await app.host.changes.stop();
  expect(await looks).toMatchObject([
    { status: 'rejected', reason: { code: 'git.cancelled' } },
    { status: 'rejected', reason: { code: 'git.cancelled' } },
  ]);
}, 60_000);

/** A checkout that follows the session's branch, and hangs at its first file; in a rebase the session's files do not. */
async function withHangingCheckout(strategy: 'merge' | 'rebase' = 'merge') {
  const { app, id, file, hangs, repository, hung } = await withFilter('smudge');
  const { finish, changes, decisions } = app.host;
  for (const name of ['one.txt', 'two.txt']) writeFileSync(file(name), 'after\n');
  await decisions.accept(id, { changes: (await changes.refresh(id)).changes });
  await finish.commit(id, { message: 'After\n', hooks: true, sign: true });
  writeFileSync(join(repository, 'free.md'), 'theirs\n');
  runGitIn(repository, 'add', 'free.md');
  runGitIn(repository, 'commit', '--quiet', '--message', 'Theirs');
  const { branch, branchTip, targetTip } = await finish.preflight(id, 'main', strategy);
  writeFileSync(hangs, '');
  const following = finish.integrate(id, {
    ...{ target: 'main', strategy, message: 'Merge\n', updateCheckout: true, sign: true },
    ...{ branchTip, targetTip },
  });
  const isAsBefore = () => {
    expect(runGitIn(repository, 'rev-parse', 'main', branch).trim().split('\n')).toEqual([
      targetTip,
      branchTip,
    ]);
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
  };
  return { app, id, hangs, hung, following, isAsBefore };
}

it('a checkout goes back at the next look where git was ended in the middle of it', async () => {
  const { app, id, hangs, hung, following, isAsBefore } = await withHangingCheckout();
  const refused = expect(following).rejects.toMatchObject({ code: 'git.failed' });
  process.kill(-(await hung()), 'SIGTERM');
  await refused;
  rmSync(hangs);
  await app.host.changes.refresh(id);
  isAsBefore();
}, 60_000);

it.each(['merge', 'rebase'] as const)(
  'a checkout that hangs in a %s is called off once it takes long, and goes back',
  async (strategy) => {
    const { app, id, hangs, hung, following, isAsBefore } = await withHangingCheckout(strategy);
    const refused = expect(following).rejects.toMatchObject({ code: 'git.cancelled' });
    await hung();
    const { finish, changes } = app.host;
    await vi.waitFor(() => expect(finish.underWay()[id]?.slow).toBe(true), { timeout: 30_000 });
    rmSync(hangs);
    finish.cancel(id);
    await refused;
    await changes.refresh(id);
    isAsBefore();
  },
  60_000,
);

it('a merge into the session that hangs in a filter is called off, and all of it goes back', async () => {
  const { app, id, file, hangs, repository, hung } = await withFilter('smudge');
  const { finish, changes, decisions } = app.host;
  writeFileSync(file('README.md'), 'ours\n');
  await decisions.accept(id, { changes: (await changes.refresh(id)).changes });
  await finish.commit(id, { message: 'Ours\n', hooks: true, sign: true });
  writeFileSync(join(repository, 'README.md'), 'theirs\n');
  writeFileSync(join(repository, 'two.txt'), 'theirs\n');
  runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Theirs');
  runGitIn(repository, 'config', 'merge.conflictStyle', 'diff3');
  writeFileSync(hangs, '');
  const refused = expect(finish.resolve(id, 'main', builtinAgent)).rejects.toMatchObject({
    code: 'git.cancelled',
  });
  await hung();
  expect(readFileSync(file('README.md'), 'utf8')).toContain('<<<<<<<');
  await vi.waitFor(() => expect(finish.underWay()[id]?.slow).toBe(true), { timeout: 30_000 });
  rmSync(hangs);
  finish.cancel(id);
  await refused;
  expect((await changes.refresh(id)).changes).toEqual([]);
  expect(readFileSync(file('README.md'), 'utf8')).toBe('ours\n');
  expect(readFileSync(file('two.txt'), 'utf8')).toBe('before\n');
  expect(runGitIn(file('.'), 'status', '--porcelain')).toBe('');
}, 60_000);

it('a checkout that hangs does not keep its session from being deleted, and goes back', async () => {
  const { app, id, hangs, hung, following, isAsBefore } = await withHangingCheckout();
  const refused = expect(following).rejects.toMatchObject({ code: 'git.cancelled' });
  await hung();
  rmSync(hangs);
  await putAwaySession(app.host, id, 'delete');
  await refused;
  expect(app.host.sessions.get(id).life.kind).toBe('binned');
  isAsBefore();
}, 60_000);

it('a look that hangs does not keep its session from being archived, and what it looked at is there again', async () => {
  const { app, id, file, hangs, hung } = await withFilter('clean');
  await app.host.changes.refresh(id);
  writeFileSync(hangs, '');
  writeFileSync(file('one.txt'), 'after\n');
  const refused = expect(app.host.changes.refresh(id)).rejects.toMatchObject({ code: 'git.cancelled' });
  await hung();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const archived = putAwaySession(app.host, id, 'archive');
  await vi.waitFor(() => expect(app.host.sessions.get(id).gitIsSlow).toBe(true), { timeout: 30_000 });
  // The last checkpoint hangs as the look did.
  const hurrying = (async () => {
    while (app.host.sessions.get(id).life.kind === 'live') {
      await vi.advanceTimersByTimeAsync(30_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await archived.finally(() => vi.useRealTimers());
  await hurrying;
  await refused;
  expect(app.host.sessions.get(id).life.kind).toBe('archived');
  rmSync(hangs);
  await app.host.sessions.restore(id);
  expect((await app.host.changes.refresh(id)).changes.map(({ path }) => path)).toEqual(['one.txt']);
}, 60_000);

it('a look at what integrating would do is called off while a merge driver hangs, and the next one answers', async () => {
  const { app, id, file, hangs, repository, hung } = await withFilter('smudge');
  const { finish, changes, decisions } = app.host;
  runGitIn(
    repository,
    'config',
    'merge.slow.driver',
    runGitIn(repository, 'config', 'filter.slow.smudge').trim(),
  );
  for (const [root, text] of [
    [file('.'), 'ours\n'],
    [repository, 'theirs\n'],
  ] as const) {
    writeFileSync(join(root, '.gitattributes'), '*.txt merge=slow\n');
    writeFileSync(join(root, 'two.txt'), text);
  }
  await decisions.accept(id, { changes: (await changes.refresh(id)).changes });
  await finish.commit(id, { message: 'Ours\n', hooks: true, sign: true });
  runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Theirs');
  writeFileSync(hangs, '');
  const look = finish.preflight(id, 'main', 'merge');
  const refused = expect(look).rejects.toMatchObject({ code: 'git.cancelled' });
  await hung();
  await vi.waitFor(() => expect(app.host.sessions.get(id).gitIsSlow).toBe(true), { timeout: 30_000 });
  await callOffUntil(app.host, id, look);
  await refused;
  rmSync(hangs);
  expect(await finish.preflight(id, 'main', 'merge')).toMatchObject({ target: 'main', pending: 0 });
}, 60_000);
