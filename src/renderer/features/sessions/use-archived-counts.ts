import { useEffect, useState } from 'react';
import type { RepositoryId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { isLive } from '../../../shared/domain/session-life';
import { groupBy } from '../../../shared/group-by';
import { call } from '../../lib/bridge';
import { reportError } from '../../lib/toasts';
import type { RepositoryGroup } from './model/order-sessions';

export type ArchivedCounts = ReadonlyMap<RepositoryId, number>;

/**
 * How many archived sessions each repository has; asked for only while one of them has no other, and again when what
 * the window knows of put-away sessions changes.
 */
export function useArchivedCounts(
  groups: readonly RepositoryGroup[],
  sessions: readonly Session[],
): ArchivedCounts {
  const [counts, setCounts] = useState<ArchivedCounts>(new Map());
  const empty = groups.filter((group) => group.sessions.length === 0).map(({ repository }) => repository.id);
  const away = sessions.filter((session) => !isLive(session)).map(({ id, life }) => `${id} ${life.kind}`);
  const asked = empty.length > 0 ? [...empty, ...away].join() : null;
  useEffect(() => {
    if (asked === null) return;
    let current = true;
    call('session.listArchived', {}).then(
      (archived) => {
        if (current) setCounts(countByRepository(archived));
      },
      (error: unknown) => {
        if (current) reportError(error);
      },
    );
    return () => {
      current = false;
    };
  }, [asked]);
  return counts;
}

function countByRepository(archived: readonly Session[]): ArchivedCounts {
  const groups = groupBy(archived, ({ repositoryId }) => repositoryId);
  return new Map([...groups].map(([id, { length }]) => [id, length]));
}
