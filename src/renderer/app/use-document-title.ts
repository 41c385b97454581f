import { useEffect } from 'react';
import { useSession } from '../lib/app-store';
import { useRoute } from '../lib/route';
import { appStrings } from '../strings/app';

/** Names the window after what it shows, for the window switcher and screen readers. */
export function useDocumentTitle(): void {
  const route = useRoute((state) => state.route);
  const session = useSession(route.kind === 'session' ? route.sessionId : null);
  const title = session ? `${session.title} – ${appStrings.name}` : appStrings.name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
