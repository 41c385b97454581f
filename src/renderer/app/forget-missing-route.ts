import { useApp } from '../lib/app-store';
import { currentRoute, go } from '../lib/route';

/** Goes to the start when what the last run showed is gone. */
export function forgetMissingRoute(): void {
  const route = currentRoute();
  const { sessions } = useApp.getState();
  if (route.kind === 'session' && !sessions.some(({ id }) => id === route.sessionId)) go({ kind: 'home' });
}
