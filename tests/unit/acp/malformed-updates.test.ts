import { describe, expect, it } from 'vitest';
import type { EmittedEvent } from '../../../src/main/services/agent-backend';
import { SessionEvents } from '../../../src/main/services/backends/acp/session-events';
import { silentLog } from '../../../src/main/services/log';
import { agentId, sessionId, turnId } from '../../../src/shared/domain/ids';
import { emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';
import { fc } from '../../support/properties';

const text = { type: 'text', text: 'fine' };

/** One good update of every kind; its fields are what the test spoils. */
const GOOD: Record<string, unknown>[] = [
  { sessionUpdate: 'agent_message_chunk', content: text, messageId: 'm' },
  { sessionUpdate: 'agent_thought_chunk', content: text, messageId: 't' },
  { sessionUpdate: 'user_message_chunk', content: { type: 'resource', resource: { uri: 'a:b', text: '' } } },
  {
    sessionUpdate: 'tool_call',
    toolCallId: 'a',
    title: 'Tool',
    name: 'tool',
    kind: 'edit',
    status: 'pending',
    content: [
      { type: 'content', content: text },
      { type: 'diff', path: '/a', oldText: null, newText: 'b' },
      { type: 'terminal', terminalId: 'x' },
    ],
    locations: [{ path: '/a', line: 1 }],
    rawInput: { command: 'make' },
    rawOutput: {},
    _meta: {
      terminal_output: { terminal_id: 'x', data: 'out' },
      terminal_exit: { terminal_id: 'x', exit_code: 0 },
    },
  },
  { sessionUpdate: 'tool_call_update', toolCallId: 'a', status: 'completed', content: [] },
  { sessionUpdate: 'plan', entries: [{ content: 'Step', priority: 'high', status: 'pending' }] },
  {
    sessionUpdate: 'available_commands_update',
    availableCommands: [{ name: 'go', input: { hint: 'where' } }],
  },
  { sessionUpdate: 'current_mode_update', currentModeId: 'plan' },
  {
    sessionUpdate: 'config_option_update',
    configOptions: [
      { id: 'mode', name: 'Mode', type: 'select', currentValue: 'a', options: [{ value: 'a', name: 'A' }] },
    ],
  },
  { sessionUpdate: 'session_info_update', title: 'Title' },
  { sessionUpdate: 'usage_update', used: 1, size: 2, cost: { amount: 1, currency: 'EUR' } },
  { sessionUpdate: 'notice', severity: 'info', title: 'Notice', description: 'Detail' },
  { sessionUpdate: 'compaction_update', compactionId: 'c', status: 'in_progress', summary: [text] },
  { sessionUpdate: 'compaction_summary_chunk', compactionId: 'c', content: text },
];

/** Every place in a value, as the keys that lead to it. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const PLACES = GOOD.flatMap((update) => placesIn(update).map((path) => ({ update, path })));
const wrong = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'text',
    0,
    -1,
    Number.MAX_VALUE,
    true,
    [],
    {},
    [[]],
    [null],
    '__proto__',
  ),
  fc.jsonValue(),
);

describe('an update with a field of the wrong type', () => {
  it('never throws, never drops its neighbours, and leaves a transcript that can be told', () => {
    const spoiled = fc
      .tuple(fc.constantFrom(...PLACES), wrong)
      .map(([{ update, path }, by]) => replaced(update, path, by));
    fc.assert(
      fc.property(fc.array(spoiled, { minLength: 1, maxLength: 8 }), (updates) => {
        const emitted: EmittedEvent[] = [];
        const events = new SessionEvents({ emit: (event) => emitted.push(event), log: silentLog });
        events.open('s', false);
        events.beginTurn();
        for (const [index, update] of updates.entries()) {
          events.receive({ sessionId: 's', update });
          const neighbour = { type: 'text', text: `neighbour ${index}` };
          events.receive({
            sessionId: 's',
            update: { sessionUpdate: 'agent_message_chunk', messageId: `n${index}`, content: neighbour },
          });
        }
        events.terminals.flush();
        const entries = reduceTranscript(emptyTranscript, logged(emitted)).entries;
        const said = JSON.stringify(entries);
        for (const index of updates.keys()) expect(said).toContain(`neighbour ${index}`);
      }),
      { numRuns: 1500 },
    );
  });
});

function logged(emitted: EmittedEvent[]) {
  return emitted.map(({ body, origin }, index) => ({
    ...body,
    origin,
    sessionId: sessionId.parse('s'),
    agent: agentId.parse('agent'),
    turnId: turnId.parse('t'),
    seq: index + 1,
    ts: 0,
  }));
}
