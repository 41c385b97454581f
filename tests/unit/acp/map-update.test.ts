import { describe, expect, it } from 'vitest';
import { type MapState, mapUpdate } from '../../../src/main/services/backends/acp/map-update';
import { MessageIds } from '../../../src/main/services/backends/acp/message-ids';

function state(): MapState {
  return { messages: new MessageIds(), tools: new Set(), summaries: new Map() };
}

function chunk(kind: string, text: string, messageId?: string) {
  return {
    sessionUpdate: kind,
    content: { type: 'text', text },
    ...(messageId !== undefined && { messageId }),
  };
}

describe('message chunks', () => {
  it('keeps the ids agents give', () => {
    const mapped = mapUpdate(chunk('agent_message_chunk', 'Hi', 'msg_1'), state());
    expect(mapped).toEqual([
      { kind: 'text', messageId: 'msg_1', op: 'append', block: { type: 'text', text: 'Hi' } },
    ]);
  });

  it('makes an id up, and another one when something else comes between', () => {
    const shared = state();
    const ids = [
      chunk('agent_thought_chunk', 'a'),
      chunk('agent_thought_chunk', 'b'),
      chunk('agent_message_chunk', 'c'),
      chunk('agent_message_chunk', 'd', ''),
      { sessionUpdate: 'usage_update', used: 1, size: 2 },
      chunk('agent_message_chunk', 'e'),
      { sessionUpdate: 'tool_call', toolCallId: 't', title: 'T' },
      chunk('agent_message_chunk', 'f'),
      { sessionUpdate: 'tool_call_update', toolCallId: 't', status: 'completed' },
      chunk('agent_message_chunk', 'g'),
      { sessionUpdate: 'plan', entries: [] },
      chunk('agent_message_chunk', 'h'),
    ].flatMap((update) =>
      mapUpdate(update, shared).flatMap((body) => ('messageId' in body ? [body.messageId] : [])),
    );
    expect(ids).toEqual(['m1', 'm1', 'm2', 'm2', 'm2', 'm3', 'm3', 'm4']);
  });
});

describe('tools', () => {
  it('tells the first thing said of a tool as the call, whatever it was called', () => {
    const shared = state();
    const [first] = mapUpdate(
      { sessionUpdate: 'tool_call_update', toolCallId: 't', status: 'in_progress' },
      shared,
    );
    const [second] = mapUpdate(
      { sessionUpdate: 'tool_call', toolCallId: 't', title: 'Edit', kind: 'edit', status: 'pending' },
      shared,
    );
    expect(first).toMatchObject({ kind: 'tool_call', tool: { title: 't', status: 'in_progress' } });
    expect(second).toEqual({
      kind: 'tool_update',
      toolCallId: 't',
      patch: { title: 'Edit', toolKind: 'edit', status: 'pending' },
    });
  });

  it('maps content, locations and what it does not know', () => {
    const [body] = mapUpdate(
      {
        sessionUpdate: 'tool_call',
        toolCallId: 't',
        title: 'Edit',
        kind: 'hypnotize',
        status: 'paused',
        locations: [{ path: '/a', line: 3 }, { path: '/b', line: null }, 'odd'],
        rawInput: { a: 1 },
        rawOutput: null,
        content: [
          { type: 'content', content: { type: 'text', text: 'out' } },
          { type: 'diff', path: '/a', newText: 'new' },
          { type: 'terminal', terminalId: 'x' },
          { type: 'diff', path: '/a' },
        ],
      },
      state(),
    );
    expect(body).toEqual({
      kind: 'tool_call',
      tool: {
        toolCallId: 't',
        title: 'Edit',
        toolKind: 'other',
        status: 'pending',
        locations: [{ path: '/a', line: 3 }, { path: '/b' }],
        rawInput: { a: 1 },
        content: [
          { type: 'content', block: { type: 'text', text: 'out' } },
          { type: 'diff', path: '/a', oldText: null, newText: 'new' },
          { type: 'terminal', terminalId: 'x' },
          { type: 'content', block: { type: 'unknown', native: '{"type":"diff","path":"/a"}' } },
        ],
      },
    });
  });
});

describe('everything else', () => {
  it('maps plans, commands, usage, titles, notices', () => {
    const shared = state();
    const map = (update: object) => mapUpdate(update, shared);
    expect(
      map({
        sessionUpdate: 'plan',
        entries: [{ content: 'x', priority: 'urgent', status: 'completed' }],
      }),
    ).toEqual([
      {
        kind: 'plan',
        planId: 'plan',
        entries: [{ content: 'x', priority: 'medium', status: 'completed' }],
      },
    ]);
    expect(
      map({
        sessionUpdate: 'available_commands_update',
        availableCommands: [{ name: 'a', description: 'A', input: { hint: 'h' } }, { name: 'b' }, {}],
      }),
    ).toEqual([
      {
        kind: 'commands',
        commands: [
          { name: 'a', description: 'A', hint: 'h' },
          { name: 'b', description: '' },
        ],
      },
    ]);
    expect(
      map({ sessionUpdate: 'usage_update', used: 5, size: 9, cost: { amount: 0.5, currency: 'USD' } }),
    ).toEqual([{ kind: 'usage', context: { used: 5, size: 9 }, cost: { amount: 0.5, currency: 'USD' } }]);
    expect(map({ sessionUpdate: 'session_info_update', title: null })).toEqual([
      { kind: 'session_info', title: null },
    ]);
    expect(map({ sessionUpdate: 'session_info_update', updatedAt: 'now' })).toEqual([
      { kind: 'session_info' },
    ]);
    expect(map({ sessionUpdate: 'notice', severity: 'warning', title: 'T', description: 'D' })).toEqual([
      { kind: 'notice', severity: 'warning', title: 'T', detail: 'D' },
    ]);
  });

  it('collects the summary of a compaction', () => {
    const shared = state();
    const bodies = [
      { sessionUpdate: 'compaction_update', compactionId: 'c', status: 'in_progress' },
      { sessionUpdate: 'compaction_summary_chunk', compactionId: 'c', content: { type: 'text', text: 'a' } },
      { sessionUpdate: 'compaction_summary_chunk', compactionId: 'c', content: { type: 'text', text: 'b' } },
      { sessionUpdate: 'compaction_update', compactionId: 'c', status: 'completed' },
    ].flatMap((update) => mapUpdate(update, shared));
    expect(bodies.map((body) => body.kind === 'compaction' && body.summary)).toEqual([
      undefined,
      'a',
      'ab',
      'ab',
    ]);
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { sessionUpdate: 7 },
    { sessionUpdate: 'constructor' },
    { sessionUpdate: '__proto__' },
    { sessionUpdate: 'tool_call', title: 'no id' },
    { sessionUpdate: 'agent_message_chunk' },
    { sessionUpdate: 'plan' },
    { sessionUpdate: 'usage_update' },
    { sessionUpdate: 'state_update', state: 'idle' },
  ])('keeps %j as unknown', (update) => {
    expect(mapUpdate(update, state())).toEqual([expect.objectContaining({ kind: 'unknown', raw: update })]);
  });
});
