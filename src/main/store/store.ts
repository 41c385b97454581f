import type { Database } from 'better-sqlite3';
import { countAll, type StoreCounts } from './count-all';
import { wasLeftOpen } from './inspect-file';
import { lockDatabase, type StoreLock } from './lock';
import { toMigrations } from './migrate';
import { bindingFor } from './native-binding';
import { markSuspect, openDatabase } from './open-database';
import { AgentSessionsRepository } from './repositories/agent-sessions';
import { CheckpointsRepository } from './repositories/checkpoints';
import { CommentDraftsRepository } from './repositories/comment-drafts';
import { CommentsRepository } from './repositories/comments';
import { DecisionsRepository } from './repositories/decisions';
import { DraftsRepository } from './repositories/drafts';
import { EventsRepository } from './repositories/events';
import { LineOwnersRepository } from './repositories/line-owners';
import { PendingChangesRepository } from './repositories/pending-changes';
import { RepositoriesRepository } from './repositories/repositories';
import { SessionsRepository } from './repositories/sessions';
import { SettingsRepository } from './repositories/settings';
import { TurnsRepository } from './repositories/turns';
import { UnfinishedMovesRepository } from './repositories/unfinished-moves';
import { ViewedFilesRepository } from './repositories/viewed-files';
import schema from './schema.sql?raw';
import { Sql } from './sql';
import { type StoreLog, silentStoreLog } from './store-log';
import { saysDamaged, toUnusable } from './unusable';

export interface StoreOptions {
  /** Absolute path of the database; it and its folder are made when missing. */
  file: string;
  /** A rebuilt native binding for runtimes the shipped one does not fit; COPPICE_SQLITE_BINDING goes before it. */
  nativeBinding?: string;
  log?: StoreLog;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Everything Coppice keeps: one object per table, each the only writer of its own. */
export interface Store {
  repositories: RepositoriesRepository;
  sessions: SessionsRepository;
  agentSessions: AgentSessionsRepository;
  turns: TurnsRepository;
  events: EventsRepository;
  checkpoints: CheckpointsRepository;
  lineOwners: LineOwnersRepository;
  pendingChanges: PendingChangesRepository;
  commentDrafts: CommentDraftsRepository;
  drafts: DraftsRepository;
  decisions: DecisionsRepository;
  comments: CommentsRepository;
  unfinishedMoves: UnfinishedMovesRepository;
  viewedFiles: ViewedFilesRepository;
  settings: SettingsRepository;
  /** How much is kept. Reads whole indexes: for when a user asks. */
  counts(): StoreCounts;
  /** True when the last run did not close the database; its events are not checked yet then. */
  wasLeftOpen: boolean;
  /** The version of the SQLite library at work. */
  sqliteVersion: string;
  /** Runs `work` in one transaction: all of it is stored or, when it throws, none. `work` must not be async. */
  transaction<T>(work: () => T): T;
  /** Writes the log back into the file and closes it. Idempotent. */
  close(): void;
}

/** The schema and all migrations this version of Coppice knows. */
export const plan = {
  schema,
  migrations: toMigrations(
    import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true }),
  ),
};

/**
 * Opens the store, migrating its database when an older Coppice made it. Throws AppError `store.newer`
 * when a newer one did, `DamagedDatabase` when a backup should take its place, and `store.unusable` when the
 * file or the database engine cannot be used, also because another process uses it. What fails later throws
 * `store.unusable` as well.
 */
export function openStore(options: StoreOptions): Store {
  const { file, nativeBinding, log = silentStoreLog, now = Date.now } = options;
  const binding = bindingFor(nativeBinding);
  const lock = lockDatabase(file, binding);
  let db: Database | undefined;
  try {
    const leftOpen = wasLeftOpen(file);
    db = openDatabase(file, binding, plan, log);
    return { ...assemble(db, lock, file, log, now), wasLeftOpen: leftOpen };
  } catch (error) {
    db?.close();
    lock.release();
    throw toUnusable(file, error);
  }
}

function assemble(
  db: Database,
  lock: StoreLock,
  file: string,
  log: StoreLog,
  now: () => number,
): Omit<Store, 'wasLeftOpen'> {
  const sql = new Sql(db, log, (error) => {
    if (saysDamaged(error)) markSuspect(file, log);
    return toUnusable(file, error, 'running');
  });
  const version = sql.prepare<{ version: string }>('SELECT sqlite_version() AS version').get();
  return {
    repositories: new RepositoriesRepository(sql, log),
    sessions: new SessionsRepository(sql, log),
    agentSessions: new AgentSessionsRepository(sql, now, log),
    turns: new TurnsRepository(sql, log),
    events: new EventsRepository(sql, log),
    checkpoints: new CheckpointsRepository(sql),
    lineOwners: new LineOwnersRepository(sql, log),
    pendingChanges: new PendingChangesRepository(sql, log),
    commentDrafts: new CommentDraftsRepository(sql, log),
    drafts: new DraftsRepository(sql, log),
    decisions: new DecisionsRepository(sql, log),
    comments: new CommentsRepository(sql, log),
    unfinishedMoves: new UnfinishedMovesRepository(sql, log),
    viewedFiles: new ViewedFilesRepository(sql),
    settings: new SettingsRepository(sql, log),
    counts: () => countAll(sql),
    sqliteVersion: version?.version ?? '',
    transaction: (work) => sql.transaction(work),
    close: () => {
      db.close();
      lock.release();
    },
  };
}
