import { dialog } from 'electron';
import type { Repositories } from '../../services/repositories';
import type { SessionTroubles } from '../../services/sessions/session-troubles';
import type { Mentions } from '../../services/turns/mentions';
import type { AreaHandlers } from '../handler';

export interface RepositoryHandlerDeps {
  repositories: Repositories;
  mentions: Mentions;
  troubles: SessionTroubles;
}

export function repositoryHandlers({
  repositories,
  mentions,
  troubles,
}: RepositoryHandlerDeps): AreaHandlers<'repository'> {
  return {
    'repository.choose': async ({ moved }, { window }) => {
      const chosen = await dialog.showOpenDialog(window, {
        title: moved ? `Where is the ${moved} now?` : 'Open a git repository',
        properties: moved ? ['openDirectory'] : ['openDirectory', 'createDirectory'],
      });
      const path = chosen.filePaths[0];
      return chosen.canceled || !path ? null : { path };
    },
    'repository.open': ({ path, ...consent }) => repositories.open(path, consent),
    'repository.relocate': async ({ repositoryId, path }) => {
      const repository = await repositories.relocate(repositoryId, path);
      void troubles.survey(() => false);
      return repository;
    },
    'repository.forget': ({ repositoryId }) => repositories.forget(repositoryId),
    'repository.branches': ({ repositoryId }) => repositories.branches(repositoryId),
    'repository.files': ({ sessionId, query, limit }) => mentions.find(sessionId, query, limit),
  };
}
