import { create } from 'zustand';
import type { RepositoryId, SessionId } from '../../shared/domain/ids';
import { call } from './bridge';
import { reporting } from './toasts';

/** What the middle of the window shows. */
export type Route =
  | { kind: 'home' }
  | { kind: 'new-session'; repositoryId: RepositoryId }
  | { kind: 'session'; sessionId: SessionId };

export const useRoute = create<{ route: Route }>()(() => ({ route: { kind: 'home' } }));

/** Shows something in the middle of the window, and again after a restart, however this run ends. */
export function go(route: Route): void {
  useRoute.setState({ route });
  void reporting(() => call('app.keepView', { view: JSON.stringify(route) }));
}

export function currentRoute(): Route {
  return useRoute.getState().route;
}

let restored = false;

/** Shows what the last run showed, as `go` had it kept; only the first call does, when the window begins. */
export function restoreRoute(view: string | null): void {
  if (restored) return;
  restored = true;
  if (view !== null) useRoute.setState({ route: parse(view) });
}

function parse(text: string): Route {
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
