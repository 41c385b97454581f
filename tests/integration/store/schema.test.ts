import { describe, expect, it } from 'vitest';
import { openStore, plan } from '../../../src/main/store/store';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const now = 1;

function schemaOf(statements: string[]) {
  const db = openRaw(':memory:');
  for (const sql of statements) db.exec(sql);
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all() as {
    sql: string | null;
  }[];
  return rows.map((row) => ({
    ...row,
    sql: row.sql
      ?.replace(/--.*$/gm, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([(),]) ?/g, '$1'),
  }));
}

function openFilledRaw() {
  const file = tempFile();
  const store = openStore({ file });
  addSession(store, sessionId);
  store.close();
  const db = openRaw(file);
  db.pragma('foreign_keys = ON');
  return db;
}

describe('schema.sql', () => {
  it('can be applied twice', () => {
    const once = schemaOf([plan.schema]);
    expect(once.length).toBeGreaterThan(9);
    expect(schemaOf([plan.schema, plan.schema])).toEqual(once);
  });

  it('equals all migrations in a row', () => {
    expect(schemaOf(plan.migrations.map(({ sql }) => sql))).toEqual(schemaOf([plan.schema]));
  });

  it('has the tables the app is built on', () => {
    const tables = schemaOf([plan.schema]) as unknown as { type: string; name: string }[];
    expect(tables.filter(({ type }) => type === 'table').map(({ name }) => name)).toEqual([
      'agent_sessions',
      'checkpoints',
      'comment_drafts',
      'comments',
      'decisions',
      'drafts',
      'events',
      'line_owners',
      'pending_changes',
      'repositories',
      'session_worktrees',
      'sessions',
      'settings',
      'turns',
      'unfinished_moves',
      'viewed_files',
    ]);
  });

  it('uses WAL and enforces references on the connection of the store', () => {
    const file = tempFile();
    const store = openStore({ file });
    expect(openRaw(file).pragma('journal_mode', { simple: true })).toBe('wal');
    expect(() => store.sessions.setWorktree(sessionId, worktree)).toThrow(/FOREIGN KEY/);
    store.close();
  });
});

const worktree = { path: '/w', branch: 'b', baseCommit: 'c', baseRef: 'main' };

describe('constraints', () => {
  it.each([
    [
      'a second worktree',
      `INSERT INTO session_worktrees VALUES ('s1','/w','b','c','m'), ('s1','/x','b','c','m')`,
    ],
    ['an unknown backend', agentSession('telepathy', 'idle')],
    ['an unknown agent session status', agentSession('acp', 'bored')],
    ['a second row for an agent', `${agentSession('acp', 'idle')}; ${agentSession('acp', 'idle')}`],
    ['an unknown turn status', turnRow('sleeping', null, null)],
    ['an unknown stop reason', turnRow('ended', 'boredom', now)],
    ['an ended turn without a reason', turnRow('ended', null, now)],
    ['a reason on a turn that has not ended', turnRow('running', 'end_turn', null)],
    ['a prompt that is not JSON', turnRow('queued', null, null, 'hello')],
    [
      'an unknown origin',
      `INSERT INTO events (session_id,seq,agent,kind,origin,ts,body) VALUES ('s1',1,'a','text','dream',1,'{}')`,
    ],
    [
      'an event of no session',
      `INSERT INTO events (session_id,seq,agent,kind,origin,ts,body) VALUES ('none',1,'a','text','live',1,'{}')`,
    ],
    [
      'a checkpoint of an unknown phase',
      `INSERT INTO checkpoints VALUES ('s1',1,'c','t',NULL,'later','{}',1,0)`,
    ],
    [
      'a decision of an unknown kind',
      `INSERT INTO decisions VALUES ('s1',1,'postpone','accepted','a','b','{}',NULL,1)`,
    ],
    ['an undo of nothing', `INSERT INTO decisions VALUES ('s1',1,'undo','accepted','a','b','{}',NULL,1)`],
    ['a failure without a message', `UPDATE sessions SET status = 'failed'`],
    ['text for a number', `UPDATE sessions SET created_at = 'yesterday'`],
    ['a second repository at a path', `INSERT INTO repositories VALUES ('r2','/repo','x',0,1,0)`],
    ['a setting that is not JSON', `INSERT INTO settings VALUES ('theme','dark')`],
  ])('reject %s', (_what, sql) => {
    const db = openFilledRaw();
    expect(() => db.exec(sql)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) }),
    );
  });

  it('let everything of a session go with it', () => {
    const db = openFilledRaw();
    db.exec(`
      INSERT INTO session_worktrees VALUES ('s1','/w','b','c','m');
      ${agentSession('acp', 'idle')};
      ${turnRow('queued', null, null)};
      INSERT INTO events (session_id,seq,agent,kind,origin,ts,body) VALUES ('s1',1,'a','text','live',1,'{}');
      INSERT INTO checkpoints VALUES ('s1',1,'c','t',NULL,'manual','{}',1,0);
      INSERT INTO line_owners VALUES ('s1','f','','b','{}');
      INSERT INTO pending_changes VALUES ('s1','f','','id',NULL,'added','0','0','0','0',0,0,0,1,1,'user','[]');
      INSERT INTO decisions VALUES ('s1',1,'accept','accepted','a','b','{}',NULL,1);
      INSERT INTO viewed_files VALUES ('s1','f','','a','b','100644','100644');
      INSERT INTO unfinished_moves VALUES ('s1','commit','{}');
    `);
    const tables = [
      'session_worktrees',
      'agent_sessions',
      'turns',
      'unfinished_moves',
      'events',
      'checkpoints',
      'line_owners',
      'pending_changes',
      'decisions',
      'viewed_files',
    ];
    const rows = () => tables.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    expect(rows()).toEqual(tables.map(() => 1));
    db.exec(`DELETE FROM repositories`);
    expect(rows()).toEqual(tables.map(() => 0));
  });
});

function agentSession(backend: string, status: string): string {
  return `INSERT INTO agent_sessions (session_id,agent,backend,status,created_at,updated_at)
    VALUES ('s1','a','${backend}','${status}',1,1)`;
}

function turnRow(status: string, reason: string | null, endedAt: number | null, prompt = '[]'): string {
  return `INSERT INTO turns (id,session_id,agent,prompt,status,stop_reason,position,created_at,ended_at)
    VALUES ('t1','s1','a','${prompt}','${status}',${reason && `'${reason}'`},1,1,${endedAt})`;
}
