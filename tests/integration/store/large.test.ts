import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLog } from '../../../src/main/services/log';
import { Sessions } from '../../../src/main/services/sessions/sessions';
import { Sql } from '../../../src/main/store/sql';
import { openStore, type Store } from '../../../src/main/store/store';
import type { SessionId } from '../../../src/shared/domain/ids';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const SESSIONS = 1000;
const EVENTS = 1_000_000;
const EACH = EVENTS / SESSIONS;

/** A database of sessions that have ended turns, a queue, changes and a log each, filled by SQLite itself. */
function fill(file: string): void {
  const store = openStore({ file });
  addSession(store, sessionId);
  store.close();
  const db = openRaw(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  const upTo = (count: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  db.exec(`
    BEGIN;
    INSERT INTO sessions (id, repository_id, title, status, created_at, updated_at)
      ${upTo(SESSIONS)} SELECT 'x' || i, 'r1', 'Work ' || i, 'ready', i, i FROM n;
    DELETE FROM sessions WHERE id = 's1';
    INSERT INTO agent_sessions (session_id, agent, backend, status, created_at, updated_at)
      SELECT id, 'builtin', 'acp', 'stopped', 1, 1 FROM sessions;
    INSERT INTO turns (id, session_id, agent, status, stop_reason, position, created_at, started_at, ended_at, prompt)
      ${upTo(50)} SELECT s.id || '-' || i, s.id, 'builtin', 'ended', 'end_turn', i, i, i, i,
        json_array(json_object('type', 'text', 'text', printf('%.*c', 2000, 'p')))
      FROM sessions s JOIN n;
    INSERT INTO turns (id, session_id, agent, status, position, created_at, prompt)
      SELECT id || '-queued', id, 'builtin', 'queued', 51, 51, '[]' FROM sessions;
    INSERT INTO pending_changes
      ${upTo(10)} SELECT s.id, 'f' || i, '', 'c' || i, NULL, 'added', '0', '1', '0', '1', 0, 0, 0, 2, 1, 'builtin', '[]'
      FROM sessions s JOIN n;
    INSERT INTO events (session_id, seq, turn_id, agent, kind, origin, ts, message_id, body)
      ${upTo(EACH)} SELECT s.id, i, s.id || '-' || (i / 20 + 1), 'builtin',
        CASE WHEN i % 20 = 0 THEN 'turn_started' ELSE 'text' END, 'live', i, 'm' || i,
        CASE WHEN i % 20 = 0 THEN '{"prompt":[]}'
          ELSE json_object('messageId', 'm' || i, 'op', 'append',
            'block', json_object('type', 'text', 'text', printf('%.*c', 200, 'w'))) END
      FROM sessions s JOIN n;
    COMMIT;`);
  db.close();
}

function listing(store: Store): Sessions {
  return new Sessions({
    store,
    prepare: () => Promise.reject(new Error('not here')),
    troubleOf: () => undefined,
    driftOf: () => undefined,
    onReady() {},
    isQueueHeld: () => false,
    isGitSlow: () => false,
    isQueuePaused: () => false,
    hasLostContext: () => false,
    onChange() {},
    onRemoved() {},
    log: silentLog,
  });
}

function timed<T>(name: string, times: string[], work: () => T): T {
  const started = performance.now();
  const result = work();
  times.push(`${name} ${(performance.now() - started).toFixed(1)} ms`);
  return result;
}

describe('1,000 sessions with a million events', () => {
  it('open, list and page in a time that is printed, with few statements', { timeout: 180_000 }, () => {
    const file = tempFile();
    fill(file);
    for (const state of ['after an orderly end', 'after a crash']) {
      const times: string[] = [];
      const store = timed('open', times, () => openStore({ file }));
      expect(store.wasLeftOpen).toBe(state === 'after a crash');
      const statements = vi.spyOn(Sql.prototype as unknown as { timed(): unknown }, 'timed');
      const sessions = timed('list', times, () => listing(store).list());
      expect(statements.mock.calls.length).toBeLessThanOrEqual(5);
      statements.mockRestore();
      expect(sessions).toHaveLength(SESSIONS);
      expect(sessions[0]).toMatchObject({
        ...{ id: `x${SESSIONS}`, queued: 1, status: { kind: 'idle' }, agents: ['builtin'] },
        changes: { files: 10, insertions: 20, deletions: 10 },
      });
      const id = 'x500' as SessionId;
      expect(timed('page of 200', times, () => store.events.page(id, { limit: 200 })).events).toHaveLength(
        201,
      );
      timed('position', times, () => expect(store.events.lastSeq(id)).toBe(EACH));
      timed('queues', times, () => expect(store.turns.listFirstOpen()).toHaveLength(SESSIONS));
      const megabytes = Math.round(statSync(file).size / 1e6);
      process.stdout.write(`${EVENTS} events, ${megabytes} MB, ${state}: ${times.join(', ')}\n`);
      store.close();
      crash(file);
    }
  });
});

/** Leaves the database as a killed writer does: with a log that nobody applied. */
function crash(file: string): void {
  const nativeBinding = process.env.COPPICE_SQLITE_BINDING;
  const script = `
    const Database = require('better-sqlite3');
    const db = new Database(${JSON.stringify(file)}, ${JSON.stringify(nativeBinding ? { nativeBinding } : {})});
    db.exec("INSERT OR REPLACE INTO settings VALUES ('crashed', 'true')");
    process.kill(process.pid, 'SIGKILL');`;
  expect(() => execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' })).toThrow(/./);
}

it('no statement reads all events or all turns', () => {
  const prepare = vi.spyOn(Sql.prototype, 'prepare');
  onTestFinished(() => prepare.mockRestore());
  const file = tempFile();
  openStore({ file }).close();
  const db = openRaw(file);
  const sources = prepare.mock.calls.map(([source]) => source);
  expect(sources.length).toBeGreaterThan(30);
  const scans = sources.flatMap((source) => {
    const named = Object.fromEntries([...source.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
    const positional = [...source.matchAll(/\?/g)].map(() => null);
    const explain = db.prepare(`EXPLAIN QUERY PLAN ${source}`);
    const plan = explain.all(positional.length > 0 ? positional : named) as { detail: string }[];
    return (
      plan
        .filter(({ detail }) => /^SCAN (events|turns)\b/.test(detail))
        // In these indexes are only what has not ended, and the few ends that were not told.
        .filter(({ detail }) => !/USING (COVERING )?INDEX turns_(open|overlapping|untold)$/.test(detail))
        .map(({ detail }) => `${detail}: ${source}`)
    );
  });
  expect(scans).toEqual([]);
});
