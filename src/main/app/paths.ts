import { join, resolve } from 'node:path';
import { app } from 'electron';

/** Where Coppice keeps its data. */
export interface DataPaths {
  /** Electron's userData, or COPPICE_HOME. */
  folder: string;
  database: string;
  backups: string;
  agentsFile: string;
  worktrees: string;
  agentState: string;
  logFile: string;
  modelKey: string;
  /** One file per run, about the processes it started. */
  runs: string;
}

/** Decides where the data is; must run before the app is ready, as Chromium writes there too. */
export function decideDataPaths(): DataPaths {
  const home = process.env.COPPICE_HOME;
  if (home) app.setPath('userData', resolve(home));
  const folder = app.getPath('userData');
  return {
    folder,
    database: join(folder, 'coppice.db'),
    backups: join(folder, 'backups'),
    agentsFile: join(folder, 'agents.json'),
    worktrees: join(folder, 'worktrees'),
    agentState: join(folder, 'agent-state'),
    logFile: join(folder, 'logs', 'coppice.log'),
    modelKey: join(folder, 'model-key.bin'),
    runs: join(folder, 'runs'),
  };
}
