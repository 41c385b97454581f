import { describe, expect, it } from 'vitest';
import { GrowingOutputs } from '../../../src/main/services/backends/acp/growing-outputs';
import type { AgentEventBody, Tool, ToolContent, ToolStatus } from '../../../src/shared/domain/agent-event';
import { mergeTool } from '../../../src/shared/domain/merge-tool';
import { fc } from '../../support/properties';

type ToolUpdate = Extract<AgentEventBody, { kind: 'tool_update' }>;

const text = (said: string): ToolContent => ({ type: 'content', block: { type: 'text', text: said } });
const update = (content: ToolContent[], status?: ToolStatus): ToolUpdate => ({
  kind: 'tool_update',
  toolCallId: 'run',
  patch: { content, ...(status && { status }) },
});

function growing(content: ToolContent[] = []): GrowingOutputs {
  const outputs = new GrowingOutputs();
  outputs.begin({ toolCallId: 'run', content });
  return outputs;
}

describe('the output of a tool that is told as a whole each time', () => {
  it('is kept as what was added', () => {
    const outputs = growing([text('one\n')]);
    expect(outputs.shorten(update([text('one\ntwo\n')]))).toEqual({
      kind: 'tool_update',
      toolCallId: 'run',
      patch: {},
      outputDelta: 'two\n',
    });
  });

  it('is stated whole when it ends, starts over or comes beside something new', () => {
    for (const now of [
      update([text('one\ntwo\n')], 'completed'),
      update([text('other')]),
      update([text('one\n'), text('more')]),
    ]) {
      expect(growing([text('one\n')]).shorten(now)).toBe(now);
    }
  });

  it('says nothing twice when it is repeated unchanged', () => {
    expect(growing([text('one')]).shorten(update([text('one')], 'in_progress')).patch).toEqual({
      status: 'in_progress',
    });
  });

  it('folds to what the agent said last, whatever that was', () => {
    const content = fc.array(fc.constantFrom('', 'a', 'ab', 'abc', 'b').map(text), { maxLength: 3 });
    const status = fc.constantFrom<ToolStatus>('in_progress', 'completed');
    const said = fc.array(fc.record({ content, status }), { maxLength: 12 });
    fc.assert(
      fc.property(content, said, (first, updates) => {
        let tool: Tool = {
          ...{ toolCallId: 'run', title: 'Run', toolKind: 'execute', status: 'pending', locations: [] },
          content: first,
        };
        const outputs = growing(first);
        for (const one of updates) {
          const { patch, outputDelta } = outputs.shorten(update(one.content, one.status));
          tool = mergeTool(tool, patch, outputDelta);
          expect(tool.content).toEqual(one.content);
        }
      }),
    );
  });
});
