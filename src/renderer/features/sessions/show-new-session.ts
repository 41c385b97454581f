import type { RepositoryId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import { currentRoute, go } from '../../lib/route';

/** Shows the new-session screen for a repository; without one, for the repository being worked in. */
export function showNewSession(repositoryId?: RepositoryId): void {
  const id = repositoryId ?? currentRepository();
  if (id) go({ kind: 'new-session', repositoryId: id });
}

function currentRepository(): RepositoryId | undefined {
  const { repositories, sessions } = useApp.getState();
  const route = currentRoute();
  if (route.kind === 'new-session') return route.repositoryId;
  if (route.kind === 'session') {
    const shown = sessions.find((session) => session.id === route.sessionId);
    if (shown) return shown.repositoryId;
  }
  return repositories.toSorted((a, b) => b.openedAt - a.openedAt).find((one) => one.available)?.id;
}
