import { expect, it } from 'vitest';
import { openStore } from '../../../src/main/store/store';
import type { SessionId } from '../../../src/shared/domain/ids';
import { addSession, agent, openRaw, repositoryId, sessionId, tempFile, text, turn } from './test-store';

const second = 's2' as SessionId;
const prompt = [{ type: 'text' as const, text: 'secret words' }];

/** A database in which every table has a good row and others that the store never writes. */
function damaged(statements: string[]): string {
  const file = tempFile();
  const store = openStore({ file });
  for (const id of [sessionId, second]) {
    addSession(store, id);
    store.agentSessions.upsert({ sessionId: id, agent, backend: 'acp', status: 'running' });
    for (const name of ['a', 'b']) {
      store.turns.insert({ id: turn(`${id}-${name}`), sessionId: id, agent, prompt, createdAt: 1 });
    }
  }
  store.turns.setState(turn('s2-a'), { status: 'running' }, 5);
  store.settings.set('theme', 'dark');
  store.settings.set('notifications', false);
  store.events.append([text(1, 'm', 'hello')]);
  store.close();
  const db = openRaw(file);
  db.pragma('ignore_check_constraints = ON');
  db.pragma('foreign_keys = OFF');
  for (const statement of statements) db.exec(statement);
  db.close();
  return file;
}

function reopen(file: string) {
  const lines: Record<string, unknown>[] = [];
  const log = { debug() {}, info() {}, warn: (_: string, data = {}) => void lines.push(data) };
  const store = openStore({ file, log });
  return { store, lines };
}

/** What every start reads. */
function start(store: ReturnType<typeof openStore>) {
  const ids = store.sessions.list().map(({ id }) => id);
  return {
    settings: store.settings.all(),
    repositories: store.repositories.list().map(({ id }) => id),
    sessions: ids,
    stopped: store.agentSessions.resetRunning(),
    interrupted: store.turns.interruptRunning(9).map(({ id }) => id),
    first: store.turns.listFirstOpen().map(({ id }) => id),
    states: store.turns.latestStates(ids),
    queued: store.turns.countQueued(ids),
    changes: store.pendingChanges.counts(ids),
  };
}

it.each<[what: string, statement: string, named: Record<string, string>]>([
  ['a setting', `UPDATE settings SET value = '{' WHERE key = 'theme'`, { table: 'settings', key: 'theme' }],
  [
    'a repository',
    `INSERT INTO repositories (id, path, name, opened_at) VALUES ('', '/x', 'x', 1)`,
    { table: 'repositories', id: '' },
  ],
  [
    'a session',
    `INSERT INTO sessions (id, repository_id, title, status, created_at, updated_at)
     VALUES ('', '${repositoryId}', 't', 'ready', 1, 1)`,
    { table: 'sessions', id: '' },
  ],
  [
    'a turn that waits',
    `UPDATE turns SET prompt = 'secret' WHERE id = 's1-a'`,
    { table: 'turns', id: 's1-a' },
  ],
  [
    'a turn of another shape',
    `UPDATE turns SET prompt = '"secret"' WHERE id = 's1-a'`,
    { table: 'turns', id: 's1-a' },
  ],
  [
    'a turn that ran',
    `UPDATE turns SET agent = 'NOT AN AGENT' WHERE id = 's2-a'`,
    { table: 'turns', id: 's2-a' },
  ],
  [
    'how a turn failed',
    `UPDATE turns SET status = 'ended', stop_reason = 'failed', ended_at = 6, error = '[' WHERE id = 's2-a'`,
    { table: 'turns', session_id: 's2' },
  ],
  [
    'an agent session',
    `UPDATE agent_sessions SET chosen_options = '[]' WHERE session_id = 's1'`,
    { table: 'agent_sessions', session_id: 's1' },
  ],
  [
    'a change',
    `INSERT INTO pending_changes VALUES
       ('s1', 'f', '', 'c', NULL, 'added', '0', '1', '0', '1', 0, 0, 0, 1, 0, 'user', 'nobody')`,
    { table: 'pending_changes', session_id: 's1' },
  ],
])('%s that cannot be read takes nothing along and is logged without its text', (_, statement, named) => {
  const { store, lines } = reopen(damaged([statement]));
  const { sessions, first } = start(store);
  expect(sessions).toEqual([sessionId, second]);
  expect(first).toEqual(named.id === 's1-a' ? ['s1-b', 's2-b'] : ['s1-a', 's2-b']);
  for (const id of sessions) {
    store.agentSessions.listBySession(id);
    store.turns.listBySession(id);
    store.pendingChanges.list(id);
    store.sessions.get(id);
  }
  expect(lines).toContainEqual(expect.objectContaining(named));
  expect(JSON.stringify(lines)).not.toContain('secret');
  store.close();
});

it('reads the good ones as if the bad ones were not there', () => {
  const { store } = reopen(
    damaged([
      `UPDATE settings SET value = 'nonsense' WHERE key = 'theme'`,
      `UPDATE turns SET prompt = '' WHERE id IN ('s1-a', 's2-a')`,
      `UPDATE agent_sessions SET chosen_options = 'x' WHERE session_id = 's2'`,
      `INSERT INTO agent_sessions (session_id, agent, backend, status, created_at, updated_at)
       VALUES ('s1', '../../etc', 'acp', 'idle', 1, 1)`,
    ]),
  );
  expect(start(store)).toMatchObject({
    settings: { notifications: false },
    sessions: [sessionId, second],
    interrupted: [],
    first: ['s1-b', 's2-b'],
    states: new Map([[second, { state: { status: 'ended', stopReason: 'interrupted' } }]]),
  });
  expect(store.settings.find('theme')).toBeUndefined();
  expect(store.sessions.get(sessionId).agents).toEqual([agent]);
  expect(store.agentSessions.listBySession(second)).toEqual([]);
  expect(store.turns.listBySession(sessionId).map(({ id }) => id)).toEqual(['s1-b']);
  expect(() => store.turns.get(turn('s1-a'))).toThrow(expect.objectContaining({ code: 'not-found' }));
  store.close();
});

it('says that the author of a checkpoint is not known when it cannot be read', () => {
  const file = damaged([
    `INSERT INTO checkpoints VALUES ('s1', 1, 'c', 't', NULL, 'manual', 'nobody knows', 1, 0)`,
  ]);
  const { store } = reopen(file);
  expect(store.checkpoints.latest(sessionId)).toMatchObject({ ordinal: 1, author: { kind: 'unknown' } });
  store.close();
});
