import { dialog } from 'electron';
import { listFiles } from '../../git/list-files';
import type { Repositories } from '../../services/repositories';
import type { Sessions } from '../../services/sessions';
import type { AreaHandlers } from '../handler';

export interface RepositoryHandlerDeps {
  repositories: Repositories;
  sessions: Sessions;
}

export function repositoryHandlers({
  repositories,
  sessions,
}: RepositoryHandlerDeps): AreaHandlers<'repository'> {
  return {
    'repository.choose': async (_input, { window }) => {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Open a git repository',
        properties: ['openDirectory', 'createDirectory'],
      });
      const path = chosen.filePaths[0];
      return chosen.canceled || !path ? null : { path };
    },
    'repository.open': ({ path, ...consent }) => repositories.open(path, consent),
    'repository.forget': ({ repositoryId }) => repositories.forget(repositoryId),
    'repository.branches': ({ repositoryId }) => repositories.branches(repositoryId),
    'repository.files': async ({ sessionId, query, limit }) => {
      const { path } = await sessions.worktree(sessionId);
      return listFiles(path, { query, limit });
    },
  };
}
