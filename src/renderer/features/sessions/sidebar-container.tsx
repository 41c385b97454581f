import { useMemo } from 'react';
import type { SessionId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { copyText } from '../../lib/copy-text';
import { go, useRoute } from '../../lib/route';
import { notify, reporting } from '../../lib/toasts';
import { useNow } from '../../lib/use-now';
import { repositoriesStrings } from '../../strings/repositories';
import type { MenuEntry } from '../../ui/menu';
import { groupByRepository } from './model/order-sessions';
import { archiveSession, deleteSession, forgetRepository } from './session-actions';
import { sessionMenu } from './session-menu';
import { setCollapsed, setRenaming, showPutAway, useSessionsUi } from './sessions-slice';
import { showNewSession } from './show-new-session';
import { SidebarView } from './sidebar-view';
import { useArchivedCounts } from './use-archived-counts';

function menuOf(session: Session, onFinish: (sessionId: SessionId) => void): MenuEntry[] {
  const open = () => go({ kind: 'session', sessionId: session.id });
  const actions = {
    onRenaming: () => {
      open();
      setRenaming(session.id);
    },
    onCopy: (text: string) => void copyText(text),
    onReveal: (path: string) => void reporting(() => call('app.revealPath', { path })),
    onArchive: () => void archiveSession(session),
    onDelete: () => void deleteSession(session),
  };
  return sessionMenu(session, actions, {
    onOpen: open,
    onFinish: () => {
      open();
      onFinish(session.id);
    },
  });
}

/** `onFinish` opens what takes a session to its end, once that session is shown. */
export function Sidebar({ onFinish }: { onFinish(sessionId: SessionId): void }) {
  const repositories = useApp((state) => state.repositories);
  const sessions = useApp((state) => state.sessions);
  const catalog = useApp((state) => state.catalog);
  const collapsed = useSessionsUi((state) => state.collapsed);
  const route = useRoute((state) => state.route);
  const now = useNow();
  const groups = useMemo(() => groupByRepository(repositories, sessions), [repositories, sessions]);
  const archived = useArchivedCounts(groups, sessions);
  return (
    <SidebarView
      groups={groups}
      archived={archived}
      menuOf={(session) => menuOf(session, onFinish)}
      catalog={catalog}
      collapsed={collapsed}
      route={route}
      now={now}
      onOpenSession={(sessionId) => go({ kind: 'session', sessionId })}
      onArchive={(session) => void archiveSession(session)}
      onNewSession={showNewSession}
      onFold={(id, open) => setCollapsed(id, !open)}
      onReveal={(repository) => void reporting(() => call('app.revealPath', { path: repository.path }))}
      onShowPutAway={(repository) => showPutAway({ of: repository.id, tab: 'archived' })}
      onForget={(repository) => {
        void forgetRepository(repository.id);
        notify({
          title: repositoriesStrings.forgotten(repository.name),
          description: repositoriesStrings.forgottenHint,
        });
      }}
    />
  );
}
