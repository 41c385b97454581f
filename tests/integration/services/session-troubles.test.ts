import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { repairSession } from '../../../src/main/services/sessions/repair-session';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';
import { smallDisk, whyNoMount } from '../store/small-disk';

/** Each starts agents and a good many git commands, on machines that may have other work. */
vi.setConfig({ testTimeout: 120_000 });
const patient = { timeout: 60_000, interval: 10 };

async function withSession() {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const repository = makeRepository(join(folder, 'sample'));
  const session = await app.newSession(repository, 'Fragile');
  const deps = { ...app.host, store: app.store };
  const trouble = () => app.host.sessions.get(session.id).trouble;
  const state = (turn: Parameters<typeof app.ended>[0]) => app.store.turns.get(turn).state;
  return { folder, app, deps, repository, id: session.id, worktree: session.worktree, trouble, state };
}

describe('a turn in a broken worktree', () => {
  it('stays queued, and goes on once the worktree was made again with what was pending', async () => {
    const { app, deps, id, worktree, trouble, state } = await withSession();
    await app.prompt(id, 'write kept.txt: yes');
    rmSync(worktree.path, { recursive: true });
    const turn = app.enqueue(id, 'write more.txt: yes');
    await vi.waitFor(() => expect(trouble()).toMatchObject({ kind: 'worktree-missing' }), patient);
    expect(state(turn)).toEqual({ status: 'queued' });
    const later = app.enqueue(id, 'help');
    await repairSession(deps, id, { kind: 'recreate' });
    await app.ended(later);
    expect(state(turn)).toMatchObject({ stopReason: 'end_turn' });
    expect(trouble()).toBeUndefined();
    const set = await app.host.changes.refresh(id);
    expect(set.changes.map(({ path }) => path)).toEqual(['kept.txt', 'more.txt']);
  });

  it('can be withdrawn and cancelled while it waits', async () => {
    const { app, id, worktree, trouble, state } = await withSession();
    rmSync(worktree.path, { recursive: true });
    const turns = [app.enqueue(id, 'one'), app.enqueue(id, 'two')] as const;
    await vi.waitFor(() => expect(trouble()).toBeDefined(), patient);
    expect(app.host.dispatcher.edits.withdraw(turns[0]).id).toBe(turns[0]);
    app.host.dispatcher.cancel(turns[1]);
    expect(state(turns[1])).toEqual({ status: 'ended', stopReason: 'cancelled' });
  });

  it('waits for a repository on a disk that is not there, and goes on when the user is back with it', async () => {
    const { app, id, repository, trouble, state } = await withSession();
    renameSync(repository, `${repository}-unplugged`);
    const turn = app.enqueue(id, 'write a.txt: 1');
    await vi.waitFor(() => expect(trouble()).toMatchObject({ kind: 'repository-missing' }), patient);
    renameSync(`${repository}-unplugged`, repository);
    await app.host.troubles.survey(() => false);
    await app.ended(turn);
    expect(state(turn)).toMatchObject({ stopReason: 'end_turn' });
  });
});

describe('a repair', () => {
  it('uses a worktree where it was moved to', async () => {
    const { app, deps, id, worktree, trouble } = await withSession();
    await app.prompt(id, 'write kept.txt: yes');
    const path = `${worktree.path}-moved`;
    renameSync(worktree.path, path);
    await app.host.troubles.look(id);
    expect(trouble()).toMatchObject({ kind: 'worktree-missing' });
    await expect(repairSession(deps, id, { kind: 'use-folder', path: '/' })).rejects.toThrow(
      'not this session',
    );
    await repairSession(deps, id, { kind: 'use-folder', path });
    expect(trouble()).toBeUndefined();
    await app.prompt(id, 'write more.txt: yes');
    expect(existsSync(join(path, 'more.txt'))).toBe(true);
    expect(app.host.changes.current(id)?.changes.map((change) => change.path)).toEqual([
      'kept.txt',
      'more.txt',
    ]);
  });

  it('moves a stranger in its place aside and makes the worktree again', async () => {
    const { app, deps, id, worktree, trouble } = await withSession();
    await app.prompt(id, 'write kept.txt: yes');
    rmSync(worktree.path, { recursive: true });
    makeRepository(worktree.path);
    await app.host.troubles.look(id);
    expect(trouble()).toMatchObject({ kind: 'worktree-replaced' });
    await repairSession(deps, id, { kind: 'recreate' });
    expect(trouble()).toBeUndefined();
    expect(readFileSync(join(worktree.path, 'kept.txt'), 'utf8')).toBe('yes\n');
    expect(existsSync(join(`${worktree.path}.aside`, 'README.md'))).toBe(true);
  });

  it('does nothing when the trouble is over by itself', async () => {
    const { app, deps, id, worktree } = await withSession();
    renameSync(worktree.path, `${worktree.path}-away`);
    await app.host.troubles.look(id);
    renameSync(`${worktree.path}-away`, worktree.path);
    writeFileSync(join(worktree.path, 'mine.txt'), 'mine\n');
    await repairSession(deps, id, { kind: 'recreate' });
    expect(readFileSync(join(worktree.path, 'mine.txt'), 'utf8')).toBe('mine\n');
  });

  it('finds a moved repository, with all its sessions, also when it is open there already', async () => {
    const { app, id, repository, trouble } = await withSession();
    const { repositoryId } = app.host.sessions.get(id);
    const at = `${repository}-moved`;
    renameSync(repository, at);
    await app.host.troubles.look(id);
    const stranger = makeRepository(`${repository}-stranger`, 'another\n');
    await expect(app.host.repositories.relocate(repositoryId, stranger)).rejects.toThrow('is not sample');
    await app.host.repositories.relocate(repositoryId, at);
    await app.host.troubles.survey(() => false);
    expect(trouble()).toBeUndefined();
    await app.prompt(id, 'write a.txt: 1');

    renameSync(at, repository);
    const opened = await app.host.repositories.open(repository, {});
    await app.host.repositories.relocate(repositoryId, repository);
    const joined = opened.kind === 'opened' ? opened.repository.id : undefined;
    expect(app.host.repositories.list().map((one) => one.id)).toEqual([joined]);
    expect(app.host.sessions.get(id).repositoryId).toBe(joined);
    await app.host.troubles.survey(() => true);
    expect(trouble()).toBeUndefined();
  });
});

const noMount = whyNoMount();

it.skipIf(noMount !== undefined)(
  'a full disk leaves no half-made worktree, and trying again with room makes it whole',
  async () => {
    const disk = smallDisk();
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    for (let file = 0; file < 40; file++) {
      writeFileSync(join(repository, `file ${file}.txt`), Buffer.alloc(20_000, file));
    }
    runGitIn(repository, 'add', '--all');
    runGitIn(repository, 'commit', '--quiet', '--message', 'Much');
    const data = join(folder, 'data');
    const app = testHost(data);
    execFileSync('ln', ['-s', disk.folder, join(data, 'worktrees')]);
    disk.fill();
    const outcome = await app.host.repositories.open(repository, {});
    if (outcome.kind !== 'opened') throw new Error('not opened');
    const { id } = app.host.sessions.create(outcome.repository.id, 'Full');
    await expect(app.host.sessions.worktree(id)).rejects.toThrow(/disk is full|ENOSPC|No space/);
    expect(runGitIn(repository, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(runGitIn(repository, 'branch', '--list', 'coppice/*')).toBe('');
    const turn = app.enqueue(id, 'help');
    expect(app.store.turns.get(turn).state).toEqual({ status: 'queued' });
    disk.makeRoom();
    app.host.sessions.restore(id);
    const { path } = await app.host.sessions.worktree(id);
    expect(runGitIn(path, 'status', '--porcelain')).toBe('');
    await app.ended(turn);
  },
);
