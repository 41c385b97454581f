import type { RepositoryId, SessionId } from '../../../../shared/domain/ids';
import type { Repository } from '../../../../shared/domain/repository';
import type { Session } from '../../../../shared/domain/session';
import { isLive } from '../../../../shared/domain/session-life';

export interface RepositoryGroup {
  repository: Repository;
  sessions: Session[];
}

/** What needs the user stands first; the others stay where they are, newest first, so that rows do not jump. */
const urgency: Record<Session['status']['kind'], number> = {
  'needs-you': 0,
  failed: 1,
  interrupted: 1,
  working: 2,
  preparing: 2,
  idle: 2,
};

/** Live sessions of one repository, in the order lists show them. */
export function orderSessions(sessions: readonly Session[], repositoryId?: RepositoryId): Session[] {
  return sessions
    .filter((session) => isLive(session) && (!repositoryId || session.repositoryId === repositoryId))
    .sort(
      (a, b) =>
        urgency[a.status.kind] - urgency[b.status.kind] ||
        b.createdAt - a.createdAt ||
        a.id.localeCompare(b.id),
    );
}

/** Repositories in the order they were opened last, each with its live sessions. */
export function groupByRepository(
  repositories: readonly Repository[],
  sessions: readonly Session[],
): RepositoryGroup[] {
  return [...repositories]
    .sort((a, b) => b.openedAt - a.openedAt || a.name.localeCompare(b.name))
    .map((repository) => ({ repository, sessions: orderSessions(sessions, repository.id) }));
}

/**
 * The first `room` sessions, and of the rest those that are more than history: at work, unread, or `shown` now. A list
 * of many hundred rows would hold the window for long whenever one of them changes.
 */
export function foldQuiet(sessions: readonly Session[], room: number, shown?: SessionId): Session[] {
  return sessions.filter(
    ({ id, status, unread }, index) => index < room || status.kind !== 'idle' || unread || id === shown,
  );
}
