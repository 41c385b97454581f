import { describe, expect, it } from 'vitest';
import type { AgentEvent, AgentEventBody, Tool } from '../../../src/shared/domain/agent-event';
import type { AgentId, RequestId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import { type Entry, emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';
import { fc } from '../../support/properties';

const claude = 'claude' as AgentId;
const turn = 't1' as TurnId;

function log(bodies: (AgentEventBody & { agent?: AgentId; turnId?: TurnId })[]): AgentEvent[] {
  return bodies.map((body, index) => ({
    agent: claude,
    turnId: turn,
    ...body,
    sessionId: 's1' as SessionId,
    seq: index + 1,
    ts: 1000 + index,
    origin: 'live' as const,
  }));
}

const text = (messageId: string, value: string, op: 'append' | 'replace' | 'end' = 'append') =>
  ({ kind: 'text', messageId, op, block: { type: 'text', text: value } }) as const;

const tool = (patch: Partial<Tool> = {}): Tool => ({
  toolCallId: 'c1',
  title: 'Edit a.ts',
  toolKind: 'edit',
  status: 'pending',
  content: [],
  locations: [],
  ...patch,
});

const started: AgentEventBody = { kind: 'turn_started', prompt: [{ type: 'text', text: 'go' }] };
const fold = (events: AgentEvent[]) => reduceTranscript(emptyTranscript, events).entries;
const only = <T extends Entry['type']>(entries: readonly Entry[], type: T) =>
  entries.filter((entry): entry is Entry & { type: T } => entry.type === type);

describe('the transcript', () => {
  it('knows when each agent was last heard, also by what is no entry', () => {
    const said = (seq: number, agent: string, ts: number) =>
      ({ sessionId: 's1', agent, seq, ts, origin: 'live', kind: 'usage' }) as AgentEvent;
    const first = reduceTranscript(emptyTranscript, [said(1, 'a', 10), said(2, 'b', 20), said(3, 'a', 30)]);
    expect(first.heard).toEqual({ a: 30, b: 20 });
    expect(reduceTranscript(first, [said(4, 'b', 40)])).toMatchObject({
      entries: [],
      heard: { a: 30, b: 40 },
    });
  });

  it('joins the pieces of a message into one text, where its first piece was', () => {
    const entries = fold(
      log([started, text('m1', 'Hel'), { kind: 'tool_call', tool: tool() }, text('m1', 'lo')]),
    );
    expect(entries.map(({ type }) => type)).toEqual(['prompt', 'text', 'tool']);
    expect(only(entries, 'text')[0]?.blocks).toEqual([{ type: 'text', text: 'Hello' }]);
  });

  it('takes a restated message as the whole of it', () => {
    const entries = fold(log([text('m1', 'Hel'), text('m1', 'Hello', 'replace')]));
    expect(only(entries, 'text')[0]).toMatchObject({
      blocks: [{ type: 'text', text: 'Hello' }],
      streaming: false,
    });
  });

  it('shows a tool call that is only ever updated', () => {
    const entries = fold(
      log([{ kind: 'tool_update', toolCallId: 'c9', patch: { status: 'completed', title: 'Read' } }]),
    );
    expect(only(entries, 'tool')[0]?.tool).toMatchObject({ title: 'Read', status: 'completed' });
  });

  it('never lets a tool call go back from a later status', () => {
    const entries = fold(
      log([
        { kind: 'tool_call', tool: tool({ status: 'in_progress' }) },
        { kind: 'tool_call', tool: tool({ status: 'pending' }) },
        { kind: 'tool_update', toolCallId: 'c1', patch: { status: 'completed' } },
        { kind: 'tool_update', toolCallId: 'c1', patch: { status: 'failed' } },
      ]),
    );
    expect(only(entries, 'tool').map(({ tool: { status } }) => status)).toEqual(['completed']);
  });

  it('keeps what an update does not name', () => {
    const entries = fold(
      log([
        { kind: 'tool_call', tool: tool({ locations: [{ path: 'a.ts' }] }) },
        { kind: 'tool_update', toolCallId: 'c1', patch: { status: 'completed' }, outputDelta: 'ok' },
      ]),
    );
    expect(only(entries, 'tool')[0]?.tool).toMatchObject({
      title: 'Edit a.ts',
      locations: [{ path: 'a.ts' }],
      content: [{ type: 'content', block: { type: 'text', text: 'ok' } }],
    });
  });

  it('tells apart tool calls of two agents that use the same id', () => {
    const entries = fold(
      log([
        { kind: 'tool_call', tool: tool({ title: 'One' }) },
        { kind: 'tool_call', tool: tool({ title: 'Two' }), agent: 'codex' as AgentId },
      ]),
    );
    expect(only(entries, 'tool').map((entry) => entry.tool.title)).toEqual(['One', 'Two']);
  });

  it('closes what a turn left open when it ends', () => {
    const entries = fold(
      log([
        started,
        text('m1', 'working'),
        { kind: 'tool_call', tool: tool({ status: 'in_progress' }) },
        { kind: 'permission_request', requestId: 'r1' as RequestId, title: 'Run?', options: [] },
        { kind: 'turn_ended', stopReason: 'cancelled' },
      ]),
    );
    expect(only(entries, 'text')[0]?.streaming).toBe(false);
    expect(only(entries, 'tool')[0]?.tool.status).toBe('cancelled');
    expect(only(entries, 'permission')[0]?.resolution).toEqual({ outcome: 'cancelled', by: 'cancel' });
    expect(only(entries, 'turn-end')[0]).toMatchObject({ stopReason: 'cancelled', startedAt: 1000 });
  });

  it('says of a tool call whether it waits for an answer, and what that was', () => {
    const call = tool({ status: 'pending' });
    const question: AgentEventBody[] = [
      { kind: 'tool_call', tool: call },
      {
        kind: 'permission_request',
        requestId: 'r1' as RequestId,
        toolCallId: call.toolCallId,
        title: 'Run?',
        options: [
          { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
          { optionId: 'no', name: 'Reject', kind: 'reject_once' },
        ],
      },
    ];
    const answer = (optionId: string): AgentEventBody => ({
      ...{ kind: 'request_resolved', requestId: 'r1' as RequestId, outcome: 'selected', by: 'user' },
      optionId,
    });
    const asked = (...after: AgentEventBody[]) =>
      only(fold(log([started, ...question, ...after])), 'tool')[0]?.asked;
    expect(asked()).toBe('open');
    expect(asked(answer('yes'))).toBeUndefined();
    expect(asked(answer('no'))).toBe('rejected');
    const failed: AgentEventBody = {
      kind: 'tool_update',
      toolCallId: call.toolCallId,
      patch: { status: 'failed' },
    };
    expect(asked(answer('no'), failed, { kind: 'turn_ended', stopReason: 'end_turn' })).toBe('rejected');
    expect(asked({ kind: 'turn_ended', stopReason: 'cancelled' })).toBeUndefined();
  });

  it('keeps who answered a question, once', () => {
    const requestId = 'r1' as RequestId;
    const entries = fold(
      log([
        { kind: 'permission_request', requestId, title: 'Run?', options: [] },
        { kind: 'request_resolved', requestId, outcome: 'selected', optionId: 'yes', by: 'user' },
        { kind: 'request_resolved', requestId, outcome: 'cancelled', by: 'cancel' },
      ]),
    );
    expect(only(entries, 'permission')[0]?.resolution).toEqual({
      outcome: 'selected',
      optionId: 'yes',
      by: 'user',
    });
  });

  it('says what an agent said and did after its turn had ended', () => {
    const other = 't2' as TurnId;
    const entries = fold(
      log([
        started,
        text('m1', 'before'),
        { kind: 'turn_ended', stopReason: 'end_turn' },
        { ...started, turnId: other },
        { kind: 'tool_call', tool: tool() },
        text('m2', 'after'),
        { ...text('m3', 'in time'), turnId: other },
      ]),
    );
    expect(only(entries, 'tool').map(({ late }) => late)).toEqual([true]);
    expect(only(entries, 'text').map(({ late }) => late)).toEqual([undefined, true, undefined]);
  });

  it('calls late what an agent says between turns, but not before its first', () => {
    const [start, said, between] = log([started, text('m1', 'greeting'), text('m2', 'afterthought')]);
    const [end] = log([{ kind: 'turn_ended', stopReason: 'end_turn' }]);
    const { turnId: _outside, ...greeting } = said as AgentEvent;
    const { turnId: _after, ...afterthought } = between as AgentEvent;
    const events = [greeting, start, end, afterthought].map((event, index) => ({ ...event, seq: index + 1 }));
    const entries = only(fold(events as AgentEvent[]), 'text');
    expect(entries.map(({ late }) => late)).toEqual([undefined, true]);
  });

  it('finds entries however far back they are', () => {
    const ids = Array.from({ length: 400 }, (_, index) => `m${index}`);
    const events = log([...ids, ...ids.toReversed()].map((id) => text(id, id)));
    const whole = reduceTranscript(emptyTranscript, events);
    const singly = events.reduce((state, event) => reduceTranscript(state, [event]), emptyTranscript);
    expect(whole.entries).toHaveLength(400);
    expect(only(whole.entries, 'text')[7]?.blocks).toEqual([{ type: 'text', text: 'm7m7' }]);
    expect(singly).toEqual(whole);
  });

  it('is the same whether events come one by one, in batches or twice', () => {
    const body = fc.oneof(
      fc
        .record({ id: fc.constantFrom('m1', 'm2'), value: fc.string() })
        .map(({ id, value }) => text(id, value)),
      fc.constantFrom<AgentEventBody>(
        started,
        { kind: 'tool_call', tool: tool() },
        { kind: 'tool_update', toolCallId: 'c1', patch: { status: 'completed' } },
        { kind: 'plan', planId: 'p', entries: [] },
        { kind: 'unknown', native: 'x', raw: {} },
        { kind: 'turn_ended', stopReason: 'end_turn' },
      ),
    );
    fc.assert(
      fc.property(fc.array(body, { maxLength: 40 }), fc.nat(), (bodies, cut) => {
        const events = log(bodies);
        const at = events.length === 0 ? 0 : cut % (events.length + 1);
        const whole = reduceTranscript(emptyTranscript, events);
        const halves = reduceTranscript(
          reduceTranscript(emptyTranscript, events.slice(0, at)),
          events.slice(at),
        );
        const singly = events.reduce((state, event) => reduceTranscript(state, [event]), emptyTranscript);
        expect(halves).toEqual(whole);
        expect(singly).toEqual(whole);
        expect(reduceTranscript(whole, events)).toBe(whole);
        expect(new Set(whole.entries.map(({ id }) => id)).size).toBe(whole.entries.length);
      }),
    );
  });
});
