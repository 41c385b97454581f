import { describe, expect, it } from 'vitest';
import { shownChange } from '../../../../src/renderer/features/changes/model/list-changes';
import type { Change, FileDiff } from '../../../../src/shared/domain/change';
import { agentId } from '../../../../src/shared/domain/ids';
import { AppError } from '../../../../src/shared/errors';
import { change } from './arbitrary-diff';
import { decided, panel, settled } from './panel';

const line = { type: 'insert' as const, text: 'one', newLine: 1 };
const diffOf = (lines: number): FileDiff => ({
  kind: 'text',
  hunks: [
    { oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, section: '', lines: Array(lines).fill(line) },
  ],
  truncated: false,
  eol: 'lf',
});
const part = { old: [], new: [[1, 1]] as [number, number][] };
const oid = (letter: string) => letter.repeat(40);
const a = change({ id: 'a', path: 'a.ts' });
const b = change({ id: 'b', path: 'b.ts' });
const stale = () => new AppError('change.stale', 'The file changed.');

/** A panel in which the reader has seen both files and scrolled on to the second. */
async function bothSeen(id: string) {
  const it = panel(id);
  const last = () => it.calls.at(-1);
  const look = async (onScreen: Change[], all = onScreen) => {
    const before = it.calls.length;
    it.loader.want(onScreen, all);
    for (const call of it.calls.slice(before)) call.answer(diffOf(1));
    await settled();
  };
  await look([a]);
  await look([b]);
  it.list([a, b]);
  const asked = () => (last()?.input as { changes: Change[] } | undefined)?.changes ?? [];
  return { ...it, look, last, asked };
}

describe('a file decided on in part and then out of sight', () => {
  it('holds up no other decision, which takes it as that part left it', async () => {
    const { actions, look, last, calls, store, asked } = await bothSeen('seen-1');
    await look([a]);
    const done = actions.parts.decide('accept', a, part);
    await look([b]);
    const count = calls.length;
    const all = actions.decide('accept', [a, b]);
    expect(calls).toHaveLength(count);
    expect([...store.getState().pending]).toEqual([
      ['a', 'accept'],
      ['b', 'accept'],
    ]);
    const rest = { ...a, oldOid: oid('d') };
    last()?.answer(decided('accept', 1, 'a.ts', rest));
    await done;
    await settled();
    expect(asked()).toEqual([shownChange(rest), shownChange(b)]);
    last()?.answer(decided('accept', 2, 'a.ts'));
    await all;
    expect(store.getState().pending.size).toBe(0);
    // Also when it had been answered already.
    const later = await bothSeen('seen-1-later');
    await later.look([a]);
    void later.actions.parts.decide('reject', a, part);
    later.last()?.answer(decided('reject', 1, 'a.ts', { ...a, newOid: oid('d') }));
    await settled();
    void later.actions.decide('accept', [a]);
    expect(later.asked()).toEqual([shownChange({ ...a, newOid: oid('d') })]);
  });

  it('is not accepted with what an agent wrote since', async () => {
    const { actions, look, last, list, asked } = await bothSeen('seen-2');
    await look([a]);
    void actions.parts.decide('accept', a, part);
    await look([b]);
    const rest = { ...a, oldOid: oid('d') };
    last()?.answer(decided('accept', 1, 'a.ts', rest));
    await settled();
    const edited = { ...rest, newOid: oid('e') };
    list([edited, b]);
    void actions.decide('accept', [edited, b]);
    expect(asked()).toEqual([shownChange(rest), shownChange(b)]);
  });

  it('has its new diff read all the same, and says when more than the part is new in it', async () => {
    const { actions, look, last, store } = await bothSeen('seen-3');
    await look([a]);
    void actions.parts.decide('reject', a, part);
    await look([b]);
    last()?.answer(decided('reject', 1, 'a.ts', { ...a, newOid: oid('d') }));
    await settled();
    await look([b], [{ ...a, newOid: oid('e') }, b]);
    expect(store.getState().awaited.size).toBe(0);
    expect([...store.getState().updated]).toEqual(['a']);
  });
});

describe('a decision that waits for another', () => {
  it('takes every other file as it was when it was chosen', async () => {
    const { actions, look, last, list, asked } = await bothSeen('seen-4');
    const scribe = { kind: 'agent' as const, agent: agentId.parse('scribe') };
    await look([a]);
    void actions.parts.decide('accept', a, part);
    const decision = last();
    const theirs = [a, b].map((file) => ({ ...file, authors: [scribe] }));
    void actions.decide('accept', theirs, scribe);
    const edited = { ...b, newOid: oid('e') };
    await look([edited]);
    list([a, edited]);
    decision?.answer(decided('accept', 1, 'a.ts', { ...a, oldOid: oid('d') }));
    await settled();
    expect(asked()).toEqual([shownChange({ ...a, oldOid: oid('d') }), shownChange(b)]);
  });

  it('comes after parts that wait for a diff, and is not made when one of those is not', async () => {
    const { actions, look, last, calls, notices, store } = await bothSeen('seen-5');
    await look([a]);
    void actions.parts.decide('reject', a, part);
    await actions.parts.decide('reject', a, { old: [], new: [[2, 2]] });
    const whole = actions.decide('accept', [a]);
    last()?.answer(decided('reject', 1, 'a.ts', { ...a, newOid: oid('d') }));
    await settled();
    const count = calls.length;
    await look([{ ...a, newOid: oid('e') }]);
    await whole;
    expect(calls).toHaveLength(count + 1);
    expect(notices.slice(-2).map(({ title }) => title)).toEqual([
      '1 further decision on a.ts was not made.',
      '1 further decision on a.ts was not made.',
    ]);
    expect([store.getState().pending.size, store.getState().waiting.size]).toEqual([0, 0]);
  });

  it('is not made after a refusal, whatever it would take then', async () => {
    const { actions, last, calls, notices } = await bothSeen('seen-6');
    const first = actions.decide('accept', [a, b]);
    const second = actions.decide('reject', [b]);
    last()?.refuse(new AppError('git.busy', 'Another git command holds the index.'));
    const count = calls.length;
    await Promise.all([first, second]);
    expect(calls).toHaveLength(count);
    expect(notices.map(({ title }) => title)).toEqual(['1 further decision on b.ts was not made.']);
  });
});

describe('what the reader was asked about', () => {
  it('is decided on as it was when they were asked', async () => {
    const { actions, look, asked } = await bothSeen('seen-7');
    const question = actions.choose('reject', [a, b]);
    await look([{ ...a, newOid: oid('e') }]);
    void actions.make(question);
    expect(asked()).toEqual([shownChange(a), shownChange(b)]);
  });

  it('follows a decision of theirs that was under way', async () => {
    const { actions, look, last, asked } = await bothSeen('seen-8');
    await look([a]);
    void actions.parts.decide('accept', a, part);
    const question = actions.choose('reject', [a, b]);
    last()?.answer(decided('accept', 1, 'a.ts', { ...a, oldOid: oid('d') }));
    await settled();
    void actions.make(question);
    expect(asked()).toEqual([shownChange({ ...a, oldOid: oid('d') }), shownChange(b)]);
  });
});

describe('a refusal because files changed', () => {
  it('names and marks each of them, after which exactly those versions can be accepted', async () => {
    const { actions, last, notices, store, asked, calls } = await bothSeen('seen-9');
    const c = change({ id: 'c', path: 'c.ts' });
    const edited = [
      { ...a, newOid: oid('e') },
      { ...b, newMode: '100755' },
      { ...c, newOid: oid('e') },
    ];
    const refused = actions.decide('accept', [a, b, c]);
    last()?.refuse(stale());
    await settled();
    expect(last()?.method).toBe('change.refresh');
    last()?.answer({ changes: edited });
    await refused;
    expect(notices.at(-1)?.title).toBe('3 files changed since you saw them.');
    expect(notices.at(-1)?.description).toContain('a.ts, b.ts, c.ts.');
    // What is on screen shows itself.
    expect([...store.getState().updated]).toEqual(['a', 'c']);

    const again = edited.map((file) => ({ ...file, newOid: oid('f') }));
    void actions.decide('accept', again);
    expect(asked().map(({ newOid }) => newOid)).toEqual([oid('e'), b.newOid, oid('e')]);
    expect(calls.filter(({ method }) => method === 'change.accept')).toHaveLength(2);
  });

  it('stays marked until the file was looked at', async () => {
    const { actions, last, look, store } = await bothSeen('seen-10');
    const edited = { ...a, newOid: oid('e') };
    const refused = actions.decide('accept', [a]);
    last()?.refuse(stale());
    await settled();
    last()?.answer({ changes: [edited, b] });
    await refused;
    await look([b], [edited, b]);
    expect(store.getState().updated.has('a')).toBe(true);
    await look([edited, b]);
    expect(store.getState().updated.has('a')).toBe(true);
    await look([b]);
    expect(store.getState().updated.has('a')).toBe(false);
  });
});

describe('a decision the reader undid', () => {
  const edited = { ...a, oldOid: oid('d'), newOid: oid('e') };
  const undone = (was: Change, is: Change) => ({
    decision: decided('accept', 2, 'a.ts').decision,
    rest: [{ was: shownChange(was), is: shownChange(is) }],
  });

  it('is no news in a file that is on screen', async () => {
    const { actions, loader, look, last, store, list } = await bothSeen('seen-12');
    await look([a]);
    void actions.undo(1);
    const undo = last();
    list([edited, b]);
    undo?.answer(undone(a, edited));
    await settled();
    await look([edited]);
    expect([...store.getState().updated]).toEqual([]);
    loader.want([{ ...edited, newOid: oid('f') }]);
    last()?.answer(diffOf(1));
    await settled();
    expect([...store.getState().updated]).toEqual(['a']);
  });

  it('has a file out of sight decided on as the undo left it', async () => {
    const { actions, last, list, asked, store } = await bothSeen('seen-13');
    void actions.undo(1);
    last()?.answer(undone(a, edited));
    await settled();
    list([{ ...edited, newOid: oid('f') }, b]);
    void actions.decide('accept', [{ ...edited, newOid: oid('f') }, b]);
    // What somebody wrote since is in it no more than ever.
    expect(asked()).toEqual([shownChange(edited), shownChange(b)]);
    expect([...store.getState().updated]).toEqual([]);
  });

  it('says nothing of a file that was not as the reader knew it', async () => {
    const { actions, last, asked } = await bothSeen('seen-14');
    void actions.undo(1);
    last()?.answer(undone({ ...a, newOid: oid('c') }, edited));
    await settled();
    void actions.decide('accept', [edited]);
    expect(asked()).toEqual([shownChange(a)]);
  });

  it('is followed by what the reader is asked about', async () => {
    const { actions, last, asked } = await bothSeen('seen-15');
    const question = actions.choose('reject', [a, b]);
    void actions.undo(1);
    last()?.answer(undone(a, edited));
    await settled();
    void actions.make(question);
    expect(asked()).toEqual([shownChange(edited), shownChange(b)]);
  });
});

describe('what was seen', () => {
  it('outlives its diff', async () => {
    const { loader, calls, store, actions, asked } = await bothSeen('seen-11');
    for (const id of ['long', 'longer']) {
      loader.want([change({ id })]);
      const here = new Promise<void>((resolve) => {
        store.subscribe(({ diffs }) => diffs.has(id) && resolve());
      });
      calls.at(-1)?.answer(diffOf(300_000));
      await here;
    }
    expect(store.getState().diffs.has('a')).toBe(false);
    void actions.decide('accept', [{ ...a, newOid: oid('e') }]);
    expect(asked()).toEqual([shownChange(a)]);
  });
});
