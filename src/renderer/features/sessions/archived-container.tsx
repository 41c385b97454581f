import { useCallback, useEffect, useState } from 'react';
import type { Session } from '../../../shared/domain/session';
import { toErrorInfo } from '../../../shared/errors';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { type ArchivedState, ArchivedView } from './archived-view';
import { restoreSession } from './session-actions';
import { showArchived, useSessionsUi } from './sessions-slice';

/** The dialog that brings archived sessions back. */
export function ArchivedSessions() {
  const archived = useSessionsUi((state) => state.archived);
  if (archived === 'closed') return null;
  return <OpenDialog of={archived} />;
}

function OpenDialog({
  of,
}: {
  of: Exclude<ReturnType<typeof useSessionsUi.getState>['archived'], 'closed'>;
}) {
  const repositories = useApp((state) => state.repositories);
  const { state, load } = useArchived();
  const shown: ArchivedState =
    state.kind === 'ready' && of !== 'all'
      ? { kind: 'ready', sessions: state.sessions.filter(({ repositoryId }) => repositoryId === of) }
      : state;
  return (
    <ArchivedView
      state={shown}
      repositories={repositories}
      only={repositories.find(({ id }) => id === of)}
      onRetry={load}
      onRestore={(session) => void restore(session)}
      onClose={() => showArchived('closed')}
    />
  );
}

async function restore(session: Session): Promise<void> {
  showArchived('closed');
  await restoreSession(session.id);
}

/** Read anew whenever the dialog opens: archived sessions are not part of what the window keeps. */
function useArchived(): { state: ArchivedState; load(): void } {
  const [state, setState] = useState<ArchivedState>({ kind: 'loading' });
  const load = useCallback(() => {
    setState({ kind: 'loading' });
    call('session.listArchived', {}).then(
      (sessions) => setState({ kind: 'ready', sessions }),
      (error: unknown) => setState({ kind: 'failed', error: toErrorInfo(error) }),
    );
  }, []);
  useEffect(load, [load]);
  return { state, load };
}
