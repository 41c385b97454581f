import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Dispatcher } from '../../../src/main/services/dispatcher';
import { EventLog } from '../../../src/main/services/events/event-log';
import { silentLog } from '../../../src/main/services/log';
import { PausedQueues } from '../../../src/main/services/turns/paused-queues';
import { DailyBackup } from '../../../src/main/store/daily-backup';
import { openStore, type Store } from '../../../src/main/store/store';
import { silentStoreLog } from '../../../src/main/store/store-log';
import type { AppError } from '../../../src/shared/errors';
import { smallDisk, whyNoMount } from './small-disk';
import { addSession, agent, openRaw, sessionId } from './test-store';

const why = whyNoMount();
if (why) process.stdout.write(`full-disk.test.ts is skipped: ${why}\n`);

const unusable = (message: RegExp) =>
  expect.objectContaining({ code: 'store.unusable', message: expect.stringMatching(message) });
const long = (word: string) => [{ type: 'text' as const, text: word.repeat(50_000) }];

function dispatch(store: Store): { dispatcher: Dispatcher; ran: string[] } {
  const ran: string[] = [];
  const dispatcher = new Dispatcher({
    turns: store.turns,
    paused: new PausedQueues({ table: store.settings, exists: () => true }),
    run: async (turn) => {
      ran.push(turn.id);
      return { stopReason: 'end_turn' };
    },
    steer: async () => 'refused',
    onOfferCutOff: () => {},
    kill: async () => {},
    mayRun: () => true,
    onTurn: () => store.sessions.touch(sessionId, Date.now()),
    onWithdrawn() {},
    onRestated() {},
    waitsForUser: () => false,
    wasHeard: () => true,
    log: silentLog,
  });
  onTestFinished(() => dispatcher.stop());
  return { dispatcher, ran };
}

describe.skipIf(why !== undefined)('a full disk', () => {
  function prepare() {
    const disk = smallDisk();
    const file = join(disk.folder, 'data', 'coppice.db');
    const store = openStore({ file });
    onTestFinished(() => store.close());
    addSession(store, sessionId);
    return { disk, file, store };
  }

  it('refuses a prompt in words, takes it once there is room, and loses none it took', async () => {
    const { disk, file, store } = prepare();
    const { dispatcher, ran } = dispatch(store);
    const before = dispatcher.enqueue(sessionId, agent, [{ type: 'text', text: 'first' }]);
    await vi.waitFor(() => expect(store.turns.get(before.id).state.status).toBe('ended'));
    disk.fill();
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(() => dispatcher.enqueue(sessionId, agent, long('again '))).toThrow(
        unusable(/^The prompt was not taken\. .*because the disk is full/),
      );
    }
    expect(store.turns.listBySession(sessionId).map(({ id }) => id)).toEqual([before.id]);
    expect(store.sessions.get(sessionId).title).toBe('Session s1');

    disk.makeRoom();
    const after = dispatcher.enqueue(sessionId, agent, long('again '));
    await vi.waitFor(() => expect(store.turns.get(after.id).state.status).toBe('ended'));
    expect(ran).toEqual([before.id, after.id]);
    expect(openRaw(file).pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('calls a prompt taken that is on disk, whatever cannot be written after it', async () => {
    const { store } = prepare();
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const dispatcher = new Dispatcher({
      turns: store.turns,
      paused: new PausedQueues({ table: store.settings, exists: () => true }),
      run: async () => ({ stopReason: 'end_turn' }),
      steer: async () => 'refused',
      onOfferCutOff: () => {},
      kill: async () => {},
      mayRun: () => true,
      onTurn: () => {
        throw full;
      },
      onWithdrawn() {},
      onRestated() {},
      waitsForUser: () => false,
      wasHeard: () => true,
      log: silentLog,
    });
    onTestFinished(() => dispatcher.stop());
    const { id } = dispatcher.enqueue(sessionId, agent, [{ type: 'text', text: 'go' }]);
    await vi.waitFor(() => expect(store.turns.get(id).state.status).toBe('ended'));
  });

  it('keeps what agents say and writes it, in order and once, when there is room', async () => {
    const { disk, store } = prepare();
    const [published, failures]: [number[], unknown[]] = [[], []];
    const eventLog = new EventLog({
      events: store.events,
      turns: store.turns,
      transaction: store.transaction,
      publish: (_, events) => published.push(...events.map(({ seq }) => seq)),
      onWriteFailed: (error) => failures.push(error),
      log: silentLog,
    });
    const say = (text: string) =>
      eventLog.say({ sessionId, agent }, { kind: 'notice', severity: 'info', title: text.repeat(50_000) });
    disk.fill();
    say('one ');
    say('two ');
    expect(failures).toEqual([unusable(/disk is full/), unusable(/disk is full/)]);
    expect(published).toEqual([]);
    expect(store.events.count(sessionId)).toBe(0);
    disk.makeRoom();
    await vi.waitFor(() => expect(published).toEqual([1, 2]), { timeout: 5000 });
    expect(store.events.count(sessionId)).toBe(2);
  });

  it('leaves no half backup, and says so', async () => {
    const { disk, file, store } = prepare();
    disk.fill();
    const failures: AppError[] = [];
    const folder = join(disk.folder, 'backups');
    const backup = new DailyBackup({
      ...{ file, folder, log: silentStoreLog },
      workerFile: process.env.COPPICE_BACKUP_THREAD as string,
      onFailed: (error) => failures.push(error),
    });
    await backup.look();
    expect(failures).toEqual([unusable(/No backup/)]);
    disk.makeRoom();
    await backup.look();
    expect(failures).toHaveLength(1);
    expect(store.settings.all()).toEqual({});
    const made = openRaw(join(folder, readdirSync(folder)[0] as string));
    expect(made.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('is named when there is no room for a new database', () => {
    const disk = smallDisk();
    disk.fill();
    const file = join(disk.folder, 'coppice.db');
    expect(() => openStore({ file })).toThrow(unusable(/disk is full/));
    disk.makeRoom();
    openStore({ file }).close();
  });
});

describe.skipIf(why !== undefined)('a disk that can only be read', () => {
  it.each(['a new', 'an existing'])('is named with the way out for %s database', (which) => {
    const disk = smallDisk();
    const file = join(disk.folder, 'coppice.db');
    if (which === 'an existing') openStore({ file }).close();
    disk.makeReadOnly();
    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({
        code: 'store.unusable',
        message: `The database ${file} can be read but not written.`,
        hint: expect.stringMatching(/COPPICE_HOME/),
      }),
    );
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
