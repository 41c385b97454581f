import { create } from 'zustand';
import type { RepositoryId, SessionId } from '../../../shared/domain/ids';

interface SessionsUi {
  /** Repositories whose sessions are folded away. */
  collapsed: ReadonlySet<RepositoryId>;
  /** The session whose title is being edited in the header. */
  renaming: SessionId | null;
  /** The dialog of archived sessions: of one repository, or of all. */
  archived: 'closed' | 'all' | RepositoryId;
}

const KEY = 'coppice.sidebar.collapsed';

export const useSessionsUi = create<SessionsUi>()(() => ({
  collapsed: new Set(JSON.parse(globalThis.localStorage?.getItem(KEY) ?? '[]') as RepositoryId[]),
  renaming: null,
  archived: 'closed',
}));

export function setCollapsed(id: RepositoryId, collapsed: boolean): void {
  const next = new Set(useSessionsUi.getState().collapsed);
  if (collapsed) next.add(id);
  else next.delete(id);
  useSessionsUi.setState({ collapsed: next });
  localStorage.setItem(KEY, JSON.stringify([...next]));
}

export function setRenaming(renaming: SessionId | null): void {
  useSessionsUi.setState({ renaming });
}

export function showArchived(archived: SessionsUi['archived']): void {
  useSessionsUi.setState({ archived });
}
