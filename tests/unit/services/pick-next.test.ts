import { describe, expect, it } from 'vitest';
import { pickNext } from '../../../src/main/services/pick-next';
import type { AgentId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import type { Turn } from '../../../src/shared/domain/turn';

const a = 'a' as SessionId;
const b = 'b' as SessionId;

function queued(id: string, sessionId: SessionId, position: number): Turn {
  return {
    id: id as TurnId,
    sessionId,
    agent: 'builtin' as AgentId,
    prompt: [],
    state: { status: 'queued' },
    position,
    createdAt: position,
  };
}

const ids = (turns: Turn[]) => turns.map(({ id }) => id);

describe('which queued turns may start', () => {
  it('is the first of each session, whatever order they are listed in', () => {
    const turns = [queued('a2', a, 2), queued('b1', b, 1), queued('a1', a, 1)];
    expect(ids(pickNext(turns, new Set(), new Set()))).toEqual(['b1', 'a1']);
  });

  it('is none of a session whose worktree has a turn running', () => {
    const turns = [queued('a1', a, 1), queued('b1', b, 1)];
    expect(ids(pickNext(turns, new Set([a]), new Set()))).toEqual(['b1']);
  });

  it('is none of a session whose queue is held', () => {
    expect(pickNext([queued('a1', a, 1)], new Set(), new Set([a]))).toEqual([]);
  });
});
