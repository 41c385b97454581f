import { describe, expect, it } from 'vitest';
import {
  foldQuiet,
  groupByRepository,
  orderSessions,
} from '../../../src/renderer/features/sessions/model/order-sessions';
import type { SessionId } from '../../../src/shared/domain/ids';
import type { Repository } from '../../../src/shared/domain/repository';
import type { Session } from '../../../src/shared/domain/session';

function session(
  id: string,
  kind: Session['status']['kind'],
  createdAt: number,
  extra: object = {},
): Session {
  return {
    id,
    repositoryId: 'r',
    title: id,
    status: { kind },
    createdAt,
    updatedAt: createdAt,
    life: { kind: 'live' },
    ...extra,
  } as Session;
}

describe('orderSessions', () => {
  it('puts what needs the user first, then the newest, and leaves archived ones out', () => {
    const sessions = [
      session('old', 'idle', 1),
      session('new', 'working', 5),
      session('failed', 'failed', 2),
      session('asking', 'needs-you', 1),
      session('gone', 'needs-you', 9, { life: { kind: 'archived', at: 9 } }),
    ];
    expect(orderSessions(sessions).map(({ id }) => id)).toEqual(['asking', 'failed', 'new', 'old']);
  });

  it('does not move a row because its agent starts or stops working', () => {
    const idle = [session('a', 'idle', 1), session('b', 'idle', 2)];
    const working = [session('a', 'working', 1), session('b', 'idle', 2)];
    expect(orderSessions(working).map(({ id }) => id)).toEqual(orderSessions(idle).map(({ id }) => id));
  });
});

describe('foldQuiet', () => {
  it('leaves out what is long done beyond the room there is, but nothing that works, waits, is unread or shown', () => {
    const sessions = [
      session('a', 'idle', 9),
      session('b', 'idle', 8),
      session('c', 'idle', 7),
      session('working', 'working', 6),
      session('unread', 'idle', 5, { unread: true }),
      session('shown', 'idle', 4),
      session('d', 'idle', 3),
    ];
    const ids = (room: number) => foldQuiet(sessions, room, 'shown' as SessionId).map(({ id }) => id);
    expect(ids(2)).toEqual(['a', 'b', 'working', 'unread', 'shown']);
    expect(ids(50)).toEqual(sessions.map(({ id }) => id));
  });
});

describe('groupByRepository', () => {
  it('shows the repository opened last first, also with no sessions', () => {
    const repository = (id: string, openedAt: number) => ({ id, name: id, openedAt }) as Repository;
    const groups = groupByRepository([repository('r', 1), repository('q', 2)], [session('a', 'idle', 1)]);
    expect(groups.map((group) => [group.repository.id, group.sessions.length])).toEqual([
      ['q', 0],
      ['r', 1],
    ]);
  });
});
