import { describe, expect, it } from 'vitest';
import { type AppState, initialAppState, type OpenSession } from '../../../src/renderer/lib/app-store';
import { applyHostEvents } from '../../../src/renderer/lib/apply-host-events';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';
import type { ReviewComment } from '../../../src/shared/domain/comment';
import { emptyDraft } from '../../../src/shared/domain/draft';
import type { StepProgress } from '../../../src/shared/domain/finish';
import type { AgentId, CommentId, RequestId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import type { Session } from '../../../src/shared/domain/session';
import { emptyTranscript } from '../../../src/shared/domain/transcript';
import type { Turn } from '../../../src/shared/domain/turn';

const here = 'here' as SessionId;
const elsewhere = 'elsewhere' as SessionId;
const claude = 'claude' as AgentId;

const open: OpenSession = {
  id: here,
  number: 0,
  transcript: emptyTranscript,
  hasOlder: false,
  loadingOlder: false,
  turns: [],
  agentSessions: [],
  changeSet: null,
  comments: [],
  draft: emptyDraft,
  commentDrafts: [],
  usage: {},
};
const state: AppState = { ...initialAppState, phase: { kind: 'ready' }, open };

function said(seq: number, body: Partial<AgentEvent>, sessionId = here): AgentEvent {
  return { sessionId, seq, ts: seq, agent: claude, origin: 'live', ...body } as AgentEvent;
}

const text = (seq: number, value: string, sessionId = here) =>
  said(seq, { kind: 'text', messageId: 'm', op: 'append', block: { type: 'text', text: value } }, sessionId);

function turn(id: string, sessionId: SessionId, status: 'queued' | 'running'): Turn {
  return {
    id: id as TurnId,
    sessionId,
    agent: claude,
    prompt: [],
    state: { status },
    position: 1,
    createdAt: 1,
  };
}

function session(id: SessionId, title: string): Session {
  return {
    id,
    repositoryId: 'r' as Session['repositoryId'],
    title,
    status: { kind: 'idle' },
    agents: [],
    changes: { files: 0, insertions: 0, deletions: 0 },
    unread: false,
    queued: 0,
    queueHeld: false,
    openComments: 0,
    queuePaused: false,
    createdAt: 1,
    life: { kind: 'live' },
    updatedAt: 1,
  };
}

describe('applyHostEvents', () => {
  it('keeps the latest word of a step that finishes a session, until the step is over', () => {
    const progress = (step: StepProgress | null) =>
      ({ type: 'finish.progressed', sessionId: here, step }) as const;
    const said = (text: string) => progress({ kind: 'push', text });
    const during = applyHostEvents(state, [said('git push'), said('12%')]);
    expect(during.finishing).toEqual({ [here]: { kind: 'push', text: '12%' } });
    expect(applyHostEvents(during, [progress(null)]).finishing).toEqual({});
  });

  it('folds what agents said in the open session, over several batches, into one message', () => {
    const next = applyHostEvents(state, [
      { type: 'agent.said', sessionId: here, events: [text(1, 'Hel')] },
      { type: 'agent.said', sessionId: here, events: [text(2, 'lo')] },
    ]);
    expect(next.open?.transcript.entries).toMatchObject([
      { type: 'text', blocks: [{ type: 'text', text: 'Hello' }] },
    ]);
    expect(next.open?.transcript.seq).toBe(2);
  });

  it('ignores details of sessions that are not open', () => {
    const next = applyHostEvents(state, [
      { type: 'agent.said', sessionId: elsewhere, events: [text(1, 'x', elsewhere)] },
      { type: 'turn.changed', turn: turn('t', elsewhere, 'queued') },
      {
        type: 'changes.computed',
        changeSet: {
          sessionId: elsewhere,
          checkpoint: 'c',
          changes: [],
          skipped: [],
          acceptedPending: { files: 0, insertions: 0, deletions: 0 },
        },
      },
    ]);
    expect(next).toEqual(state);
    expect(next.open).toBe(open);
  });

  it('keeps the summary of a session that is not open', () => {
    const added = applyHostEvents(state, [{ type: 'session.changed', session: session(elsewhere, 'One') }]);
    const renamed = applyHostEvents(added, [{ type: 'session.changed', session: session(elsewhere, 'Two') }]);
    expect(renamed.sessions.map(({ title }) => title)).toEqual(['Two']);
  });

  it('leaves the open session when it is removed', () => {
    const next = applyHostEvents({ ...state, sessions: [session(here, 'One')] }, [
      { type: 'session.removed', sessionId: here },
    ]);
    expect(next.sessions).toEqual([]);
    expect(next.open).toBeNull();
  });

  it('replaces a turn in its place and removes a withdrawn one', () => {
    const next = applyHostEvents(state, [
      { type: 'turn.changed', turn: turn('a', here, 'queued') },
      { type: 'turn.changed', turn: turn('b', here, 'queued') },
      { type: 'turn.changed', turn: turn('a', here, 'running') },
      { type: 'turn.removed', sessionId: here, turnId: 'b' },
    ]);
    expect(next.open?.turns.map(({ id, state: { status } }) => [id, status])).toEqual([['a', 'running']]);
  });

  it('replaces a comment in its place and leaves out a deleted one', () => {
    const comment = (id: string, text: string) => ({ id: id as CommentId, text }) as ReviewComment;
    const changed = (...comments: ReviewComment[]) => ({
      type: 'comments.changed' as const,
      sessionId: here,
      comments,
    });
    const next = applyHostEvents(state, [
      changed(comment('a', 'one'), comment('b', 'two')),
      changed(comment('a', 'uno')),
      { type: 'comment.removed', sessionId: here, commentId: 'b' as CommentId },
    ]);
    expect(next.open?.comments.map(({ id, text }) => [id, text])).toEqual([['a', 'uno']]);
  });

  it('keeps the latest usage of each agent, and what a later report leaves out', () => {
    const next = applyHostEvents(state, [
      {
        type: 'agent.said',
        sessionId: here,
        events: [
          said(1, { kind: 'usage', context: { used: 10, size: 100 } }),
          said(2, { kind: 'usage', turn: { total: 7 } }),
        ],
      },
    ]);
    expect(next.open?.usage).toEqual({ claude: { context: { used: 10, size: 100 }, turn: { total: 7 } } });
  });

  it('changes nothing when events are told twice', () => {
    const events = [
      text(1, 'a'),
      said(2, { kind: 'permission_request', requestId: 'q' as RequestId, title: 'Run?', options: [] }),
    ];
    const once = applyHostEvents(state, [{ type: 'agent.said', sessionId: here, events }]);
    const twice = applyHostEvents(once, [{ type: 'agent.said', sessionId: here, events }]);
    expect(twice.open).toBe(once.open);
  });
});
