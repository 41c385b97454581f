import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DamageChoice, type DamageOffer, openRecoverableStore } from '../../../src/main/store/recover';
import { openStore } from '../../../src/main/store/store';
import { addSession, openRaw, sessionId, tempFile } from './test-store';

const now = () => new Date(2026, 10, 22, 12).getTime();

/** A database with a session in it, a folder of backups, and both ways of damage at once. */
function damaged(backups: Record<string, 'good' | 'bad' | 'newer'>): { file: string; folder: string } {
  const file = tempFile();
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder);
  for (const [day, quality] of Object.entries(backups)) {
    const path = join(folder, `coppice-${day}.db`);
    const store = openStore({ file: path });
    addSession(store, sessionId);
    store.sessions.rename(sessionId, `of ${day}`);
    store.close();
    rmSync(`${path}.lock`);
    const db = openRaw(path);
    db.pragma('journal_mode = DELETE');
    if (quality === 'newer') db.pragma('user_version = 999');
    db.close();
    if (quality === 'bad') writeFileSync(path, readFileSync(path).fill(0x5a, 5000));
  }
  writeFileSync(file, 'SQLite format 3\0 but then nonsense'.repeat(100));
  writeFileSync(`${file}-wal`, 'the log');
  writeFileSync(`${file}-shm`, 'its index');
  return { file, folder };
}

function open({ file, folder }: { file: string; folder: string }, choice: DamageChoice) {
  const offers: DamageOffer[] = [];
  const opened = openRecoverableStore({
    ...{ file, backups: folder, now },
    choose: (offer) => {
      offers.push(offer);
      return choice;
    },
  });
  if (opened) onTestFinished(() => opened.store.close());
  return { opened, offers };
}

/** The files beside the database, without the lock. */
function beside(file: string): string[] {
  return readdirSync(dirname(file)).filter((name) => name !== 'coppice.db.lock' && name !== 'backups');
}

describe('a damaged database', () => {
  it('is kept aside to the byte, and the newest good backup takes its place', () => {
    const place = damaged({
      '2026-11-18': 'good',
      '2026-11-20': 'good',
      '2026-11-21': 'bad',
      '2026-11-22': 'newer',
      '2099-01-01': 'good',
    });
    const before = ['', '-wal', '-shm'].map((suffix) => readFileSync(place.file + suffix));
    const { opened, offers } = open(place, 'restore');
    expect(offers).toEqual([
      {
        error: expect.objectContaining({ code: 'store.unusable' }),
        backup: { day: '2026-11-20', path: expect.any(String) },
      },
    ]);
    expect(opened?.store.sessions.get(sessionId).title).toBe('of 2026-11-20');
    const aside = opened?.recovered?.aside as string;
    expect(opened?.recovered).toEqual({
      day: '2026-11-20',
      aside: expect.stringMatching(/\.damaged-2026-11-22-\d{6}$/),
    });
    expect(['', '-wal', '-shm'].map((suffix) => readFileSync(aside + suffix))).toEqual(before);
    expect(readdirSync(place.folder)).toHaveLength(5);
    opened?.store.close();
    expect(
      openRecoverableStore({ file: place.file, backups: place.folder, choose: () => 'quit' })?.recovered,
    ).toBe(undefined);
  });

  it('gives way to an empty one when the user says so, and no backup is touched', () => {
    const place = damaged({ '2026-11-20': 'good' });
    const before = readFileSync(place.file);
    const { opened } = open(place, 'empty');
    expect(opened?.store.sessions.list()).toEqual([]);
    expect(opened?.recovered).toEqual({ aside: expect.any(String) });
    expect(readFileSync(opened?.recovered?.aside as string).equals(before)).toBe(true);
    expect(readdirSync(place.folder)).toEqual(['coppice-2026-11-20.db']);
  });

  it('stays exactly where it is when the user quits, or wants a backup and there is none', () => {
    for (const choice of ['quit', 'restore'] as const) {
      const place = damaged({ '2026-11-21': 'bad' });
      const before = readFileSync(place.file);
      const { opened, offers } = open(place, choice);
      expect(opened).toBeUndefined();
      expect(offers[0]?.backup).toBeUndefined();
      expect(readFileSync(place.file).equals(before)).toBe(true);
      expect(beside(place.file)).toEqual(['coppice.db', 'coppice.db-shm', 'coppice.db-wal']);
    }
  });

  it('never takes the name of one that was kept before', () => {
    const place = damaged({});
    const first = open(place, 'empty').opened;
    first?.store.close();
    writeFileSync(place.file, 'damaged again');
    const second = open(place, 'empty').opened;
    expect(second?.recovered?.aside).toBe(`${first?.recovered?.aside}-2`);
    expect(existsSync(first?.recovered?.aside as string)).toBe(true);
  });

  it('is not offered for what is no damage', () => {
    const file = tempFile();
    const other = openStore({ file });
    onTestFinished(() => other.close());
    expect(() =>
      openRecoverableStore({ file, backups: join(dirname(file), 'backups'), choose: () => 'empty' }),
    ).toThrow(/in use by another Coppice/);
    expect(beside(file).some((name) => name.includes('damaged'))).toBe(false);
  });
});

describe('a restore that was killed', () => {
  it('is ended by the next start when the damaged database had already gone', () => {
    const place = damaged({ '2026-11-20': 'good' });
    renameSync(place.file, `${place.file}.damaged-x`);
    renameSync(join(place.folder, 'coppice-2026-11-20.db'), `${place.file}.restoring`);
    const store = openStore({ file: place.file });
    onTestFinished(() => store.close());
    expect(store.sessions.get(sessionId).title).toBe('of 2026-11-20');
    expect(
      beside(place.file).filter((name) => name.endsWith('-wal') && name.includes('damaged')),
    ).toHaveLength(1);
  });

  it('is offered again when it had not', () => {
    const place = damaged({ '2026-11-20': 'good' });
    writeFileSync(`${place.file}.restoring.tmp`, 'half');
    expect(open(place, 'restore').opened?.store.sessions.get(sessionId).title).toBe('of 2026-11-20');
    expect(beside(place.file).some((name) => name.includes('restoring'))).toBe(false);
  });
});
