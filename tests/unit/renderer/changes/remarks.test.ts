import { describe, expect, it } from 'vitest';
import { targetAtRow, targetOfRows } from '../../../../src/renderer/features/changes/model/comment-target';
import type { DiffLayout, TextDiff } from '../../../../src/renderer/features/changes/model/diff-rows';
import { type FileBody, fileBody } from '../../../../src/renderer/features/changes/model/file-body';
import {
  type CommentDraft,
  draftKey,
  fileRemarks,
  remarksHeight,
  withRemarks,
} from '../../../../src/renderer/features/changes/model/file-remarks';
import type { Change, DiffLine } from '../../../../src/shared/domain/change';
import type { ReviewComment } from '../../../../src/shared/domain/comment';

const before = '1'.repeat(40);
const now = '2'.repeat(40);
const later = '3'.repeat(40);
const shown = { path: 'a.ts', oldOid: before, newOid: now };
const change = { id: 'f', status: 'modified', oldMode: '100644', newMode: '100644', ...shown } as Change;

/** A body of one hunk, written as git prints it. */
function bodyOf(lines: string[], layout: DiffLayout = 'unified'): FileBody {
  let [oldLine, newLine] = [0, 0];
  const parsed = lines.map((line): DiffLine => {
    const text = line.slice(1);
    if (line[0] === '-') return { type: 'delete', text, oldLine: ++oldLine };
    if (line[0] === '+') return { type: 'insert', text, newLine: ++newLine };
    return { type: 'context', text, oldLine: ++oldLine, newLine: ++newLine };
  });
  const hunk = { oldStart: 1, oldLines: oldLine, newStart: 1, newLines: newLine, section: '', lines: parsed };
  const diff: TextDiff = { kind: 'text', hunks: [hunk], truncated: false, eol: 'lf' };
  const state = { status: 'ready', diff, context: 100_000 } as const;
  return fileBody(change, state, { layout, columnsFor: () => 0 });
}

const comment = (over: Partial<ReviewComment>): ReviewComment =>
  ({
    id: 'c',
    path: 'a.ts',
    side: 'new',
    oid: now,
    range: [2, 2],
    quote: 'new',
    quoteCut: false,
    outdated: false,
    state: 'open',
    text: 'Why?',
    ...over,
  }) as ReviewComment;

const draft = (over: Partial<CommentDraft>): CommentDraft => ({
  ...{ key: 'd', fileId: 'f', shown, text: '', saving: false, wantsFocus: false },
  ...over,
});

const lines = [' one', '-old', '+new', '+more', ' end'];

describe('what a comment is about', () => {
  it('is all of the change at the cursor, as it is now', () => {
    const body = bodyOf(lines);
    const target = { side: 'new', range: [2, 3], lastText: 'more' };
    expect(targetAtRow(body, 1)).toEqual(target);
    expect(targetAtRow(body, 3)).toEqual(target);
    expect(targetAtRow(bodyOf(lines, 'split'), 1)).toEqual(target);
  });

  it('is the line where nothing changed, and what was removed where nothing took its place', () => {
    expect(targetAtRow(bodyOf(lines), 0)).toEqual({ side: 'new', range: [1, 1], lastText: 'one' });
    const removal = { side: 'old', range: [2, 3], lastText: 'b' };
    expect(targetAtRow(bodyOf([' one', '-a', '-b', ' end']), 1)).toEqual(removal);
    expect(targetAtRow(bodyOf([' one', '-a', '-b', ' end'], 'split'), 2)).toEqual(removal);
  });

  it('is the selection, on one side of it, and the file as a whole where there are no lines', () => {
    expect(targetOfRows(bodyOf(lines), 1, 4)).toEqual({ side: 'new', range: [2, 4], lastText: 'end' });
    expect(targetOfRows(bodyOf(lines), 1, 2, 'old')).toEqual({ side: 'old', range: [2, 2], lastText: 'old' });
    expect(targetAtRow(bodyOf(lines), -1)).toBeNull();
    expect(targetAtRow(fileBody(change, { status: 'unknown' }, layoutless), 0)).toBeNull();
  });
});

const layoutless = { layout: 'unified' as const, columnsFor: () => 0 };

describe('where comments stand', () => {
  const rows = (body: FileBody, comments: ReviewComment[], drafts: CommentDraft[] = []) =>
    fileRemarks(body, comments, drafts, shown).map(({ key, row }) => [key, row]);

  it('is under the last of their lines, in either layout', () => {
    expect(rows(bodyOf(lines), [comment({ range: [2, 3] })])).toEqual([['c', 3]]);
    expect(rows(bodyOf(lines, 'split'), [comment({ range: [2, 3] })])).toEqual([['c', 3]]);
    expect(rows(bodyOf(lines), [comment({ side: 'old', oid: before })])).toEqual([['c', 1]]);
  });

  it('is above all lines for a file as a whole, for an outdated one, and for lines that are not shown', () => {
    const { range: _range, ...whole } = comment({ quote: '' });
    expect(rows(bodyOf(lines), [whole])).toEqual([['c', -1]]);
    expect(rows(bodyOf(lines), [comment({ outdated: true })])).toEqual([['c', -1]]);
    expect(rows(bodyOf(lines), [comment({ range: [90, 90] })])).toEqual([['c', -1]]);
  });

  it('is found by the text while the diff on screen is of another version', () => {
    expect(rows(bodyOf(lines), [comment({ oid: later, range: [9, 9], quote: 'x\nmore' })])).toEqual([
      ['c', 3],
    ]);
    const target = { side: 'new' as const, range: [7, 7] as [number, number], lastText: 'end' };
    const moved = draft({ target, shown: { ...shown, newOid: later } });
    expect(rows(bodyOf(lines), [], [moved])).toEqual([['d', 4]]);
    const gone = draft({ target: { ...target, lastText: 'gone' }, shown: { ...shown, newOid: later } });
    expect(rows(bodyOf(lines), [], [gone])).toEqual([['d', -1]]);
  });

  it('is taken by the box while the comment is edited', () => {
    const open = comment({});
    const edit = draft({ key: draftKey('f', null, open.id), editing: open.id });
    const [remark] = fileRemarks(bodyOf(lines), [open], [edit], shown);
    expect(remark).toMatchObject({ key: open.id, row: 2, draft: edit.key });
    const sent = fileRemarks(bodyOf(lines), [{ ...open, state: 'sent' }], [edit], shown);
    expect(sent.map(({ key, draft: box }) => [key, box])).toEqual([
      [edit.key, edit.key],
      [open.id, undefined],
    ]);
  });
});

describe('room for comments', () => {
  it('makes only the rows they stand under higher', () => {
    const body = bodyOf(lines);
    const { range: _range, ...whole } = comment({ id: 'w' as ReviewComment['id'] });
    const found = fileRemarks(body, [comment({}), whole], [], shown);
    const placed = withRemarks(body, found, () => 50.2);
    expect(placed.remarks.map(({ key, top, height }) => [key, top, height])).toEqual([
      ['w', 0, 51],
      ['c', 51 + 60, 51],
    ]);
    expect([...placed.tops]).toEqual([51, 71, 91, 162, 182, 202]);
    expect(remarksHeight(placed, 2)).toBe(51);
    expect(remarksHeight(placed, 1)).toBe(0);
    expect(withRemarks(body, [], () => 50)).toBe(body);
  });
});
