import { ArchiveRestore, FolderOpen, FolderX, Plus, SquarePen } from 'lucide-react';
import { useState } from 'react';
import type { CatalogAgent } from '../../../shared/domain/agent';
import type { RepositoryId, SessionId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import { fileManagerName } from '../../lib/platform';
import type { Route } from '../../lib/route';
import { sessionsStrings } from '../../strings/sessions';
import { Button } from '../../ui/button';
import { ContextMenu } from '../../ui/context-menu';
import { Kbd } from '../../ui/kbd';
import type { MenuEntry } from '../../ui/menu';
import { ArchivedRow } from './archived-row';
import { foldQuiet, type RepositoryGroup as Group } from './model/order-sessions';
import { MoreRow } from './more-row';
import { RepositoryGroup } from './repository-group';
import { SessionRow } from './session-row';
import styles from './sidebar-view.module.css';
import type { ArchivedCounts } from './use-archived-counts';
import { useTreeKeys } from './use-tree-keys';

export interface SidebarViewProps {
  groups: readonly Group[];
  catalog: readonly CatalogAgent[];
  collapsed: ReadonlySet<RepositoryId>;
  route: Route;
  now: number;
  onOpenSession(id: SessionId): void;
  onArchive(session: Session): void;
  /** How many archived sessions a repository without others has. */
  archived: ArchivedCounts;
  /** What a right click on a session offers. */
  menuOf(session: Session): MenuEntry[];
  onNewSession(id?: RepositoryId): void;
  onFold(id: RepositoryId, open: boolean): void;
  onReveal(repository: Repository): void;
  onShowPutAway(repository: Repository): void;
  onForget(repository: Repository): void;
}

/** Rows of a repository that are drawn at first, and with each request for more. */
const SOME = 50;

/** Repositories and their sessions as one tree. */
export function SidebarView(props: SidebarViewProps) {
  const { groups, collapsed, route, onFold, onNewSession } = props;
  const onKeyDown = useTreeKeys((row, open) => {
    if (row.dataset.repository) onFold(row.dataset.repository as RepositoryId, open);
  });
  const stop = tabStopOf(groups, collapsed, route);
  return (
    <div className={styles.sidebar}>
      <div className={styles.top}>
        <Button
          variant="ghost"
          icon={<SquarePen size={15} />}
          className={styles.new}
          disabled={groups.length === 0}
          onClick={() => onNewSession()}
        >
          <span className={styles.grow}>{sessionsStrings.newSession}</span>
          <Kbd shortcut="Mod+N" />
        </Button>
      </div>
      <ContextMenu itemsAt={(target) => itemsAt(props, target)}>
        <div role="tree" aria-label={sessionsStrings.tree} className={styles.tree} onKeyDown={onKeyDown}>
          {groups.map((group) => (
            <Branch key={group.repository.id} {...props} group={group} stop={stop} />
          ))}
        </div>
      </ContextMenu>
    </div>
  );
}

function Branch(props: SidebarViewProps & { group: Group; stop: string | undefined }) {
  const { group, stop, route, collapsed, onFold, onNewSession } = props;
  const { repository, sessions } = group;
  const expanded = !collapsed.has(repository.id);
  const archived = props.archived.get(repository.id) ?? 0;
  const [room, setRoom] = useState(SOME);
  const shown = foldQuiet(sessions, room, route.kind === 'session' ? route.sessionId : undefined);
  return (
    <RepositoryGroup
      repository={repository}
      count={sessions.length}
      expanded={expanded}
      selected={route.kind === 'new-session' && route.repositoryId === repository.id}
      tabStop={stop === repository.id}
      menu={menuOf(props, repository)}
      onToggle={() => onFold(repository.id, !expanded)}
      onNewSession={() => onNewSession(repository.id)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a tree's group is no fieldset. */}
      <div role="group" className={styles.group}>
        {shown.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            catalog={props.catalog}
            now={props.now}
            selected={route.kind === 'session' && route.sessionId === session.id}
            tabStop={stop === session.id}
            onOpen={() => props.onOpenSession(session.id)}
            onArchive={() => props.onArchive(session)}
          />
        ))}
        {shown.length < sessions.length && (
          <MoreRow hidden={sessions.length - shown.length} onMore={() => setRoom(room + SOME)} />
        )}
        {sessions.length === 0 &&
          (archived > 0 ? (
            <ArchivedRow count={archived} onShow={() => props.onShowPutAway(repository)} />
          ) : (
            <p className={styles.none}>{sessionsStrings.noSessions}</p>
          ))}
      </div>
    </RepositoryGroup>
  );
}

/** The menu of the session or repository that was right-clicked. */
function itemsAt(props: SidebarViewProps, target: Element): MenuEntry[] | null {
  const { session: id, repository: of } = target.closest<HTMLElement>('[role="treeitem"]')?.dataset ?? {};
  for (const { repository, sessions } of props.groups) {
    if (repository.id === of) return menuOf(props, repository);
    const session = sessions.find((candidate) => candidate.id === id);
    if (session) return props.menuOf(session);
  }
  return null;
}

function menuOf(props: SidebarViewProps, repository: Repository): MenuEntry[] {
  return [
    {
      kind: 'item',
      id: 'new',
      label: sessionsStrings.newSession,
      icon: <Plus size={14} />,
      disabled: !repository.available,
      onSelect: () => props.onNewSession(repository.id),
    },
    {
      kind: 'item',
      id: 'reveal',
      label: sessionsStrings.reveal(fileManagerName()),
      icon: <FolderOpen size={14} />,
      disabled: !repository.available,
      onSelect: () => props.onReveal(repository),
    },
    {
      kind: 'item',
      id: 'archived',
      label: sessionsStrings.archivedList,
      icon: <ArchiveRestore size={14} />,
      onSelect: () => props.onShowPutAway(repository),
    },
    { kind: 'separator', id: 'line' },
    {
      kind: 'item',
      id: 'forget',
      label: sessionsStrings.forget,
      icon: <FolderX size={14} />,
      onSelect: () => props.onForget(repository),
    },
  ];
}

/** The one row Tab stops at: the shown one if it is in sight, else the first. */
function tabStopOf(
  groups: readonly Group[],
  collapsed: ReadonlySet<RepositoryId>,
  route: Route,
): string | undefined {
  if (route.kind === 'new-session') return route.repositoryId;
  if (route.kind === 'session') {
    const group = groups.find(({ sessions }) => sessions.some(({ id }) => id === route.sessionId));
    if (group) return collapsed.has(group.repository.id) ? group.repository.id : route.sessionId;
  }
  return groups[0]?.repository.id;
}
