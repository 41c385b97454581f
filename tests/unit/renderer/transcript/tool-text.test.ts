import { describe, expect, it } from 'vitest';
import { compactDiff } from '../../../../src/renderer/features/transcript/model/compact-diff';
import {
  lastOutputLine,
  stripAnsi,
  tailOf,
  withoutFence,
} from '../../../../src/renderer/features/transcript/model/tool-text';
import type { Tool } from '../../../../src/shared/domain/agent-event';
import { fc } from '../../../support/properties';

describe('tailOf', () => {
  it('keeps the last lines and counts the others', () => {
    expect(tailOf('a\nb\nc\nd\n', 2)).toEqual({ text: 'c\nd', hidden: 2 });
    expect(tailOf('a\nb', 5)).toEqual({ text: 'a\nb', hidden: 0 });
  });

  it('cuts one huge line and says that something is missing', () => {
    const tail = tailOf('x'.repeat(100_000));
    expect(tail.text.length).toBe(40_000);
    expect(tail.hidden).toBe(1);
  });
});

describe('stripAnsi', () => {
  it('removes colours, titles and overwritten progress', () => {
    expect(stripAnsi('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007end')).toBe('red end');
    expect(stripAnsi('10%\r50%\r100%\nok\r\nend')).toBe('100%\nok\nend');
  });
});

describe('compactDiff', () => {
  it('shows a replaced line with its context', () => {
    expect(compactDiff('a\nb\nc\n', 'a\nB\nc\n').map((line) => line.sign + line.text)).toEqual([
      ' a',
      '-b',
      '+B',
      ' c',
    ]);
  });

  it('shows a new file as added', () => {
    expect(compactDiff(null, 'a\nb').map((line) => line.sign)).toEqual(['+', '+']);
  });

  it('rebuilds both texts when nothing is folded', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        const lines = compactDiff(before, after);
        fc.pre(lines.every((line) => line.sign !== '…'));
        const side = (sign: string) =>
          lines
            .filter((line) => line.sign === ' ' || line.sign === sign)
            .map((line) => `${line.text}\n`)
            .join('');
        expect(side('-')).toBe(before);
        expect(side('+')).toBe(after);
      }),
    );
  });

  it('folds far context and stays quick on large texts', () => {
    const before = Array.from({ length: 5000 }, (_, line) => `line ${line}`).join('\n');
    const lines = compactDiff(before, before.replace('line 2500', 'changed'));
    expect(lines.map((line) => line.sign).join('')).toBe('…   -+   …');
  });
});

describe('the output of a command that came as a fenced block', () => {
  it('is what stands inside the fence, also while it is open', () => {
    expect(withoutFence('```\none\ntwo\n```')).toBe('one\ntwo');
    expect(withoutFence('```sh\none\ntw')).toBe('one\ntw');
    expect(withoutFence('````\n```\n````\n')).toBe('```');
  });

  it('is left as it is when there is more than the block', () => {
    expect(withoutFence('```\none\n```\nand more')).toBe('```\none\n```\nand more');
    expect(withoutFence('plain ``` text')).toBe('plain ``` text');
  });

  it('is summed up by its last line, not by the fence', () => {
    const block = { type: 'text', text: '```\nbuilt\n2 files changed\n```\n' } as const;
    const tool: Tool = {
      toolCallId: 't',
      title: 't',
      toolKind: 'execute',
      status: 'completed',
      content: [{ type: 'content', block }],
      locations: [],
    };
    expect(lastOutputLine(tool)).toBe('2 files changed');
  });
});
