import { describe, expect, it } from 'vitest';
import { changesStore } from '../../../../src/renderer/features/changes/changes-slice';
import { CommentActions } from '../../../../src/renderer/features/changes/comment-actions';
import type { Call } from '../../../../src/renderer/lib/bridge';
import type { Notice } from '../../../../src/renderer/lib/toasts';
import { MAX_COMMENT_TEXT, type ReviewComment } from '../../../../src/shared/domain/comment';
import { agentId, type CommentId, sessionId } from '../../../../src/shared/domain/ids';
import { AppError } from '../../../../src/shared/errors';
import { change } from './arbitrary-diff';

const file = change({ id: 'f', path: 'a.ts' });
const target = { side: 'new' as const, range: [2, 3] as [number, number], lastText: 'b' };
const KEY = 'f new 2-3';

/** A panel whose host answers as `answer` says. */
function panel(id: string, answer: (method: string) => unknown) {
  const session = sessionId.parse(id);
  const store = changesStore(session);
  const asked: [string, unknown][] = [];
  const notices: Notice[] = [];
  const errors: unknown[] = [];
  /** What the host would have of what is being written. */
  const kept = new Map<string, string>();
  const actions = new CommentActions({
    sessionId: session,
    store,
    call: (async (method: string, input: unknown) => {
      asked.push([method, input]);
      return answer(method);
    }) as Call,
    keeper: {
      soon: ({ key, text }) => kept.set(key, text),
      now: (key) => asked.push(['kept', kept.get(key)]),
      gone: (key) => kept.delete(key),
    },
    notify: (notice) => notices.push(notice),
    reportError: (error) => errors.push(error),
    told: async () => {},
  });
  const texts = () => [...store.getState().commentDrafts.values()].map(({ text }) => text);
  return { actions, store, asked, notices, errors, texts, kept };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a comment being written', () => {
  it('is kept when its file is closed, and found again by beginning in the same place', () => {
    const { actions, store, texts } = panel('comment-1', () => undefined);
    actions.begin(file, target);
    actions.type(KEY, 'half');
    store.setState({ collapsed: new Map([['f', true]]) });
    actions.begin(file, target);
    expect(texts()).toEqual(['half']);
    expect(store.getState().collapsed.get('f')).toBe(false);
    expect(store.getState().commentDrafts.get(KEY)?.wantsFocus).toBe(true);
  });

  it('is brought into sight once when it was saved', async () => {
    const { actions } = panel('comment-sight', () => ({ id: 'c1' }));
    actions.begin(file, target);
    actions.type(KEY, 'whole');
    expect(actions.takeUnseen('c1' as CommentId)).toBe(false);
    actions.save(KEY);
    await settled();
    expect(actions.takeUnseen('c1' as CommentId)).toBe(true);
    expect(actions.takeUnseen('c1' as CommentId)).toBe(false);
  });

  it('is saved on the lines as they were shown, and its box closes at once', async () => {
    const { actions, asked, store, texts } = panel('comment-2', () => ({ id: 'c1' }));
    actions.begin(file, target);
    actions.type(KEY, 'whole');
    expect(actions.save(KEY)).toBe(true);
    expect(store.getState().commentDrafts.has(KEY)).toBe(false);
    await settled();
    const { path, oldOid, newOid } = file;
    const input = { sessionId: 'comment-2', path, oldOid, newOid, side: 'new', range: [2, 3], text: 'whole' };
    // The host lets go of the draft when it has the comment, and not before.
    expect(asked).toEqual([
      ['kept', 'whole'],
      ['comment.add', { ...input, draftKey: KEY }],
    ]);
    expect(texts()).toEqual([]);
  });

  it('is there again when it could not be saved, before what was begun meanwhile', async () => {
    const { actions, errors, texts, kept } = panel('comment-3', () => {
      throw new AppError('store.unusable', 'no room');
    });
    actions.begin(file, target);
    actions.type(KEY, 'first');
    actions.save(KEY);
    actions.begin(file, target);
    actions.type(KEY, 'second');
    await settled();
    expect(texts()).toEqual(['first\n\nsecond']);
    expect([...kept.values()]).toEqual(texts());
    expect(errors).toHaveLength(1);
  });

  it('is not saved when it is empty or too long, and comes back when it was discarded', () => {
    const { actions, notices, texts, kept } = panel('comment-4', () => undefined);
    actions.begin(file, null);
    actions.type('f', '  ');
    expect(actions.save('f')).toBe(false);
    actions.type('f', 'x'.repeat(MAX_COMMENT_TEXT + 1));
    expect(actions.save('f')).toBe(false);
    actions.type('f', 'remark');
    actions.discard('f');
    expect([texts(), kept.size]).toEqual([[], 0]);
    notices[0]?.action?.run();
    expect(texts()).toEqual(['remark']);
    expect(kept.get('f')).toBe('remark');
  });
});

describe('sending comments', () => {
  it('says so only when they were, and to whom', async () => {
    const { actions, notices, errors } = panel('comment-5', () => {
      throw new AppError('comment.not-open', 'sent meanwhile');
    });
    const one = { id: 'c1' } as ReviewComment;
    await actions.send([{ to: agentId.parse('claude'), comments: [one] }], () => 'Claude');
    expect([notices.length, errors.length]).toEqual([0, 1]);
    const other = panel('comment-6', () => []);
    await other.actions.send([{ to: agentId.parse('claude'), comments: [one] }], () => 'Claude');
    expect(other.notices[0]?.title).toBe('Sent 1 comment to Claude');
    await other.actions.send([], () => '');
    expect(other.notices[1]?.title).toContain('No comment is open');
  });
});
