import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Disk } from '../../../src/main/services/disk/disk';
import { silentLog } from '../../../src/main/services/log';
import { Bin } from '../../../src/main/services/sessions/bin';
import { putAwaySession } from '../../../src/main/services/sessions/put-away-session';
import type { SessionId } from '../../../src/shared/domain/ids';
import { BIN_MS } from '../../../src/shared/domain/session-life';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** Each starts agents and a good many git commands, on machines that may have other work. */
vi.setConfig({ testTimeout: 120_000 });
const patient = { timeout: 60_000, interval: 10 };

async function withSession(title = 'Doomed') {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const repository = makeRepository(join(folder, 'sample'));
  const session = await app.newSession(repository, title);
  const refs = () => runGitIn(repository, 'for-each-ref', '--format=%(refname)', 'refs/coppice');
  const branches = () =>
    runGitIn(repository, 'branch', '--list', 'coppice/*', '--format=%(refname:short)').trim();
  return { folder, app, repository, session, id: session.id, root: session.worktree.path, refs, branches };
}

/** Accepts all that is pending and commits it to the session's branch. */
async function commitAll({ host }: TestHost, id: SessionId): Promise<void> {
  const { changes } = await host.changes.refresh(id);
  await host.decisions.accept(id, { changes });
  await host.finish.commit(id, { message: 'Keep it', hooks: false, sign: false });
}

const bin = ({ host }: TestHost) => host.bin.list().map(({ session }) => session.title);
const gone = ({ store }: TestHost, id: SessionId) =>
  vi.waitFor(() => expect(store.sessions.find(id)).toBeUndefined(), patient);

describe('a deleted session', () => {
  it('waits in the bin as it was, ignored files included, and comes back exactly', async () => {
    const { app, id, root } = await withSession();
    await app.prompt(id, 'write kept.txt: yes');
    writeFileSync(join(root, '.gitignore'), '.env\n');
    writeFileSync(join(root, '.env'), 'SECRET=1\n');
    const running = app.enqueue(id, 'slow 500');
    await vi.waitFor(() => expect(app.store.turns.get(running).state.status).toBe('running'), patient);
    await putAwaySession(app.host, id, 'delete');
    expect(app.store.turns.get(running).state).toMatchObject({ stopReason: 'cancelled' });
    expect(app.host.pool.health().size).toBe(0);
    expect(app.host.sessions.list()).toEqual([]);
    expect(app.host.sessions.listArchived()).toEqual([]);
    expect(bin(app)).toEqual(['Doomed']);
    await expect(app.host.sessions.worktree(id)).rejects.toMatchObject({ code: 'session.archived' });
    app.host.sessions.restore(id);
    expect(bin(app)).toEqual([]);
    expect(readFileSync(join(root, '.env'), 'utf8')).toBe('SECRET=1\n');
    const set = await app.host.changes.refresh(id);
    expect(set.changes.map(({ path }) => path)).toEqual(['.gitignore', 'kept.txt']);
    const turn = await app.prompt(id, 'help');
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'end_turn' });
  });

  it('goes back to the archive when its deletion is taken back there', async () => {
    const { app, id } = await withSession();
    await putAwaySession(app.host, id, 'archive');
    await putAwaySession(app.host, id, 'delete');
    expect(bin(app)).toEqual(['Doomed']);
    app.host.sessions.act(id, { type: 'undelete' });
    expect(app.host.sessions.listArchived().map(({ title }) => title)).toEqual(['Doomed']);
  });

  it.each(['is emptied', 'is tidied'])('stays when it is restored while the bin %s', async (how) => {
    const { app, repository, id: first } = await withSession('First');
    const { id: second } = await app.newSession(repository, 'Second');
    for (const id of [first, second]) {
      await putAwaySession(app.host, id, 'delete');
      app.store.sessions.setLife(id, { kind: 'binned', at: Date.now() - BIN_MS });
    }
    const [one, last] = app.store.sessions.listBinned().map(({ id }) => id) as [SessionId, SessionId];
    const going = how === 'is tidied' ? app.host.bin.tidy() : app.host.bin.remove([one, last]);
    app.host.sessions.restore(last);
    if (how === 'is tidied') await going;
    else await expect(going).rejects.toMatchObject({ code: 'change.stale' });
    await gone(app, one);
    expect(app.host.sessions.list().map(({ id }) => id)).toEqual([last]);
    const { path } = await app.host.sessions.worktree(last);
    expect(existsSync(path)).toBe(true);
  });

  it('is not removed for good unless it is in the bin', async () => {
    const { app, id, root } = await withSession();
    await expect(app.host.bin.remove([id])).rejects.toMatchObject({ code: 'change.stale' });
    expect(existsSync(root)).toBe(true);
    expect(app.host.sessions.list().map(({ title }) => title)).toEqual(['Doomed']);
  });

  it('says what it takes on disk, and stops counting when nobody looks', async () => {
    const { app, id, root } = await withSession();
    writeFileSync(join(root, 'big.bin'), Buffer.alloc(300_000, 1));
    await putAwaySession(app.host, id, 'delete');
    expect(await app.host.bin.measure(id)).toBeGreaterThan(300_000);
    const measured = app.host.bin.measure(id);
    app.host.bin.stopMeasuring();
    expect(await measured).toBeNull();
  });
});

describe('removing for good', () => {
  it('takes folder, registration, refs, branch and rows away, and nothing of the user', async () => {
    const { app, id, root, repository, refs, branches } = await withSession();
    await app.prompt(id, 'write a.txt: 1');
    mkdirSync(join(root, 'nested'));
    makeRepository(join(root, 'nested'));
    const head = runGitIn(repository, 'rev-parse', 'HEAD');
    await putAwaySession(app.host, id, 'delete');
    expect(await app.host.bin.remove([id])).toEqual([{ sessionId: id }]);
    await gone(app, id);
    expect(existsSync(root)).toBe(false);
    expect(existsSync(`${root}.removing`)).toBe(false);
    expect(refs()).toBe('');
    expect(branches()).toBe('');
    expect(runGitIn(repository, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(app.store.events.page(id, { limit: 10 }).events).toEqual([]);
    expect(runGitIn(repository, 'rev-parse', 'HEAD')).toBe(head);
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
  });

  it('keeps a branch that alone leads to some commits, and says so', async () => {
    const { app, id, repository, session, branches } = await withSession();
    await app.prompt(id, 'write a.txt: 1');
    await commitAll(app, id);
    await putAwaySession(app.host, id, 'delete');
    const { branch } = session.worktree;
    expect(await app.host.bin.remove([id])).toEqual([{ sessionId: id, keptBranch: branch }]);
    expect(branches()).toBe(branch);
    expect(runGitIn(repository, 'show', `${branch}:a.txt`)).toBe('1\n');
  });

  it('deletes a branch that was merged', async () => {
    const { app, id, repository, session, branches } = await withSession();
    await app.prompt(id, 'write a.txt: 1');
    await commitAll(app, id);
    runGitIn(repository, 'merge', '--quiet', session.worktree.branch);
    await putAwaySession(app.host, id, 'delete');
    expect(await app.host.bin.remove([id])).toEqual([{ sessionId: id }]);
    expect(branches()).toBe('');
  });

  it('leaves a folder alone that is not the worktree any more', async () => {
    const { app, id, root, session } = await withSession();
    const { branch: keptBranch } = session.worktree;
    await putAwaySession(app.host, id, 'delete');
    renameSync(root, `${root}-mine`);
    makeRepository(root);
    expect(await app.host.bin.remove([id])).toEqual([{ sessionId: id, leftFolder: root, keptBranch }]);
    expect(existsSync(join(root, 'README.md'))).toBe(true);
  });

  it('removes what it can of a session whose repository is gone', async () => {
    const { app, id, root, repository } = await withSession();
    await putAwaySession(app.host, id, 'delete');
    rmSync(repository, { recursive: true });
    expect(await app.host.bin.remove([id])).toEqual([{ sessionId: id, unreachable: true }]);
    await gone(app, id);
    expect(existsSync(root)).toBe(false);
  });

  it('happens by itself after 30 days, not earlier, and not while the repository cannot be reached', async () => {
    const { app, id, repository, folder } = await withSession();
    await putAwaySession(app.host, id, 'delete');
    const { life } = app.store.sessions.get(id);
    const since = life.kind === 'binned' ? life.at : 0;
    let now = since + BIN_MS - 1;
    const later = new Bin({
      ...{ store: app.store, sessions: app.host.sessions, log: silentLog, now: () => now },
      disk: new Disk({ workerFile: process.env.COPPICE_DISK_THREAD ?? '' }),
      worktreesFolder: join(folder, 'data', 'worktrees'),
    });
    await later.tidy();
    expect(bin(app)).toEqual(['Doomed']);
    now += 1;
    renameSync(repository, `${repository}-unplugged`);
    await later.tidy();
    expect(bin(app)).toEqual(['Doomed']);
    renameSync(`${repository}-unplugged`, repository);
    await later.tidy();
    await gone(app, id);
    await later.stop();
  });

  it.each(['before git let go of it', 'before its files were deleted'])(
    'is finished by the next start when Coppice was killed %s',
    async (when) => {
      const { app, id, root, folder, refs } = await withSession();
      await putAwaySession(app.host, id, 'delete');
      app.host.sessions.act(id, { type: 'remove' });
      if (when === 'before its files were deleted') renameSync(root, `${root}.removing`);
      await app.stop();
      const next = testHost(join(folder, 'data'));
      await gone(next, id);
      expect(existsSync(root)).toBe(false);
      expect(existsSync(`${root}.removing`)).toBe(false);
      expect(refs()).toBe('');
    },
  );
});
