import type { ReactNode } from 'react';
import type { SessionId } from '../../../shared/domain/ids';
import { useApp, useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { copyText } from '../../lib/copy-text';
import { reporting } from '../../lib/toasts';
import { archiveSession, deleteSession, renameSession } from './session-actions';
import { SessionHeaderView } from './session-header-view';
import { setRenaming, showPutAway, useSessionsUi } from './sessions-slice';

export function SessionHeader({ sessionId, trailing }: { sessionId: SessionId; trailing?: ReactNode }) {
  const session = useSession(sessionId);
  const repository = useApp((state) =>
    state.repositories.find((candidate) => candidate.id === session?.repositoryId),
  );
  const renaming = useSessionsUi((state) => state.renaming === sessionId);
  if (!session) return null;
  return (
    <SessionHeaderView
      key={session.id}
      session={session}
      repository={repository}
      renaming={renaming}
      trailing={trailing}
      onRenaming={(on) => setRenaming(on ? sessionId : null)}
      onRename={(title) => void renameSession(sessionId, title)}
      onCopy={(text) => void copyText(text)}
      onReveal={(path) => void reporting(() => call('app.revealPath', { path }))}
      onShowPutAway={() => showPutAway({ of: 'all', tab: 'archived' })}
      onArchive={() => void archiveSession(session)}
      onDelete={() => void deleteSession(session)}
    />
  );
}
