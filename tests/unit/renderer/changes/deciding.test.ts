import { describe, expect, it } from 'vitest';
import { isCollapsed } from '../../../../src/renderer/features/changes/changes-slice';
import { documentLayout } from '../../../../src/renderer/features/changes/model/document-layout';
import { fileBody } from '../../../../src/renderer/features/changes/model/file-body';
import { shownChange } from '../../../../src/renderer/features/changes/model/list-changes';
import {
  moveFile,
  moveHunk,
  survivingCursor,
} from '../../../../src/renderer/features/changes/model/move-cursor';
import type { Author, Change, FileDiff } from '../../../../src/shared/domain/change';
import { agentId, turnId } from '../../../../src/shared/domain/ids';
import { AppError } from '../../../../src/shared/errors';
import { change, ready } from './arbitrary-diff';
import { decided, panel, settled } from './panel';

const empty: FileDiff = { kind: 'text', hunks: [], truncated: false, eol: 'lf' };
const newOid = 'c'.repeat(40);

describe('the diff loader', () => {
  it('asks for the files on screen, a few at once, and never for what scrolled away', async () => {
    const { calls, loader, store } = panel('loader-1');
    const files = Array.from({ length: 20 }, (_, index) => change({ id: `f${index}`, path: `f${index}` }));
    loader.want(files);
    const names = (some: readonly { path: string }[]) => some.map(({ path }) => path);
    const asked = () => names(calls.map(({ input }) => (input as { change: { path: string } }).change));
    const atOnce = asked().length;
    expect(atOnce).toBeLessThan(files.length);
    expect(asked()).toEqual(names(files.slice(0, atOnce)));
    loader.want(files.slice(19));
    calls[0]?.answer(empty);
    await settled();
    expect(asked().slice(atOnce)).toEqual(['f19']);
    expect(store.getState().diffs.get('f0')?.state.status).toBe('ready');
  });

  it('reads what comes next after what is on screen, which does not make it seen', async () => {
    const { calls, loader, store } = panel('loader-ahead');
    const [a, b, c] = ['a', 'b', 'c'].map((id) => change({ id, path: id })) as [Change, Change, Change];
    loader.want([b], [a, b, c], [c]);
    expect(calls.map(({ input }) => (input as { change: { path: string } }).change.path)).toEqual(['b', 'c']);
    for (const call of calls) call.answer(empty);
    await settled();
    expect([...store.getState().diffs.keys()]).toEqual(['b', 'c']);
    expect([...store.getState().seen.keys()]).toEqual(['b']);
    loader.want([c], [a, b, c]);
    expect(calls).toHaveLength(2);
    expect([...store.getState().seen.keys()]).toEqual(['b', 'c']);
  });

  it('keeps the old diff until the new one is here, then says that it was updated', async () => {
    const { calls, loader, store } = panel('loader-2');
    const before = change({ id: 'a' });
    loader.want([before]);
    calls[0]?.answer(empty);
    await settled();
    loader.want([{ ...before, newOid }]);
    expect(store.getState().diffs.get('a')?.shown.newOid).toBe(before.newOid);
    calls[1]?.answer(empty);
    await settled();
    expect(store.getState().diffs.get('a')?.shown.newOid).toBe(newOid);
    expect(store.getState().updated.has('a')).toBe(true);
  });

  it('looks again when the host no longer has the file, and does not ask the same again', async () => {
    const { calls, loader } = panel('loader-3');
    const renamed = change({ id: 'a', oldPath: 'former' });
    loader.want([renamed]);
    expect(calls[0]?.input).toEqual({ sessionId: 's1', change: shownChange(renamed), context: 3 });
    calls[0]?.refuse(new AppError('change.not-found', 'The file is no longer pending.'));
    await settled();
    loader.again();
    expect(calls.map(({ method }) => method)).toEqual(['change.diff', 'change.refresh']);
  });
});

describe('deciding', () => {
  it('names the blobs that were shown, not the ones that came since', async () => {
    const { calls, loader, actions, notices, store } = panel('decide-1');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(empty);
    await settled();
    const done = actions.decide('accept', [{ ...seen, newOid }]);
    expect(store.getState().pending.get('a')).toBe('accept');
    expect(calls[1]?.input).toMatchObject({ changes: [{ path: 'a.ts', newOid: seen.newOid }] });
    calls[1]?.answer(decided('accept', 1, 'a.ts'));
    await done;
    expect(notices[0]?.title).toBe('Accepted a.ts');
    expect(store.getState().pending.size).toBe(0);
  });

  it('on one author after the other, each takes the files as the one before left them', async () => {
    const { calls, actions, list, store } = panel('decide-by');
    const [scribe, clerk] = ['scribe', 'clerk'].map((name) => ({
      kind: 'agent' as const,
      agent: agentId.parse(name),
    })) as [Author, Author];
    const both = change({ id: 'a', path: 'a.ts', authors: [scribe, clerk] });
    const first = actions.decide('accept', [both], scribe);
    const second = actions.decide('reject', [both], clerk);
    const third = actions.decide('reject', [both], clerk);
    await settled();
    expect(calls).toHaveLength(1);
    list([{ ...both, oldOid: newOid }]);
    calls[0]?.answer(decided('accept', 1, 'a.ts', { ...both, oldOid: newOid }));
    await first;
    await settled();
    expect(calls.map(({ input }) => input).slice(1)).toMatchObject([
      { by: clerk, changes: [{ oldOid: newOid, newOid: both.newOid }] },
    ]);
    list([]);
    calls[1]?.answer(decided('reject', 2, 'a.ts'));
    await Promise.all([second, third]);
    expect([calls.length, store.getState().pending.size]).toEqual([2, 0]);
  });

  it('on one author names the files they have a share in, so that others may go on in theirs', async () => {
    const { calls, actions } = panel('decide-share');
    const by: Author = { kind: 'agent', agent: agentId.parse('scribe'), turnId: turnId.parse('t1') };
    const theirs = change({ id: 'a', path: 'a.ts', authors: [{ kind: 'user' }, by] });
    const others = change({ id: 'b', path: 'b.ts', authors: [{ ...by, turnId: turnId.parse('t2') }] });
    void actions.decide('accept', [theirs, others], by);
    await settled();
    expect(calls.map(({ input }) => input)).toMatchObject([{ by, changes: [{ path: 'a.ts' }] }]);
  });

  it('says that a file changed, refreshes, and leaves it in the list', async () => {
    const { calls, actions, notices, errors, store } = panel('decide-2');
    const done = actions.decide('reject', [change({ id: 'a', path: 'a.ts' })]);
    calls[0]?.refuse(new AppError('change.stale', 'The file changed.'));
    await settled();
    expect(calls[1]?.method).toBe('change.refresh');
    calls[1]?.answer({ changes: [change({ id: 'a', path: 'a.ts', newOid })] });
    await done;
    expect(notices[0]?.title).toBe('a.ts changed since you saw it.');
    expect(errors).toEqual([]);
    expect(store.getState().decided.size).toBe(0);
  });

  it('is not refused for ever where a file changed out of sight', async () => {
    const { calls, actions, loader } = panel('out-of-sight-1');
    const [seen, other] = [change({ id: 'a', path: 'a.ts' }), change({ id: 'b', path: 'b.ts' })];
    loader.want([seen]);
    calls[0]?.answer(empty);
    await settled();
    loader.want([other]);
    calls[1]?.answer(empty);
    await settled();
    const now = { ...seen, newOid };
    const refused = actions.decide('accept', [now, other]);
    expect(calls[2]?.input).toMatchObject({ changes: [{ newOid: seen.newOid }, { newOid: other.newOid }] });
    calls[2]?.refuse(new AppError('change.stale', 'The file changed.'));
    await settled();
    calls[3]?.answer({ changes: [now, other] });
    await refused;
    void actions.decide('accept', [now, other]);
    expect(calls[4]?.input).toMatchObject({ changes: [{ newOid }, { newOid: other.newOid }] });
  });

  it('takes a file that was accepted and changed again out of sight as it is now', async () => {
    const { calls, actions, loader } = panel('out-of-sight-2');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(empty);
    await settled();
    actions.takeList([]);
    void actions.decide('accept', [{ ...seen, oldOid: seen.newOid, newOid }]);
    expect(calls[1]?.input).toMatchObject({ changes: [{ oldOid: seen.newOid, newOid }] });
  });

  it.each([
    ['remembers in a new window that something was decided', false],
    ['counts nothing that was taken back', true],
  ])('%s', async (title, undone) => {
    const { actions, store, calls } = panel(title);
    const recalled = actions.recall();
    calls[0]?.answer([{ ...decided('accept', 1, 'a.ts').decision, undone }]);
    await recalled;
    expect(store.getState().hasDecided).toBe(!undone);
  });

  it('hands other refusals on with their hint', async () => {
    const { calls, actions, errors } = panel('decide-3');
    const done = actions.decide('accept', [change({ id: 'a' })]);
    const refusal = new AppError('git.identity-missing', 'Git does not know who you are.', 'Set user.name.');
    calls[0]?.refuse(refusal);
    await done;
    expect(errors).toEqual([refusal]);
  });
});

describe('deciding on a part', () => {
  const part = { old: [], new: [[1, 2]] as [number, number][] };

  it('waits for the new diff before the next part of the file, and does not call it news', async () => {
    const { calls, loader, actions, store } = panel('part-1');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(empty);
    await settled();
    const done = actions.parts.decide('reject', seen, part);
    await actions.parts.decide('reject', seen, part);
    expect(calls.slice(1).map(({ input }) => input)).toEqual([
      { sessionId: 'part-1', changes: [{ ...shownChange(seen), part }] },
    ]);
    calls[1]?.answer(decided('reject', 1, 'a.ts', { ...seen, newOid }));
    await done;
    loader.want([{ ...seen, newOid }]);
    calls[2]?.answer(empty);
    await settled();
    expect(store.getState().awaited.has('a')).toBe(false);
    expect(store.getState().updated.has('a')).toBe(false);
  });

  const texts = (start: number, ...lines: string[]): FileDiff => ({
    kind: 'text',
    hunks: lines.map((text, at) => ({
      ...{ oldStart: 0, oldLines: 0, newStart: start + at * 10, newLines: 1, section: '' },
      lines: [{ type: 'insert', text, newLine: start + at * 10 }],
    })),
    truncated: false,
    eol: 'lf',
  });
  const line = (at: number) => ({ old: [], new: [[at, at]] as [number, number][] });

  it('keeps further decisions until the new diff is here, and does them one by one on its line numbers', async () => {
    const { calls, loader, actions, store, notices } = panel('part-3');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(texts(10, 'one', 'two', 'three'));
    await settled();
    void actions.parts.decide('reject', seen, line(10));
    await actions.parts.decide('reject', seen, line(10));
    await actions.parts.decide('accept', seen, line(20));
    await actions.parts.decide('reject', seen, line(30));
    expect(store.getState().waiting.get('a')).toBe(3);
    calls[1]?.answer(decided('reject', 1, 'a.ts'));
    await settled();
    const second = { ...seen, newOid };
    loader.want([second]);
    calls[2]?.answer(texts(19, 'two', 'three'));
    await settled();
    expect(calls[3]).toMatchObject({
      method: 'change.accept',
      input: { changes: [{ newOid, part: line(19) }] },
    });
    expect(store.getState().waiting.get('a')).toBe(1);
    calls[3]?.answer(decided('accept', 2, 'a.ts'));
    await settled();
    loader.want([{ ...second, oldOid: newOid }]);
    calls[4]?.answer(texts(29, 'three'));
    await settled();
    expect(calls[5]).toMatchObject({ method: 'change.reject', input: { changes: [{ part: line(29) }] } });
    expect(store.getState().waiting.size).toBe(0);
    expect(notices.map(({ title }) => title)).toEqual(['Rejected a.ts', 'Accepted a.ts']);
  });

  it('shows what was decided on at once, however long git takes, until the diff without it is here', async () => {
    const { calls, loader, actions, store } = panel('part-6');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(texts(10, 'one', 'two', 'three'));
    await settled();
    const underWay = () => store.getState().awaited.get('a');
    void actions.parts.decide('reject', seen, line(10));
    expect(underWay()).toEqual([{ decision: 'reject', part: line(10) }]);
    void actions.parts.decide('accept', seen, line(30));
    expect(underWay()).toHaveLength(2);
    calls[1]?.answer(decided('reject', 1, 'a.ts'));
    await settled();
    loader.want([{ ...seen, newOid }]);
    calls[2]?.answer(texts(19, 'two', 'three'));
    await settled();
    expect(underWay()).toEqual([{ decision: 'accept', part: line(29) }]);
    calls[3]?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    await settled();
    expect(underWay()).toBeUndefined();
  });

  it('says which decisions were not made when the file changed meanwhile, or the one before was refused', async () => {
    const { calls, loader, actions, store, notices } = panel('part-4');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(texts(10, 'one', 'two'));
    await settled();
    void actions.parts.decide('accept', seen, line(10));
    await actions.parts.decide('accept', seen, line(20));
    calls[1]?.answer(decided('accept', 1, 'a.ts'));
    await settled();
    loader.want([{ ...seen, newOid }]);
    calls[2]?.answer(texts(20, 'another'));
    await settled();
    expect(notices.at(-1)?.title).toBe('1 further decision on a.ts was not made.');
    expect(store.getState().waiting.size).toBe(0);
    expect(calls).toHaveLength(3);

    void actions.parts.decide('accept', { ...seen, newOid }, line(20));
    await actions.parts.decide('reject', { ...seen, newOid }, line(20));
    calls[3]?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    await settled();
    expect(notices.at(-1)?.title).toBe('1 further decision on a.ts was not made.');
  });

  it('lets go of what waits for a file that is no longer pending', async () => {
    const { calls, loader, actions, store } = panel('part-5');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(texts(10, 'one'));
    await settled();
    void actions.parts.decide('accept', seen, line(10));
    await actions.parts.decide('accept', seen, line(10));
    actions.takeList([]);
    expect([store.getState().waiting.size, store.getState().awaited.size]).toEqual([0, 0]);
  });

  it('can be tried again after a refusal', async () => {
    const { calls, loader, actions, errors, store } = panel('part-2');
    const seen = change({ id: 'a', path: 'a.ts' });
    loader.want([seen]);
    calls[0]?.answer(empty);
    await settled();
    const done = actions.parts.decide('accept', seen, part);
    calls[1]?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    await done;
    expect(errors).toHaveLength(1);
    expect(store.getState().awaited.size).toBe(0);
  });
});

describe('what was viewed', () => {
  it('is closed, and opens again when the file changes', async () => {
    const { calls, marks, store } = panel('viewed-1');
    const seen = change({ id: 'a', path: 'a.ts' });
    const done = marks.setViewed(seen, true);
    calls[0]?.answer(undefined);
    await done;
    expect(isCollapsed(store.getState(), seen)).toBe(true);
    expect(isCollapsed(store.getState(), { ...seen, newOid })).toBe(false);
    expect(isCollapsed(store.getState(), { ...seen, newMode: '100755' })).toBe(false);
    // Accepting a part of it changes only what it is compared with.
    expect(isCollapsed(store.getState(), { ...seen, oldOid: newOid })).toBe(true);
  });
});

describe('the cursor', () => {
  const hunk = (start: number) => ({
    oldStart: start,
    oldLines: 2,
    newStart: start,
    newLines: 2,
    section: '',
    lines: [
      { type: 'context' as const, text: 'a', oldLine: start, newLine: start },
      { type: 'delete' as const, text: 'b', oldLine: start + 1 },
      { type: 'insert' as const, text: 'c', newLine: start + 1 },
    ],
  });
  const diff: FileDiff = { kind: 'text', hunks: [hunk(5), hunk(50)], truncated: false, eol: 'lf' };
  const options = { layout: 'unified', columnsFor: () => 0 } as const;
  const layoutOf = (...ids: string[]) =>
    documentLayout(
      ids.map((id) => ({ id, body: fileBody(change({ id }), ready(diff), options), collapsed: false })),
    );

  it('visits every hunk once, over the borders of files, and the same ones back', () => {
    const layout = layoutOf('a', 'b');
    const there = [{ fileId: 'a', row: -1 }];
    for (let step = 0; step < 5; step += 1)
      there.push(moveHunk(layout, there.at(-1) ?? null, 1) ?? { fileId: '', row: 0 });
    expect(there.slice(1).map(({ fileId, row }) => `${fileId}${row}`)).toEqual([
      'a2',
      'a6',
      'b2',
      'b6',
      'b6',
    ]);
    expect(moveHunk(layout, { fileId: 'b', row: 2 }, -1)).toEqual({ fileId: 'a', row: 6 });
  });

  it('goes from inside a file to its own bar first', () => {
    const layout = layoutOf('a', 'b');
    expect(moveFile(layout, { fileId: 'b', row: 4 }, -1)).toEqual({ fileId: 'b', row: -1 });
    expect(moveFile(layout, { fileId: 'b', row: -1 }, -1)).toEqual({ fileId: 'a', row: -1 });
    expect(moveFile(layout, null, 1)).toEqual({ fileId: 'a', row: -1 });
  });

  it('moves to the next file that stayed when its own was accepted, else to the last', () => {
    const before = layoutOf('a', 'b', 'c');
    expect(survivingCursor(before, layoutOf('a', 'c'), { fileId: 'b', row: 3 })).toEqual({
      fileId: 'c',
      row: -1,
    });
    expect(survivingCursor(before, layoutOf('a'), { fileId: 'c', row: -1 })).toEqual({
      fileId: 'a',
      row: -1,
    });
    expect(survivingCursor(before, layoutOf(), { fileId: 'c', row: -1 })).toBeNull();
  });
});
