import { describe, expect, it } from 'vitest';
import { joinPages } from '../../../src/renderer/lib/join-pages';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';
import { emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';

function event(seq: number, body: object): AgentEvent {
  return {
    sessionId: 's',
    seq,
    ts: seq,
    agent: 'claude',
    turnId: 't',
    origin: 'live',
    ...body,
  } as AgentEvent;
}

const events = [
  event(1, { kind: 'turn_started', prompt: [{ type: 'text', text: 'Go' }] }),
  event(2, { kind: 'text', messageId: 'a', op: 'append', block: { type: 'text', text: 'one ' } }),
  event(3, { kind: 'text', messageId: 'a', op: 'append', block: { type: 'text', text: 'two' } }),
  event(4, {
    kind: 'tool_call',
    tool: { toolCallId: 'c', title: 'Read', toolKind: 'read', status: 'pending', content: [], locations: [] },
  }),
  event(5, { kind: 'tool_update', toolCallId: 'c', patch: { status: 'completed' } }),
  event(6, { kind: 'text', messageId: 'b', op: 'append', block: { type: 'text', text: 'done' } }),
];

describe('joinPages', () => {
  it.each([1, 2, 3, 4, 5])('gives the whole transcript wherever it was cut (after %i)', (cut) => {
    const older = reduceTranscript(emptyTranscript, events.slice(0, cut));
    const newer = reduceTranscript(emptyTranscript, events.slice(cut));
    const whole = reduceTranscript(emptyTranscript, events);
    expect(joinPages(older, newer)).toEqual(whole);
  });
});
