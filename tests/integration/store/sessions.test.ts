import { describe, expect, it } from 'vitest';
import type { AgentId, RepositoryId, SessionId } from '../../../src/shared/domain/ids';
import { addSession, agent, openFilledStore, openTestStore, repositoryId, sessionId } from './test-store';

const missing = expect.objectContaining({ code: 'not-found' });
const repository = { id: repositoryId, path: '/répo 🌳', name: 'répo', trusted: false, openedAt: 5 };
const worktree = { path: '/w/é', branch: 'coppice/é', baseCommit: 'abc', baseRef: 'main' };

describe('repositories', () => {
  it('keeps id and trust of a repository that is opened again at its path', () => {
    const { repositories } = openTestStore();
    expect(repositories.upsert(repository)).toEqual(repository);
    repositories.setTrusted(repositoryId, true);
    const again = { ...repository, id: 'other' as RepositoryId, name: 'renamed', openedAt: 9 };
    expect(repositories.upsert(again)).toEqual({ ...again, id: repositoryId, trusted: true });
    expect(repositories.list()).toHaveLength(1);
  });

  it('finds, lists recent ones first, touches and deletes', () => {
    const { repositories } = openTestStore();
    const second = { ...repository, id: 'r2' as RepositoryId, path: '/b', openedAt: 7 };
    repositories.upsert(repository);
    repositories.upsert(second);
    expect(repositories.list()).toEqual([second, repository]);
    repositories.touch(repositoryId, 8);
    expect(repositories.list().map(({ id }) => id)).toEqual([repositoryId, 'r2']);
    expect(repositories.findByPath('/b')).toEqual(second);
    expect(repositories.findByPath('/B')).toBeUndefined();
    repositories.delete(second.id);
    expect(repositories.find(second.id)).toBeUndefined();
    expect(() => repositories.get(second.id)).toThrow(missing);
  });
});

describe('sessions', () => {
  it('starts as preparing and keeps why it failed', () => {
    const { sessions } = openFilledStore();
    expect(sessions.get(sessionId)).toEqual({
      ...{ id: sessionId, repositoryId, title: 'Session s1', state: { kind: 'preparing' } },
      ...{ agents: [], unread: false, createdAt: 10, updatedAt: 10, life: { kind: 'live' } },
    });
    sessions.setState(sessionId, { kind: 'failed', message: 'disk full' });
    expect(sessions.get(sessionId).state).toEqual({ kind: 'failed', message: 'disk full' });
    sessions.setState(sessionId, { kind: 'ready' });
    expect(sessions.get(sessionId).state).toEqual({ kind: 'ready' });
  });

  it('keeps title, base, unread and when it was used last', () => {
    const { sessions } = openFilledStore();
    const id = 's2' as SessionId;
    sessions.insert({ id, repositoryId, title: 't', baseRef: 'dev', createdAt: 11 });
    sessions.rename(id, 'новый\u{1f333}');
    sessions.setUnread(id, true);
    sessions.touch(id, 50);
    sessions.touch(id, 40);
    expect(sessions.get(id)).toMatchObject({
      title: 'новый\u{1f333}',
      baseRef: 'dev',
      unread: true,
      updatedAt: 50,
    });
    expect(sessions.list().map((session) => session.id)).toEqual([id, sessionId]);
  });

  it('has one worktree, which can move', () => {
    const { sessions } = openFilledStore();
    expect(sessions.findWorktree(sessionId)).toBeUndefined();
    expect(() => sessions.getWorktree(sessionId)).toThrow(
      expect.objectContaining({ code: 'worktree.missing' }),
    );
    sessions.setWorktree(sessionId, worktree);
    sessions.setWorktree(sessionId, { ...worktree, path: '/moved' });
    expect(sessions.getWorktree(sessionId)).toEqual({ ...worktree, path: '/moved' });
    expect(sessions.get(sessionId).worktree).toEqual({ ...worktree, path: '/moved' });
    sessions.deleteWorktree(sessionId);
    expect(sessions.get(sessionId)).not.toHaveProperty('worktree');
  });

  it('is listed in the bin alone when deleted, and remembers that it was archived', () => {
    const { sessions } = openFilledStore();
    for (const life of [
      { kind: 'binned', at: 5 },
      { kind: 'binned', at: 5, archivedAt: 3 },
      { kind: 'removing', at: 5, archivedAt: 3 },
    ] as const) {
      sessions.setLife(sessionId, life);
      expect(sessions.list()).toEqual([]);
      expect(sessions.listArchived()).toEqual([]);
      expect(sessions.listBinned().map((session) => session.life)).toEqual([life]);
    }
  });

  it('leaves lists when archived and comes back when restored', () => {
    const { sessions } = openFilledStore();
    sessions.setLife(sessionId, { kind: 'archived', at: 99 });
    expect(sessions.list()).toEqual([]);
    expect(sessions.listArchived()).toMatchObject([{ id: sessionId, life: { kind: 'archived', at: 99 } }]);
    expect(sessions.listByRepository(repositoryId)).toHaveLength(1);
    sessions.setLife(sessionId, { kind: 'live' });
    expect(sessions.listArchived()).toEqual([]);
    expect(sessions.list()[0]?.life).toEqual({ kind: 'live' });
    sessions.delete(sessionId);
    expect(sessions.find(sessionId)).toBeUndefined();
    expect(() => sessions.get(sessionId)).toThrow(missing);
  });
});

describe('agent sessions', () => {
  const other = 'other' as AgentId;
  const row = { sessionId, agent, backend: 'acp', status: 'starting' } as const;

  it('never forgets a native id, and replaces it by a new one', () => {
    const { agentSessions } = openFilledStore({ now: () => 7 });
    agentSessions.upsert({ ...row, nativeSessionId: 'n1' });
    expect(agentSessions.upsert(row)).toMatchObject({ nativeSessionId: 'n1', createdAt: 7 });
    expect(agentSessions.upsert({ ...row, nativeSessionId: 'n2' }).nativeSessionId).toBe('n2');
    agentSessions.setNativeId(sessionId, agent, 'n3');
    expect(agentSessions.get(sessionId, agent).nativeSessionId).toBe('n3');
  });

  it('keeps status, error and chosen options apart', () => {
    const { agentSessions } = openFilledStore();
    agentSessions.upsert(row);
    agentSessions.setChosenOption(sessionId, agent, 'model', 'big');
    agentSessions.setChosenOption(sessionId, agent, 'fast', true);
    agentSessions.setChosenOption(sessionId, agent, 'model', 'small');
    agentSessions.setStatus(sessionId, agent, 'failed', 'it left');
    expect(agentSessions.find(sessionId, agent)).toMatchObject({
      ...{ status: 'failed', error: 'it left', chosenOptions: { model: 'small', fast: true } },
    });
    expect(agentSessions.upsert(row)).not.toHaveProperty('error');
    expect(agentSessions.get(sessionId, agent).chosenOptions).toEqual({ model: 'small', fast: true });
    expect(agentSessions.find(sessionId, other)).toBeUndefined();
    expect(() => agentSessions.setChosenOption(sessionId, other, 'a', 'b')).toThrow(missing);
  });

  it('lists a session with its agents in order of first use', () => {
    const { agentSessions, sessions } = openFilledStore({ now: () => 7 });
    agentSessions.upsert({ ...row, agent: other });
    agentSessions.upsert(row);
    agentSessions.upsert({ ...row, agent: other });
    expect(agentSessions.listBySession(sessionId).map((one) => one.agent)).toEqual([other, agent]);
    expect(sessions.get(sessionId).agents).toEqual([other, agent]);
  });

  it('says at start that nobody is alive, and keeps what failed', () => {
    const store = openFilledStore();
    const statuses = ['starting', 'idle', 'running', 'awaiting', 'stopped', 'failed'] as const;
    for (const status of statuses) {
      const id = `of-${status}` as SessionId;
      addSession(store, id);
      store.agentSessions.upsert({ ...row, sessionId: id, status });
    }
    expect(store.agentSessions.resetRunning()).toBe(4);
    const after = statuses.map(
      (status) => store.agentSessions.get(`of-${status}` as SessionId, agent).status,
    );
    expect(after).toEqual(['stopped', 'stopped', 'stopped', 'stopped', 'stopped', 'failed']);
  });
});
