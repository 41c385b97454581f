import { describe, expect, it } from 'vitest';
import { agentOfLines, quoteOf } from '../../../src/main/services/comments/comment-lines';
import type { Author, DiffLine, FileDiff } from '../../../src/shared/domain/change';
import { type ReviewComment, sendingsOf } from '../../../src/shared/domain/comment';
import type { AgentId } from '../../../src/shared/domain/ids';

const agent = (name: string): Author => ({ kind: 'agent', agent: name as AgentId });

/** Added lines from 1 on, each by an author or unchanged. */
function diffBy(...authors: (Author | null)[]): FileDiff {
  const lines = authors.map(
    (author, index): DiffLine => ({
      type: author ? 'insert' : 'context',
      text: '',
      newLine: index + 1,
      ...(author && { credit: index }),
    }),
  );
  const credits = authors.map((author) => ({ author: author ?? agent('nobody'), at: 0 }));
  const hunk = { oldStart: 1, oldLines: 0, newStart: 1, newLines: lines.length, section: '', lines };
  return { kind: 'text', hunks: [hunk], truncated: false, eol: 'lf', credits };
}

describe('who gets a comment', () => {
  it('is the agent that wrote most of the lines', () => {
    const diff = diffBy(agent('a'), agent('b'), agent('b'), agent('a'), { kind: 'user' });
    expect(agentOfLines(diff, 'new', [1, 3])).toBe('b');
    expect(agentOfLines(diff, 'new', [1, 1])).toBe('a');
    expect(agentOfLines(diff, 'new', [4, 5])).toBe('a');
  });

  it('is no agent where the user wrote them, and open where nobody changed them', () => {
    const diff = diffBy({ kind: 'user' }, null, { kind: 'unknown' });
    expect(agentOfLines(diff, 'new', [1, 1])).toBeNull();
    expect(agentOfLines(diff, 'new', [2, 3])).toBeUndefined();
    expect(agentOfLines({ kind: 'too-large', bytes: 1 }, 'new', [1, 1])).toBeUndefined();
  });

  it('is told apart for all that are open, and who takes the rest', () => {
    const comment = (id: string, author?: string, state = 'open') => ({ id, author, state }) as ReviewComment;
    const all = [
      comment('1', 'a'),
      comment('2'),
      comment('3', 'b'),
      comment('4', 'a', 'sent'),
      comment('5', 'a'),
    ];
    const sendings = sendingsOf(all, 'b' as AgentId);
    expect(sendings.map(({ to, comments }) => [to, comments.map(({ id }) => id)])).toEqual([
      ['a', ['1', '5']],
      ['b', ['2', '3']],
    ]);
  });
});

describe('the quote', () => {
  it('is the lines, or the beginning of very many or very long ones', () => {
    expect(quoteOf(['a', 'b'])).toEqual({ quote: 'a\nb', quoteCut: false });
    expect(quoteOf(Array(201).fill('x')).quoteCut).toBe(true);
    const long = quoteOf(['y'.repeat(1_000_000)]);
    expect([long.quote.length, long.quoteCut]).toEqual([8_000, true]);
  });
});
