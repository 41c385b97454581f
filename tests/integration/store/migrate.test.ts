import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latestVersion, type Plan, readVersion } from '../../../src/main/store/migrate';
import { openDatabase } from '../../../src/main/store/open-database';
import { openStore, plan } from '../../../src/main/store/store';
import { silentStoreLog } from '../../../src/main/store/store-log';
import { DamagedDatabase } from '../../../src/main/store/unusable';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const binding = process.env.COPPICE_SQLITE_BINDING;
const next = latestVersion(plan) + 1;

/** The plan of a later Coppice: one more migration. */
function planWith(sql: string): Plan {
  return {
    schema: `${plan.schema};${sql}`,
    migrations: [...plan.migrations, { version: next, name: 'next', sql }],
  };
}

/** A database as this Coppice leaves it, with a session in it. */
function existing(): string {
  const file = tempFile();
  const store = openStore({ file });
  addSession(store, sessionId);
  store.close();
  return file;
}

function open(file: string, withPlan: Plan) {
  const db = openDatabase(file, binding, withPlan, silentStoreLog);
  const version = readVersion(db);
  db.close();
  return version;
}

describe('openDatabase', () => {
  it('makes a new database, and its folder, at the newest version and without a backup', () => {
    const file = tempFile().replace('coppice.db', 'new folder/coppice.db');
    expect(open(file, plan)).toBe(latestVersion(plan));
    expect(existsSync(`${file}.backup-v0`)).toBe(false);
    expect(open(file, plan)).toBe(latestVersion(plan));
  });

  it('takes an empty file for a new database', () => {
    const file = tempFile();
    writeFileSync(file, '');
    expect(open(file, plan)).toBe(latestVersion(plan));
  });

  it('takes how turns overlap along from the settings, where it used to be', () => {
    const file = tempFile();
    const before = openRaw(file);
    for (const { version, sql } of plan.migrations) if (version < 10) before.exec(sql);
    before.pragma('user_version = 9');
    before.exec(`
      INSERT INTO repositories (id, path, name, opened_at) VALUES ('r1', '/r', 'r', 1);
      INSERT INTO sessions (id, repository_id, title, status, created_at, updated_at)
        VALUES ('s1', 'r1', 't', 'ready', 1, 1);
      INSERT INTO turns (id, session_id, agent, status, position, created_at, prompt)
        VALUES ('t1', 's1', 'a', 'queued', 1, 1, '[]'), ('t2', 's1', 'b', 'queued', 2, 1, '[]');
      INSERT INTO settings (key, value) VALUES ('overlappingTurns', '{"t2":"read-only","gone":"beside"}');
    `);
    before.close();
    const store = openStore({ file });
    expect(store.turns.listBySession(sessionId).map(({ overlap }) => overlap)).toEqual([
      undefined,
      'read-only',
    ]);
    expect(store.settings.find('overlappingTurns')).toBeUndefined();
    store.close();
  });

  it('backs an older database up and brings it to the newest version', () => {
    const file = existing();
    const changed = planWith('ALTER TABLE sessions ADD COLUMN colour TEXT');
    expect(open(file, changed)).toBe(next);
    expect(openRaw(file).prepare('SELECT id, colour FROM sessions').all()).toEqual([
      { id: 's1', colour: null },
    ]);
    const backup = openRaw(`${file}.backup-v${next - 1}`);
    expect(readVersion(backup)).toBe(next - 1);
    expect(backup.prepare('SELECT id FROM sessions').all()).toEqual([{ id: 's1' }]);
  });

  it('leaves the database as it was when a migration fails, and can try again', () => {
    const file = existing();
    expect(() => open(file, planWith('DELETE FROM sessions; SELECT * FROM nowhere'))).toThrow(/nowhere/);
    const db = openRaw(file);
    expect(readVersion(db)).toBe(next - 1);
    expect(db.prepare('SELECT count(*) FROM sessions').pluck().get()).toBe(1);
    expect(open(file, planWith('DELETE FROM sessions'))).toBe(next);
  });

  it('can rebuild a table that others refer to, but not leave broken references', () => {
    const file = existing();
    const rebuild = (copied: string) => `
      CREATE TABLE rebuilt AS SELECT * FROM repositories ${copied};
      DROP TABLE repositories;
      CREATE TABLE repositories (id TEXT PRIMARY KEY, path TEXT, name TEXT, trusted INTEGER, opened_at INTEGER, forgotten INTEGER);
      INSERT INTO repositories SELECT * FROM rebuilt;
      DROP TABLE rebuilt;`;
    expect(() => open(file, planWith(rebuild('WHERE false')))).toThrow(/broken references/);
    expect(open(file, planWith(rebuild('')))).toBe(next);
    expect(openRaw(file).prepare('SELECT count(*) FROM sessions').pluck().get()).toBe(1);
  });

  it('refuses the database of a newer Coppice and leaves every byte of it', () => {
    const file = existing();
    open(file, planWith('CREATE TABLE later (id TEXT)'));
    const before = readFileSync(file);
    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({ code: 'store.newer', message: expect.stringContaining(file) }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('refuses it as well when its version is only in the log of a crash', () => {
    const file = existing();
    const newer = openRaw(file);
    newer.pragma('journal_mode = WAL');
    newer.pragma(`user_version = ${next}`);
    // What a crash leaves: the files as they are now, with nobody who has them open.
    const left = tempFile();
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${left}${suffix}`);
    const [before, log] = [readFileSync(left), readFileSync(`${left}-wal`)];
    expect(before.readInt32BE(60)).toBe(next - 1);
    expect(() => openStore({ file: left })).toThrow(expect.objectContaining({ code: 'store.newer' }));
    expect(readFileSync(left).equals(before)).toBe(true);
    expect(readFileSync(`${left}-wal`).equals(log)).toBe(true);
  });
});

describe('a file that is no database of Coppice', () => {
  it.each([
    ['text', (file: string) => writeFileSync(file, 'Dear diary, '.repeat(1000))],
    ['a few bytes', (file: string) => writeFileSync(file, 'SQLite format 3\0')],
    ['half a database', (file: string) => truncateSync(file, 8192)],
    ['a database of garbage', (file: string) => scramble(file)],
    ['a folder', () => undefined],
  ])('is refused and left as it is: %s', (what, damage) => {
    const file = what === 'a folder' ? join(tempFile(), '..', 'folder') : existing();
    if (what === 'a folder') mkdirSync(file);
    damage(file);
    const before = what === 'a folder' ? undefined : readFileSync(file);
    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({
        code: 'store.unusable',
        message: expect.stringContaining(file),
        hint: expect.stringMatching(/\w+/),
      }),
    );
    if (before) expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused and left as it is when another program made it', () => {
    const file = tempFile();
    openRaw(file).exec('CREATE TABLE theirs (id TEXT)');
    const before = readFileSync(file);
    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({ code: 'store.unusable', detail: expect.stringContaining('another program') }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused when pages are damaged and the last run crashed', () => {
    const file = existing();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 3, 4096 * 8);
    writeFileSync(file, bytes);
    writeFileSync(`${file}-wal`, 'left behind');
    expect(() => openStore({ file })).toThrow(DamagedDatabase);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('left behind');
  });
});

function scramble(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 100, 4096);
  writeFileSync(file, bytes);
}
