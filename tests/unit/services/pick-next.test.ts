import { describe, expect, it } from 'vitest';
import { pickNext } from '../../../src/main/services/turns/pick-next';
import type { AgentId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import type { Turn } from '../../../src/shared/domain/turn';

const a = 'a' as SessionId;
const b = 'b' as SessionId;

function queued(id: string, sessionId: SessionId, position: number, more: Partial<Turn> = {}): Turn {
  return {
    id: id as TurnId,
    sessionId,
    agent: 'builtin' as AgentId,
    prompt: [],
    state: { status: 'queued' },
    position,
    createdAt: position,
    ...more,
  };
}

const claude = { agent: 'claude' as AgentId };
const beside = { ...claude, overlap: 'beside' as const };
const readOnly = { ...claude, overlap: 'read-only' as const };
const ids = (turns: Turn[]) => turns.map(({ id }) => id);

describe('which queued turns may start', () => {
  it('is the first of each session, whatever order they are listed in', () => {
    const turns = [queued('a2', a, 2), queued('b1', b, 1), queued('a1', a, 1)];
    expect(ids(pickNext(turns, [], new Set()))).toEqual(['b1', 'a1']);
  });

  it('is none of a session whose worktree has a turn running', () => {
    const turns = [queued('a2', a, 2, claude), queued('b1', b, 1)];
    expect(ids(pickNext(turns, [queued('a1', a, 1)], new Set()))).toEqual(['b1']);
  });

  it('is none of a session whose queue is held', () => {
    expect(pickNext([queued('a1', a, 1, beside)], [], new Set([a]))).toEqual([]);
  });

  it('is one that shall run beside another agent or only read, at once', () => {
    const running = [queued('a1', a, 1)];
    expect(ids(pickNext([queued('a2', a, 2, beside)], running, new Set()))).toEqual(['a2']);
    expect(ids(pickNext([queued('a2', a, 2, readOnly)], running, new Set()))).toEqual(['a2']);
  });

  it('is never a second one of the same agent', () => {
    const running = [queued('a1', a, 1, claude)];
    expect(pickNext([queued('a2', a, 2, beside)], running, new Set())).toEqual([]);
    const waiting = [queued('a1', a, 1, beside), queued('a2', a, 2, beside)];
    expect(ids(pickNext(waiting, [], new Set()))).toEqual(['a1']);
  });

  it('is the one that overlaps together with the one before it', () => {
    const turns = [queued('a1', a, 1), queued('a2', a, 2, beside)];
    expect(ids(pickNext(turns, [], new Set()))).toEqual(['a1', 'a2']);
  });

  it('is none that waits while one that overlaps still works', () => {
    expect(pickNext([queued('a1', a, 1)], [queued('a2', a, 2, beside)], new Set())).toEqual([]);
  });
});
