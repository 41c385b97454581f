import { create } from 'zustand';
import type { RepositoryId, SessionId } from '../../shared/domain/ids';

/** What the middle of the window shows. */
export type Route =
  | { kind: 'home' }
  | { kind: 'new-session'; repositoryId: RepositoryId }
  | { kind: 'session'; sessionId: SessionId };

const KEY = 'coppice.route';

export const useRoute = create<{ route: Route }>()(() => ({ route: remembered() }));

/** Shows something in the middle of the window, and again after a reload. */
export function go(route: Route): void {
  useRoute.setState({ route });
  localStorage.setItem(KEY, JSON.stringify(route));
}

export function currentRoute(): Route {
  return useRoute.getState().route;
}

function remembered(): Route {
  const text = globalThis.localStorage?.getItem(KEY);
  if (!text) return { kind: 'home' };
  try {
    const route = JSON.parse(text) as Partial<Record<string, string>>;
    if (route.kind === 'session' && route.sessionId) {
      return { kind: 'session', sessionId: route.sessionId as SessionId };
    }
    if (route.kind === 'new-session' && route.repositoryId) {
      return { kind: 'new-session', repositoryId: route.repositoryId as RepositoryId };
    }
  } catch {
    // Written by hand or by another version: the home view is always right.
  }
  return { kind: 'home' };
}
