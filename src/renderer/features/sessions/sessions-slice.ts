import { create } from 'zustand';
import type { RepositoryId, SessionId } from '../../../shared/domain/ids';

export type PutAwayTab = 'archived' | 'bin';

interface SessionsUi {
  /** Repositories whose sessions are folded away. */
  collapsed: ReadonlySet<RepositoryId>;
  /** The session whose title is being edited in the header. */
  renaming: SessionId | null;
  /** The dialog of archived and deleted sessions, of one repository or of all; null while it is closed. */
  putAway: { of: 'all' | RepositoryId; tab: PutAwayTab } | null;
}

const KEY = 'coppice.sidebar.collapsed';

export const useSessionsUi = create<SessionsUi>()(() => ({
  collapsed: new Set(JSON.parse(globalThis.localStorage?.getItem(KEY) ?? '[]') as RepositoryId[]),
  renaming: null,
  putAway: null,
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

export function showPutAway(putAway: SessionsUi['putAway']): void {
  useSessionsUi.setState({ putAway });
}
