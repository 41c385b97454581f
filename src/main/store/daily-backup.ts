import { existsSync, rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors';
import { backupPath, dayOf, listBackups, surplusBackups } from './backup-files';
import type { BackupResult, BackupTask } from './backup-thread';
import { bindingFor } from './native-binding';
import { markSuspect } from './open-database';
import type { StoreLog } from './store-log';

export interface DailyBackupDeps {
  /** The database, open in this process. */
  file: string;
  /** Where backups go; made when missing. */
  folder: string;
  /** The built thread program: `out/main/backup-thread.js` in the app. */
  workerFile: string;
  nativeBinding?: string;
  /** True to have the whole database checked once although today's backup exists: an earlier run crashed. */
  checkFirst?: boolean;
  /** Told at most once a run: no backup could be made, or the database is damaged. */
  onFailed(error: AppError): void;
  log: StoreLog;
  /** Milliseconds since the epoch. */
  now?(): number;
}

/** How many daily backups are kept. */
export const KEPT_BACKUPS = 7;
/** Milliseconds between looks whether a new day began; a longer timer would stand still with a sleeping computer. */
const LOOK_MS = 60 * 60 * 1000;
/** Milliseconds after the start, when the window is up. */
const FIRST_MS = 5000;

/** Makes one checked backup of the database a day, in a thread of its own, and keeps the newest ones. */
export class DailyBackup {
  private readonly deps: DailyBackupDeps;
  private readonly timers: NodeJS.Timeout[] = [];
  private worker: Worker | undefined;
  private underWay: Promise<void> | undefined;
  private unchecked: boolean;
  private told = false;
  private stopped = false;

  constructor(deps: DailyBackupDeps) {
    this.deps = deps;
    this.unchecked = deps.checkFirst ?? false;
  }

  /** Makes today's backup in a few seconds, and then every day. Neither keeps the process alive. */
  start(): void {
    const look = () => void this.look();
    this.timers.push(setTimeout(look, FIRST_MS).unref(), setInterval(look, LOOK_MS).unref());
  }

  /** Makes today's backup unless there is one; resolves when that is done. Never rejects. */
  look(): Promise<void> {
    this.underWay ??= this.make()
      .catch((error: unknown) => this.fail(false, String(error)))
      .finally(() => {
        this.underWay = undefined;
      });
    return this.underWay;
  }

  /** Ends what is under way; an unfinished backup is not kept. Idempotent. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.worker?.terminate();
    await this.underWay;
  }

  private async make(): Promise<void> {
    const { folder, log } = this.deps;
    const today = dayOf(this.deps.now?.() ?? Date.now());
    const known = listBackups(folder, today);
    const target = backupPath(folder, today);
    const due = !existsSync(target);
    if (this.stopped || (!due && !this.unchecked)) return;
    const started = performance.now();
    const result = await this.run(due ? target : undefined);
    if (!result) return;
    if (!result.ok) return this.fail(result.damaged, `${result.code} ${result.message}`.trim());
    this.unchecked = false;
    log.info(due ? 'Backed up the database' : 'Checked the database', {
      ms: Math.round(performance.now() - started),
      ...(due && { target }),
    });
    if (!due) return;
    // By count and never by age, and only after a new one is there: a clock that jumps must not empty the folder.
    for (const { path } of surplusBackups([{ path: target, day: today }, ...known], today, KEPT_BACKUPS)) {
      rmSync(path, { force: true });
    }
  }

  /** Undefined when it was stopped before it ended. */
  private run(target: string | undefined): Promise<BackupResult | undefined> {
    const { file, workerFile, nativeBinding } = this.deps;
    const binding = bindingFor(nativeBinding);
    const task: BackupTask = { file, ...(target && { target }), ...(binding && { nativeBinding: binding }) };
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerFile, { workerData: task });
      this.worker = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => {
        this.worker = undefined;
        if (this.stopped) resolve(undefined);
        else reject(new Error('the backup thread ended without an answer'));
      });
    });
  }

  private fail(damaged: boolean, detail: string): void {
    const { file, folder, log, onFailed } = this.deps;
    log.warn('The database could not be backed up', { damaged, detail });
    if (damaged) markSuspect(file, log);
    if (this.told) return;
    this.told = true;
    onFailed(
      damaged
        ? new AppError(
            'store.unusable',
            `The database ${file} is damaged; the backups made before are kept.`,
            'Quit Coppice and start it again: it checks the database, keeps what is damaged, and offers the newest backup.',
            detail,
          )
        : new AppError(
            'store.unusable',
            `No backup of the database could be made in ${folder}.`,
            'Check that the folder can be written and its disk is not full; Coppice tries again every hour.',
            detail,
          ),
    );
  }
}
