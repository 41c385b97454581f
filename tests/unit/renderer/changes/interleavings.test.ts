import { describe, expect, it } from 'vitest';
import { shownChange } from '../../../../src/renderer/features/changes/model/list-changes';
import type { Author, Change, FileDiff } from '../../../../src/shared/domain/change';
import { agentId } from '../../../../src/shared/domain/ids';
import { AppError } from '../../../../src/shared/errors';
import { change } from './arbitrary-diff';
import { decided, panel, settled } from './panel';

const oid = (letter: string) => letter.repeat(40);
const a = change({ id: 'a', path: 'a.ts' });
const b = change({ id: 'b', path: 'b.ts' });
const [scribe, clerk] = ['scribe', 'clerk'].map((name) => ({
  kind: 'agent',
  agent: agentId.parse(name),
})) as [Author, Author];

/** A diff of added lines, each a hunk of its own. */
const texts = (...lines: [line: number, text: string][]): FileDiff => ({
  kind: 'text',
  hunks: lines.map(([at, text]) => ({
    ...{ oldStart: 0, oldLines: 0, newStart: at, newLines: 1, section: '' },
    lines: [{ type: 'insert', text, newLine: at }],
  })),
  truncated: false,
  eol: 'lf',
});
const both = texts([10, 'one'], [20, 'two']);
const line = (at: number) => ({ old: [], new: [[at, at]] as [number, number][] });
const asked = (calls: { input: unknown }[]) =>
  (calls.at(-1)?.input as { changes?: Change[] } | undefined)?.changes;

/** A panel that shows the first file, with its diff. */
async function shown(id: string) {
  const it = panel(id);
  it.list([a, b]);
  it.loader.want([a]);
  it.calls[0]?.answer(both);
  await settled();
  return it;
}

describe('what the reader has not looked at', () => {
  it('is not accepted after a part of the file, though its diff was read out of sight', async () => {
    const { actions, loader, calls } = await shown('unseen-1');
    void actions.parts.decide('accept', a, line(10));
    loader.want([b], [a, b]);
    calls[2]?.answer(both);
    const rest = { ...a, oldOid: oid('d') };
    calls[1]?.answer(decided('accept', 1, 'a.ts', rest));
    await settled();
    const edited = { ...rest, newOid: oid('e') };
    loader.want([b], [edited, b]);
    calls[3]?.answer(texts([20, 'two'], [30, 'never seen']));
    await settled();
    void actions.decide('accept', [edited, b]);
    expect(asked(calls)).toEqual([shownChange(rest), shownChange(b)]);
  });

  it('is not accepted when its diff came after they had scrolled on, but once they came back', async () => {
    const { actions, loader, calls, store } = await shown('unseen-2');
    const edited = { ...a, newOid: oid('e') };
    loader.want([edited]);
    loader.want([b], [edited, b]);
    calls[1]?.answer(texts([30, 'never seen']));
    await settled();
    expect([...store.getState().updated]).toEqual(['a']);
    void actions.decide('accept', [edited]);
    expect(asked(calls)).toEqual([shownChange(a)]);
    loader.want([edited], [edited, b]);
    void actions.decide('reject', [edited]);
    calls.at(-1)?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    await settled();
    expect(store.getState().seen.get('a')).toEqual(shownChange(edited));
  });

  it('is not accepted when its diff could not be read', async () => {
    const { actions, loader, calls } = await shown('unseen-3');
    const edited = { ...a, newOid: oid('e') };
    loader.want([edited]);
    calls[1]?.refuse(new AppError('git.failed', 'git could not read an object.'));
    await settled();
    void actions.decide('accept', [edited]);
    expect(asked(calls)).toEqual([shownChange(a)]);
  });
});

describe('a part that waits for the one before', () => {
  it('goes on when that one was undone at once, as no new diff comes', async () => {
    const { actions, loader, calls, store, list } = await shown('undone');
    const others = ['x', 'y', 'z'].map((id) => change({ id }));
    loader.want([...others, a]);
    void actions.parts.decide('accept', a, line(10));
    const rest = { ...a, oldOid: oid('d') };
    calls.at(-1)?.answer(decided('accept', 1, 'a.ts', rest));
    await settled();
    list([rest]);
    actions.takeList([rest]);
    await settled();
    expect([...store.getState().awaited.keys()]).toEqual(['a']);
    actions.takeList([a]);
    expect([...store.getState().awaited.keys()]).toEqual([]);
  });

  it('is not made on lines that an agent moved elsewhere meanwhile', async () => {
    const { actions, loader, calls, notices } = await shown('moved');
    void actions.parts.decide('accept', a, line(10));
    await actions.parts.decide('accept', a, line(20));
    calls[1]?.answer(decided('accept', 1, 'a.ts', { ...a, oldOid: oid('d') }));
    await settled();
    const moved = { ...a, oldOid: oid('d'), newOid: oid('e') };
    loader.want([moved]);
    calls[2]?.answer(texts([300, 'two']));
    await settled();
    expect(calls.slice(3)).toEqual([]);
    expect(notices.at(-1)?.title).toBe('1 further decision on a.ts was not made.');
  });

  it('is made also while another session is shown', async () => {
    const { actions, calls, store, list } = await shown('elsewhere');
    void actions.parts.decide('accept', a, line(10));
    await actions.parts.decide('reject', a, line(20));
    list(null);
    const rest = { ...a, oldOid: oid('d') };
    calls[1]?.answer(decided('accept', 1, 'a.ts', rest));
    await settled();
    expect(calls[2]).toMatchObject({ method: 'change.diff', input: { change: shownChange(rest) } });
    calls[2]?.answer(texts([20, 'two']));
    await settled();
    expect(calls[3]).toMatchObject({ method: 'change.reject', input: { changes: [{ oldOid: oid('d') }] } });
    calls[3]?.answer(decided('reject', 2, 'a.ts'));
    await settled();
    expect(calls.slice(4)).toEqual([]);
    expect(store.getState().waiting.size).toBe(0);
  });

  it('is said not to have been made when its file goes', async () => {
    const { actions, calls, notices, store } = await shown('renamed');
    void actions.parts.decide('accept', a, line(10));
    await actions.parts.decide('reject', a, line(20));
    calls[1]?.answer(decided('accept', 1, 'a.ts', { ...a, oldOid: oid('d') }));
    await settled();
    actions.takeList([change({ id: 'new', path: 'new.ts', status: 'renamed', oldPath: 'a.ts' })]);
    expect(notices.at(-1)?.title).toBe('1 further decision on a.ts was not made.');
    expect(store.getState().waiting.size).toBe(0);
  });
});

describe('a decision that waits for another', () => {
  it('is lost with it, and so is what waits for that in turn', async () => {
    const { actions, calls, notices } = await shown('lost');
    const [first, second] = [a, b].map((file) => ({ ...file, authors: [scribe, { kind: 'user' as const }] }));
    if (!first || !second) throw new Error('no files');
    void actions.parts.decide('reject', first, line(10));
    void actions.decide('accept', [first, second], scribe);
    void actions.decide('reject', [second]);
    calls[1]?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    await settled();
    await settled();
    expect(calls.slice(2)).toEqual([]);
    expect(notices.map(({ title }) => title)).toEqual([
      '1 further decision on 2 files was not made.',
      '1 further decision on b.ts was not made.',
    ]);
  });

  it('is made also when another session is shown by then', async () => {
    const { actions, calls, list, store } = panel('away');
    const mine = { ...a, authors: [scribe] };
    // Nothing of it can be told apart, so that the first decision leaves it as it is.
    const mixed = { ...b, authors: [scribe, clerk] };
    list([mine, mixed]);
    void actions.decide('accept', [mine, mixed], scribe);
    void actions.decide('reject', [mixed], clerk);
    list(null);
    calls[0]?.answer(decided('accept', 1, 'a.ts'));
    await settled();
    expect(calls.slice(1).map(({ input }) => input)).toMatchObject([
      { by: clerk, changes: [{ path: 'b.ts' }] },
    ]);
    calls[1]?.answer(decided('reject', 2, 'b.ts'));
    list(null);
    await settled();
    expect(store.getState().pending.size).toBe(0);
  });
});
