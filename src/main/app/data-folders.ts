import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors';
import type { DataPaths } from './paths';

type Folders = Pick<DataPaths, 'folder' | 'worktrees' | 'agentState' | 'logFile'>;

/**
 * Makes the data folder; answers why it cannot be used, AppError `store.unusable`. To be asked before the lock of
 * the single instance: in a folder that cannot be written to, Chromium believes that another one holds it.
 */
export function makeDataFolders({ folder, worktrees, agentState, logFile }: Folders): AppError | undefined {
  try {
    for (const part of [folder, worktrees, agentState, dirname(logFile)]) {
      mkdirSync(part, { recursive: true });
      accessSync(part, constants.W_OK);
    }
    return undefined;
  } catch (error) {
    return new AppError(
      'store.unusable',
      `Coppice cannot keep its data in ${folder}.`,
      'Check that it is a folder you own and may write to, or set COPPICE_HOME to another one.',
      String(error),
    );
  }
}
