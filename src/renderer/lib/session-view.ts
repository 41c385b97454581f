import type { SessionId } from '../../shared/domain/ids';
import { useApp } from './app-store';
import { call } from './bridge';
import { hostFeed } from './connect';
import { joinPages } from './join-pages';

/** The session that was asked for last, until it is shown. */
let opening: { id: SessionId } | null = null;

/** Shows a session: resolves when its last page is in `useApp().open`. */
export async function openSession(id: SessionId): Promise<void> {
  const previous = useApp.getState().open?.id ?? opening?.id;
  if (previous && previous !== id) closeSession();
  const attempt = { id };
  opening = attempt;
  try {
    await hostFeed.open(id);
  } finally {
    if (opening === attempt) opening = null;
  }
}

/** Stops following the open session, or the one that is still being opened; main no longer sends its details. */
export function closeSession(): void {
  const id = useApp.getState().open?.id ?? opening?.id;
  opening = null;
  hostFeed.close();
  // The window is leaving the session either way; there is nothing a user could do about a refusal.
  if (id) void call('session.close', { sessionId: id }).catch((error: unknown) => console.error(error));
}

/** Fetches the page before the first loaded entry; does nothing when there is none or one is under way. */
export async function loadOlder(): Promise<void> {
  const open = useApp.getState().open;
  const first = open?.transcript.entries[0];
  if (!open?.hasOlder || open.loadingOlder || !first) return;
  useApp.setState({ open: { ...open, loadingOlder: true } });
  try {
    const page = await call('session.page', { sessionId: open.id, before: first.seq });
    updateOpen(open.id, (now) => ({
      ...now,
      transcript: joinPages(page.transcript, now.transcript),
      hasOlder: page.hasOlder,
      loadingOlder: false,
    }));
  } catch (error) {
    updateOpen(open.id, (now) => ({ ...now, loadingOlder: false }));
    throw error;
  }
}

type Open = NonNullable<ReturnType<typeof useApp.getState>['open']>;

function updateOpen(id: SessionId, change: (open: Open) => Open): void {
  const { open } = useApp.getState();
  if (open?.id === id) useApp.setState({ open: change(open) });
}
