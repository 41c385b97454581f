import { describe, expect, it } from 'vitest';
import { selectByAuthor } from '../../../src/main/services/decisions/select-by-author';
import type { Author, DiffLine, Hunk } from '../../../src/shared/domain/change';
import { agentId, turnId } from '../../../src/shared/domain/ids';

const claude: Author = { kind: 'agent', agent: agentId.parse('claude'), turnId: turnId.parse('t1') };
const later: Author = { ...claude, turnId: turnId.parse('t2') };
const codex: Author = { kind: 'agent', agent: agentId.parse('codex'), turnId: turnId.parse('t3') };
const everyClaude: Author = { kind: 'agent', agent: agentId.parse('claude') };

/** A diff of one hunk that begins at line 1: `-` removed, `+` added, anything else unchanged. */
function diff(...lines: [sign: '-' | '+' | ' ', author?: Author][]) {
  let [old, now] = [1, 1];
  const credits = lines.map(([, author = { kind: 'unknown' as const }]) => ({ author, at: 0 }));
  const hunk: Hunk = {
    ...{ oldStart: 1, oldLines: 0, newStart: 1, newLines: 0, section: '' },
    lines: lines.map(([sign], credit): DiffLine => {
      if (sign === '-') return { type: 'delete', text: '', oldLine: old++, credit };
      if (sign === '+') return { type: 'insert', text: '', newLine: now++, credit };
      return { type: 'context', text: '', oldLine: old++, newLine: now++ };
    }),
  };
  return { hunks: [hunk], credits };
}

describe('the lines of an author', () => {
  it('are told apart one by one where lines were only added or only removed', () => {
    const added = diff(['+', claude], ['+', codex], ['+', claude]);
    expect(selectByAuthor(added, everyClaude)).toEqual({
      part: {
        old: [],
        new: [
          [1, 1],
          [3, 3],
        ],
      },
      inseparable: [],
    });
    const removed = diff(['-', codex], ['-', claude], ['-', claude]);
    expect(selectByAuthor(removed, everyClaude).part).toEqual({ old: [[2, 3]], new: [] });
  });

  it('are those of one turn when a turn is meant', () => {
    const lines = diff(['+', claude], [' '], ['+', later]);
    expect(selectByAuthor(lines, later).part).toEqual({ old: [], new: [[3, 3]] });
    expect(selectByAuthor(lines, everyClaude).part.new).toEqual([
      [1, 1],
      [3, 3],
    ]);
  });

  it('are told apart in a replacement when each line was replaced by one author', () => {
    const lines = diff(['-', claude], ['-', codex], ['+', claude], ['+', codex]);
    expect(selectByAuthor(lines, codex)).toEqual({ part: { old: [[2, 2]], new: [[2, 2]] }, inseparable: [] });
  });

  it('are told apart where another author added or removed lines next to a replacement', () => {
    const after = diff(['-', claude], ['+', claude], ['+', codex]);
    expect(selectByAuthor(after, codex)).toEqual({ part: { old: [], new: [[2, 2]] }, inseparable: [] });
    expect(selectByAuthor(after, claude).part).toEqual({ old: [[1, 1]], new: [[1, 1]] });
    const fewer = diff(['-', claude], ['-', claude], ['+', claude], ['+', codex]);
    expect(selectByAuthor(fewer, codex)).toEqual({ part: { old: [], new: [[2, 2]] }, inseparable: [] });
    const gone = diff(['-', codex], ['-', claude], ['+', claude]);
    expect(selectByAuthor(gone, claude)).toEqual({
      part: { old: [[2, 2]], new: [[1, 1]] },
      inseparable: [],
    });
  });

  it('are not told apart where they would come in another order, or it is open what replaced what', () => {
    const before = diff(['-', claude], ['+', codex], ['+', claude]);
    expect(selectByAuthor(before, codex).inseparable).toHaveLength(1);
    const longer = diff(['-', claude], ['-', codex], ['+', claude], ['+', claude], ['+', codex]);
    expect(selectByAuthor(longer, claude).inseparable).toHaveLength(1);
    const between = diff(['-', claude], ['+', claude], ['+', codex], ['+', claude]);
    expect(selectByAuthor(between, codex).inseparable).toHaveLength(1);
  });

  it('are named, and not chosen, where half of a replacement is of another author', () => {
    const mixed = diff(['-', claude], ['+', codex], ['+', claude]);
    expect(selectByAuthor(mixed, everyClaude)).toEqual({
      part: { old: [], new: [] },
      inseparable: [{ old: [1, 1], new: [1, 2] }],
    });
    const whole = diff(['-', claude], ['+', claude], ['+', claude]);
    expect(selectByAuthor(whole, everyClaude).part).toEqual({ old: [[1, 1]], new: [[1, 2]] });
  });

  it('are not those nobody is known to have written', () => {
    const lines = diff(['-'], ['+', claude]);
    expect(selectByAuthor(lines, everyClaude)).toMatchObject({
      part: { old: [], new: [] },
      inseparable: [{}],
    });
    expect(selectByAuthor(diff(['+']), everyClaude).inseparable).toEqual([]);
  });
});
