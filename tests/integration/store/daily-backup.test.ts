import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dayOf } from '../../../src/main/store/backup-files';
import { DailyBackup, type DailyBackupDeps } from '../../../src/main/store/daily-backup';
import { openStore, type Store } from '../../../src/main/store/store';
import { silentStoreLog } from '../../../src/main/store/store-log';
import type { AppError } from '../../../src/shared/errors';
import { addSession, openRaw, sessionId, tempFile, text } from './test-store';

const DAY = 24 * 60 * 60 * 1000;
const noon = new Date(2026, 10, 22, 12).getTime();

interface Fixture {
  file: string;
  folder: string;
  store: Store;
  failures: AppError[];
  /** A new run of the app, as far as backups go. */
  backup(now: number, more?: Partial<DailyBackupDeps>): DailyBackup;
  names(): string[];
}

function prepare(): Fixture {
  const file = tempFile();
  const store = openStore({ file });
  onTestFinished(() => store.close());
  addSession(store, sessionId);
  const folder = join(dirname(file), 'backups');
  const failures: AppError[] = [];
  return {
    ...{ file, folder, store, failures },
    backup: (now, more = {}) => {
      const backup = new DailyBackup({
        ...{ file, folder, log: silentStoreLog, now: () => now },
        workerFile: process.env.COPPICE_BACKUP_THREAD as string,
        onFailed: (error) => failures.push(error),
        ...more,
      });
      onTestFinished(() => backup.stop());
      return backup;
    },
    names: () => readdirSync(folder).sort(),
  };
}

describe('the daily backup', () => {
  it('is one whole file named by its day, made once, with what the log still holds', async () => {
    const { backup, folder, store, names, failures } = prepare();
    store.events.append([text(1, 'm', 'hello')]);
    await backup(noon).look();
    expect(failures).toEqual([]);
    expect(names()).toEqual(['coppice-2026-11-22.db']);
    const file = join(folder, 'coppice-2026-11-22.db');
    const bytes = readFileSync(file);
    store.events.append([text(2, 'm', 'later')]);
    await backup(noon + 1000).look();
    expect(readFileSync(file).equals(bytes)).toBe(true);

    const copy = openStore({ file });
    onTestFinished(() => copy.close());
    expect(copy.events.count(sessionId)).toBe(1);
    expect(openRaw(file).pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('keeps the last seven days the app ran', async () => {
    const { backup, names } = prepare();
    for (let day = 0; day < 9; day++) await backup(noon + day * 2 * DAY).look();
    expect(names()).toEqual([2, 3, 4, 5, 6, 7, 8].map((day) => `coppice-${dayOf(noon + day * 2 * DAY)}.db`));
  });

  it('outlives a clock that jumps decades ahead and back', async () => {
    const { backup, folder, names } = prepare();
    for (let day = -6; day <= 0; day++) await backup(noon + day * DAY).look();
    const good = names();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await backup(new Date(2099, 0, 1).getTime()).look();
    await backup(new Date(1971, 0, 1).getTime()).look();
    expect(names()).toEqual([
      'coppice-1971-01-01.db',
      ...good.slice(1),
      'coppice-2099-01-01.db',
      'notes.txt',
    ]);
    await backup(noon + DAY).look();
    expect(names()).toEqual([
      ...good.slice(1),
      'coppice-2026-11-23.db',
      'coppice-2099-01-01.db',
      'notes.txt',
    ]);
  });

  it('takes one moment of a database that is written to meanwhile, and prints what the loop noticed', async () => {
    const { backup, folder, store } = prepare();
    const words = 'x'.repeat(4000);
    for (let seq = 0; seq < 20_000; seq += 500) {
      store.events.append(Array.from({ length: 500 }, (_, index) => text(seq + index + 1, 'm', words)));
    }
    let seq = 20_000;
    const writeUntil = async (end: Promise<unknown>) => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      let [done, writes] = [false, 0];
      void end.finally(() => {
        done = true;
      });
      const started = performance.now();
      delay.enable();
      for (; !done; writes++) {
        store.events.append([text(++seq, 'n', 'meanwhile'), text(++seq, 'n', 'meanwhile')]);
        await setTimeout(5);
      }
      delay.disable();
      const [p99, max] = [delay.percentile(99), delay.max].map((ns) => (ns / 1e6).toFixed(1));
      return `${writes} writes in ${Math.round(performance.now() - started)} ms, loop delay p99 ${p99} ms, max ${max} ms`;
    };
    const alone = await writeUntil(setTimeout(1500));
    const before = seq;
    const beside = await writeUntil(backup(noon).look());
    process.stdout.write(`alone: ${alone}\nbeside a backup of 80 MB: ${beside}\n`);
    expect(seq).toBeGreaterThan(before);
    const copy = openStore({ file: join(folder, `coppice-${dayOf(noon)}.db`) });
    onTestFinished(() => copy.close());
    const count = copy.events.count(sessionId);
    expect(count).toBeGreaterThanOrEqual(before);
    expect(count % 2).toBe(0);
    expect(copy.events.lastSeq(sessionId)).toBe(count);
  });

  it('leaves nothing half made when it is stopped, and what an earlier run left is no obstacle', async () => {
    const { backup, folder, names, store } = prepare();
    store.events.append(Array.from({ length: 5000 }, (_, index) => text(index + 1, 'm', 'x'.repeat(4000))));
    const stopped = backup(noon);
    const look = stopped.look();
    await stopped.stop();
    await look;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'coppice-2026-11-22.db.tmp'), 'half');
    await backup(noon).look();
    expect(names()).toEqual(['coppice-2026-11-22.db']);
  });

  it('is told of once when it fails, and tried again', async () => {
    const { backup, folder, failures, names } = prepare();
    writeFileSync(folder, 'in the way');
    const run = backup(noon);
    await run.look();
    await run.look();
    expect(failures).toEqual([
      expect.objectContaining({ code: 'store.unusable', hint: expect.stringMatching(/every hour/) }),
    ]);
    expect(readFileSync(folder, 'utf8')).toBe('in the way');
    const elsewhere = join(folder, '..', 'other');
    await backup(noon, { folder: elsewhere }).look();
    expect(readdirSync(elsewhere)).toEqual(['coppice-2026-11-22.db']);
    expect(() => names()).toThrow();
  });
});

describe('a database damaged where nobody read', () => {
  function damageEvents(): string {
    const file = tempFile();
    const store = openStore({ file });
    addSession(store, sessionId);
    store.events.append(Array.from({ length: 2000 }, (_, index) => text(index + 1, 'm', 'y'.repeat(2000))));
    store.close();
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 4096 / 2) * 4096;
    bytes.fill(0xa5, at, at + 4096 * 20);
    writeFileSync(file, bytes);
    return file;
  }

  it('is never made a backup of; the user is told and the next start checks all of it', async () => {
    const file = damageEvents();
    const store = openStore({ file });
    onTestFinished(() => store.close());
    const folder = join(dirname(file), 'backups');
    const failures: AppError[] = [];
    const backup = new DailyBackup({
      ...{ file, folder, log: silentStoreLog, now: () => noon },
      workerFile: process.env.COPPICE_BACKUP_THREAD as string,
      onFailed: (error) => failures.push(error),
    });
    await backup.look();
    expect(readdirSync(folder)).toEqual([]);
    expect(failures).toEqual([expect.objectContaining({ message: expect.stringMatching(/is damaged/) })]);
    store.close();
    expect(() => openStore({ file })).toThrow(/is damaged/);
  });

  it('is found after a crash although there is a backup of the day', async () => {
    const file = damageEvents();
    const store = openStore({ file });
    onTestFinished(() => store.close());
    const folder = join(dirname(file), 'backups');
    mkdirSync(folder);
    writeFileSync(join(folder, 'coppice-2026-11-22.db'), 'made this morning');
    const failures: AppError[] = [];
    const deps = {
      ...{ file, folder, log: silentStoreLog, now: () => noon },
      workerFile: process.env.COPPICE_BACKUP_THREAD as string,
      onFailed: (error: AppError) => failures.push(error),
    };
    await new DailyBackup(deps).look();
    expect(failures).toEqual([]);
    await new DailyBackup({ ...deps, checkFirst: true }).look();
    expect(failures).toHaveLength(1);
    expect(existsSync(`${file}.suspect`)).toBe(true);
  });

  it('says so when it is met while running, with the way out, and the next start checks all of it', () => {
    const file = damageEvents();
    const store = openStore({ file });
    expect(() => {
      for (let before = 2001; before > 1; before -= 100) store.events.page(sessionId, { before, limit: 100 });
    }).toThrow(
      expect.objectContaining({ code: 'store.unusable', hint: expect.stringMatching(/start it again/) }),
    );
    store.settings.set('still', 'alive');
    store.close();
    expect(() => openStore({ file })).toThrow(/is damaged/);
  });
});
