import { dialog } from 'electron';
import type { Mentions } from '../../services/mentions';
import type { Repositories } from '../../services/repositories';
import type { AreaHandlers } from '../handler';

export interface RepositoryHandlerDeps {
  repositories: Repositories;
  mentions: Mentions;
}

export function repositoryHandlers({
  repositories,
  mentions,
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
    'repository.files': ({ sessionId, query, limit }) => mentions.find(sessionId, query, limit),
  };
}
