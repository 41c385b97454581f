import { describe, expect, it } from 'vitest';
import {
  SUMMARY_LIMIT,
  summarizeConversation,
} from '../../../src/main/services/agents/summarize-conversation';
import type { StopReason, Tool } from '../../../src/shared/domain/agent-event';
import type { AgentId, TurnId } from '../../../src/shared/domain/ids';
import type { Entry } from '../../../src/shared/domain/transcript';
import { fc } from '../../support/properties';

let seq = 0;
const base = (turn: string) => ({
  id: `e${++seq}`,
  agent: 'claude' as AgentId,
  turnId: turn as TurnId,
  ts: 0,
  seq,
});
const text = (said: string) => [{ type: 'text' as const, text: said }];

function turn(id: string, asked: string, answered: string, stopReason: StopReason = 'end_turn'): Entry[] {
  const tool: Tool = {
    toolCallId: `call-${id}`,
    title: `Edit ${id}.ts`,
    toolKind: 'edit',
    status: 'completed',
    content: [{ type: 'diff', path: `/w/${id}.ts`, oldText: null, newText: 'secret body' }],
    locations: [{ path: `/w/${id}.ts` }],
  };
  return [
    { ...base(id), type: 'prompt', blocks: text(asked) },
    { ...base(id), type: 'text', blocks: text('Let me see.'), streaming: false },
    { ...base(id), type: 'tool', tool },
    { ...base(id), type: 'text', blocks: text(answered), streaming: false },
    { ...base(id), type: 'turn-end', stopReason },
  ];
}

describe('the summary of an earlier conversation', () => {
  it('names what was asked, done, touched and said last, turn by turn', () => {
    const summary = summarizeConversation([
      ...turn('one', 'Fix the parser', 'The parser is fixed.'),
      ...turn('two', 'Now the tests', 'Half of them.', 'interrupted'),
    ]);
    for (const part of ['Fix the parser', 'The parser is fixed.', 'Edit one.ts (completed)', '/w/one.ts']) {
      expect(summary).toContain(part);
    }
    expect(summary).not.toContain('secret body');
    expect(summary).not.toContain('Let me see.');
    expect(summary.indexOf('Fix the parser')).toBeLessThan(summary.indexOf('Now the tests'));
    expect(summary).toContain('Outcome: done.');
    expect(summary).toContain('Outcome: interrupted before it was done.');
  });

  it('keeps the newest turn in full, condenses earlier ones and says what it leaves out', () => {
    const long = (name: string) => `${name} begins ${'word '.repeat(500)}${name} ends`;
    const turns = Array.from({ length: 60 }, (_, index) => turn(`t${index}`, long(`ask${index}`), 'Done.'));
    const summary = summarizeConversation(turns.flat());
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(summary).toContain(long('ask59'));
    expect(summary).toContain('ask58 begins');
    expect(summary).not.toContain(long('ask58'));
    expect(summary).toMatch(/\d+ earlier turns are left out here\./);
  });

  it('always has the newest turn, however much was called, named and written in it', () => {
    const name = 'x'.repeat(1000);
    const tools = Array.from({ length: 80 }, (_, index): Entry => {
      const path = `/w/${index}/${name}`;
      const content: Tool['content'] = [{ type: 'diff', path, oldText: null, newText: '' }];
      const tool: Tool = {
        ...{ toolCallId: path, title: path, toolKind: 'edit', status: 'completed', content, locations: [] },
      };
      return { ...base('last'), type: 'tool', tool };
    });
    const said = turn('last', `begin ${'~'.repeat(9000)}`, `answer ${'~'.repeat(9000)}`);
    const summary = summarizeConversation([...turn('first', 'a', 'b'), ...said, ...tools]);
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(summary).toContain('begin ~');
    expect(summary).toContain('answer ~');
  });

  it('says that more came before when its log was not read to the beginning', () => {
    const summary = summarizeConversation(turn('one', 'Ask', 'Answer'), { complete: false });
    expect(summary).toContain('Earlier turns are left out here.');
  });

  it('never grows beyond its limit, and nothing said can get out of its fence', () => {
    const hostile = fc.array(fc.constantFrom('~~~', '~~~~~~', '\n', '```', '## A turn', 'word '), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 12 }), (said) => {
        const turns = said.flatMap(([asked, answered], index) =>
          turn(`t${index}`, asked.join(''), answered.join('') || 'x'),
        );
        const summary = summarizeConversation(turns);
        expect(summary.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
        expect(outsideFences(summary)).not.toContain('word');
        expect(outsideFences(summary).filter((line) => line === '## A turn').length).toBeLessThanOrEqual(
          said.length,
        );
      }),
    );
  });
});

/** The lines that a reader of Markdown does not take for a quotation. */
function outsideFences(summary: string): string[] {
  const outside: string[] = [];
  let open: string | undefined;
  for (const line of summary.split('\n')) {
    const mark = /^(~{3,})\s*$/.exec(line)?.[1];
    if (open === undefined) {
      if (mark) open = mark;
      else outside.push(line);
    } else if (mark && mark.length >= open.length) open = undefined;
  }
  expect(open).toBeUndefined();
  return outside;
}
