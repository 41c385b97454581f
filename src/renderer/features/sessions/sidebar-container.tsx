import { useMemo } from 'react';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { go, useRoute } from '../../lib/route';
import { notify, reporting } from '../../lib/toasts';
import { useNow } from '../../lib/use-now';
import { repositoriesStrings } from '../../strings/repositories';
import { groupByRepository } from './model/order-sessions';
import { archiveSession, forgetRepository } from './session-actions';
import { setCollapsed, showPutAway, useSessionsUi } from './sessions-slice';
import { showNewSession } from './show-new-session';
import { SidebarView } from './sidebar-view';

export function Sidebar() {
  const repositories = useApp((state) => state.repositories);
  const sessions = useApp((state) => state.sessions);
  const catalog = useApp((state) => state.catalog);
  const collapsed = useSessionsUi((state) => state.collapsed);
  const route = useRoute((state) => state.route);
  const now = useNow();
  const groups = useMemo(() => groupByRepository(repositories, sessions), [repositories, sessions]);
  return (
    <SidebarView
      groups={groups}
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
