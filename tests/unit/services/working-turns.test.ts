import { describe, expect, it } from 'vitest';
import { WorkingTurns } from '../../../src/main/services/turns/working-turns';
import type { AgentEventBody, Tool } from '../../../src/shared/domain/agent-event';
import type { AgentId, SessionId, TurnId } from '../../../src/shared/domain/ids';

const session = 's1' as SessionId;
const claude = 'claude' as AgentId;
const codex = 'codex' as AgentId;
const turn = (agent: AgentId, id = `${agent}-1`) => ({ turnId: id as TurnId, agent, worktree: '/w' });

function tool(id: string, patch: Partial<Tool>): AgentEventBody {
  const base: Tool = {
    ...{ toolCallId: id, title: id, toolKind: 'other', status: 'in_progress' },
    ...{ content: [], locations: [] },
  };
  return { kind: 'tool_call', tool: { ...base, ...patch } };
}

const command = (id = 'command') => tool(id, { toolKind: 'execute' });
const ended = (id = 'command'): AgentEventBody => ({
  kind: 'tool_update',
  toolCallId: id,
  patch: { status: 'completed' },
});

function whoWrote(working: WorkingTurns, path: string): string {
  const author = working.origin(session).authorOf(path);
  return author.kind === 'agent' ? author.agent : author.kind;
}

describe('a change to the worktree', () => {
  it('is the user\u2019s while no turn works', () => {
    const working = new WorkingTurns();
    expect(whoWrote(working, 'a')).toBe('user');
    working.leave(session, working.enter(session, turn(claude)));
    expect(whoWrote(working, 'a')).toBe('user');
    expect(working.origin(session).by).toEqual({ kind: 'user' });
  });

  it('is told apart between two turns at once', () => {
    const working = new WorkingTurns();
    working.enter(session, turn(claude));
    working.enter(session, turn(codex));
    working.follow(session, codex, tool('edit', { toolKind: 'edit', locations: [{ path: 'b' }] }));
    working.follow(session, claude, command());
    expect(whoWrote(working, 'a')).toBe('claude');
    expect(whoWrote(working, 'b')).toBe('codex');
    working.follow(session, codex, command());
    expect(whoWrote(working, 'a')).toBe('unknown');
    expect(working.origin(session).by).toEqual({ kind: 'unknown' });
  });

  it('is nobody\u2019s while a command goes on that an ended turn began', () => {
    const working = new WorkingTurns();
    const left = working.enter(session, turn(claude));
    working.follow(session, claude, command());
    working.leave(session, left);
    expect(working.find(session, claude)).toBeUndefined();
    expect(whoWrote(working, 'a')).toBe('unknown');
    working.agentGone(session, claude);
    expect(whoWrote(working, 'a')).toBe('user');
  });

  it('is the user\u2019s again once such a command ended and a checkpoint was taken', () => {
    const working = new WorkingTurns();
    const left = working.enter(session, turn(claude));
    working.follow(session, claude, command());
    working.leave(session, left);
    working.follow(session, claude, ended());
    expect(whoWrote(working, 'a')).toBe('unknown');
    working.origin(session).settled();
    expect(whoWrote(working, 'a')).toBe('user');
  });

  it('has no part of a turn whose agent was killed, once the next one works', () => {
    const working = new WorkingTurns();
    const killed = working.enter(session, turn(claude));
    working.follow(session, claude, command());
    working.agentGone(session, claude);
    working.enter(session, turn(codex));
    expect(working.has(session, killed)).toBe(false);
    expect(whoWrote(working, 'a')).toBe('unknown');
  });
});
