import { open } from 'node:fs/promises';
import { homedir, release } from 'node:os';
import type { About } from '../../shared/ipc/snapshots';
import { describeDiagnostics } from '../services/diagnostics/diagnostics';
import type { Host } from '../services/host';
import type { Store } from '../store/store';
import type { DataPaths } from './paths';

/** Bytes of the end of the log that are looked through. */
const LOG_READ = 1024 * 1024;

export interface DiagnosticsDeps {
  host: Host;
  store: Store;
  paths: DataPaths;
  about(): Promise<About>;
  /** Why worktrees are not watched, if they are not. */
  watchFailure: string | undefined;
}

/** The text of “Copy diagnostics”. */
export async function readDiagnostics({
  host,
  store,
  paths,
  about,
  watchFailure,
}: DiagnosticsDeps): Promise<string> {
  const { version, electron, chrome, node, sqlite, git, platform, dataFolder, fallbackElectron } =
    await about();
  const log = await readEnd(paths.logFile, LOG_READ);
  const sessions = host.sessions.list();
  return describeDiagnostics({
    versions: {
      Coppice: version,
      System: `${platform} ${release()}`,
      Electron: fallbackElectron ? `${electron} (development fallback)` : electron,
      Chromium: chrome,
      Node: node,
      SQLite: sqlite,
      git: git ?? 'not found',
      'Data folder': dataFolder,
      'Watching worktrees': watchFailure ?? 'works',
      'Running for': `${Math.round(process.uptime())} s`,
    },
    counts: store.counts(),
    pool: host.pool.health(),
    sessions,
    agentSessions: sessions.flatMap(({ id }) => store.agentSessions.listBySession(id)),
    catalog: host.catalog.list(),
    catalogProblems: host.catalog.problems.length,
    log,
    redact: {
      home: homedir(),
      worktreesFolder: paths.worktrees,
      names: sessions.flatMap(({ worktree }) => (worktree ? [worktree.path, worktree.branch] : [])),
    },
  });
}

/** The last `bytes` of a text file; empty when there is none. */
async function readEnd(file: string, bytes: number): Promise<string> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
