import { describe, expect, it } from 'vitest';
import { replayEdits } from '../../../src/shared/domain/replay-edits';

const told = (text: string) => ({ text, told: true });
const other = (text: string) => ({ text, told: false });

describe('what a file went through', () => {
  it('is what was told, when that is all there is', () => {
    expect(replayEdits('a b c', [{ oldText: 'b', newText: 'B' }], 'a B c')).toEqual([told('a B c')]);
    expect(replayEdits(null, [{ oldText: null, newText: 'new' }], 'new')).toEqual([told('new')]);
  });

  it('is told twice by a write and its tool call, and counts once', () => {
    const edits = [{ newText: 'a B c' }, { oldText: 'a b c', newText: 'a B c' }];
    expect(replayEdits('a b c', edits, 'a B c')).toEqual([told('a B c')]);
  });

  it('tells apart who changed the file before, and after', () => {
    expect(replayEdits('a b c', [{ oldText: 'x b c', newText: 'x B c' }], 'x B c')).toEqual([
      other('x b c'),
      told('x B c'),
    ]);
    expect(replayEdits('a b c', [{ oldText: 'b', newText: 'B' }], 'a B d')).toEqual([
      told('a B c'),
      other('a B d'),
    ]);
  });

  it.each([
    ['a part that is there twice', 'b b', [{ oldText: 'b', newText: 'B' }], 'B b'],
    ['a part that is not there', 'a', [{ oldText: 'b', newText: 'B' }], 'c'],
    ['a text stored with other line ends', 'a\n', [{ newText: 'b\r\n' }], 'b\n'],
    ['a part that is gone again', 'a b', [{ oldText: 'b', newText: 'B' }], 'a formatted'],
    ['nothing told', 'a', [], 'b'],
  ])('is left open by %s', (_what, before, edits, after) => {
    expect(replayEdits(before, edits, after)).toBeNull();
  });
});
