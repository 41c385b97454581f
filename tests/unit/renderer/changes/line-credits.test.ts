import { describe, expect, it } from 'vitest';
import type { TextDiff } from '../../../../src/renderer/features/changes/model/diff-rows';
import { lineCredit } from '../../../../src/renderer/features/changes/model/line-credits';
import { isChosen, turnKey, turnsOf } from '../../../../src/renderer/features/changes/model/list-changes';
import type { Author, Change, Hunk } from '../../../../src/shared/domain/change';
import type { AgentId, TurnId } from '../../../../src/shared/domain/ids';

const claude: Author = { kind: 'agent', agent: 'claude' as AgentId, turnId: 't1' as TurnId };
const again: Author = { ...claude, turnId: 't2' as TurnId };
const user: Author = { kind: 'user' };

const hunk: Hunk = {
  ...{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 4, section: '', authors: [user, claude] },
  lines: [
    { type: 'context', text: 'a', oldLine: 1, newLine: 1 },
    { type: 'delete', text: 'b', oldLine: 2, credit: 0 },
    { type: 'insert', text: 'c', newLine: 2, credit: 0 },
    { type: 'insert', text: 'd', newLine: 3, credit: 0 },
    { type: 'insert', text: 'e', newLine: 4, credit: 1 },
  ],
};
const diff: TextDiff = {
  kind: 'text',
  hunks: [hunk],
  truncated: false,
  eol: 'lf',
  credits: [
    { author: claude, at: 1 },
    { author: user, at: 2 },
  ],
};

describe('the mark of a line', () => {
  it('begins anew where the author or the side changes, and is absent on unchanged lines', () => {
    const marks = hunk.lines.map((_, index) => lineCredit(diff, hunk, index));
    expect(marks.map((mark) => mark && [mark.credit.author.kind, mark.starts])).toEqual([
      undefined,
      ['agent', true],
      ['agent', true],
      ['agent', false],
      ['user', true],
    ]);
  });

  it('is absent where nobody looked up who changed the lines', () => {
    const { credits: _, ...plain } = diff;
    expect(lineCredit(plain, hunk, 1)).toBeUndefined();
  });
});

describe('the filter', () => {
  it('finds an agent in all its turns, or in one', () => {
    expect([claude, again, user].map((author) => isChosen(author, new Set(['agent:claude'])))).toEqual([
      true,
      true,
      false,
    ]);
    expect([claude, again].map((author) => isChosen(author, new Set([turnKey('t2')])))).toEqual([
      false,
      true,
    ]);
    expect(isChosen(user, new Set())).toBe(true);
  });

  it('offers every turn that has a part in what is pending, once', () => {
    const changes = [{ authors: [again, claude] }, { authors: [claude, user] }] as Change[];
    expect(turnsOf(changes)).toEqual(['t2', 't1']);
  });
});
