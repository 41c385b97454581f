import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { changeHandlers } from '../../../src/main/ipc/handlers/change';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import type { Change } from '../../../src/shared/domain/change';
import { MAX_COMMENTS, type ReviewComment } from '../../../src/shared/domain/comment';
import { textOf } from '../../../src/shared/domain/content';
import { agentId, commentId, type SessionId, sessionId } from '../../../src/shared/domain/ids';
import type { CommentInput } from '../../../src/shared/ipc/calls/comment';
import { customAgent, hostWithAgent } from '../../support/host-with-agent';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

async function commented(lines: string[]) {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Review');
  const file = join(worktree.path, 'notes.txt');
  await app.prompt(id, `write notes.txt:\n\`\`\`\n${lines.join('\n')}\n\`\`\``);
  /** The file as another program leaves it, looked at. */
  const becomes = async (...now: string[]) => {
    writeFileSync(file, `${now.join('\n')}\n`);
    await look(app, id);
  };
  return { folder, app, id, file, becomes };
}

async function look({ host }: TestHost, id: SessionId): Promise<void> {
  await host.comments.follow(await host.changes.refresh(id));
}

function pending({ host }: TestHost, id: SessionId, path = 'notes.txt'): Change {
  const found = host.changes.current(id)?.changes.find((change) => change.path === path);
  if (!found) throw new Error(`${path} is not pending`);
  return found;
}

function on(change: Change, range: [number, number] | undefined, text: string): CommentInput {
  const { sessionId, path, oldOid, newOid } = change;
  return { sessionId, path, oldOid, newOid, side: 'new', text, ...(range && { range }) };
}

const only = (comments: ReviewComment[]): ReviewComment => {
  expect(comments).toHaveLength(1);
  return comments[0] as ReviewComment;
};

describe('comments', () => {
  it('are kept with the lines, who wrote them, and over a restart, and are counted with the session', async () => {
    const { folder, app, id } = await commented(['one', 'two', 'three']);
    const made = await app.host.comments.add(on(pending(app, id), [2, 3], ' Not like this. '));
    expect(made).toMatchObject({ quote: 'two\nthree', author: builtinAgent, text: 'Not like this.' });
    expect(app.host.sessions.get(id).openComments).toBe(1);
    expect(app.events).toContainEqual(expect.objectContaining({ type: 'comments.changed', sessionId: id }));
    await app.stop();

    const second = testHost(join(folder, 'data'));
    expect(second.host.comments.list(id)).toEqual([made]);
    expect(second.host.sessions.list()[0]?.openComments).toBe(1);
    await vi.waitFor(() => expect(second.events.map(({ type }) => type)).toContain('catalog.changed'));
  });

  it('take the place of what was being written in one step, and leave what was begun there since', async () => {
    const { app, id } = await commented(['one', 'two', 'three']);
    const { commentDrafts } = app.store;
    const { path, oldOid, newOid } = pending(app, id);
    const draft = { key: 'k', fileId: path, shown: { path, oldOid, newOid }, text: ' Why? ' };
    commentDrafts.put(id, 'k', draft);
    const input = { ...on(pending(app, id), [2, 2], ' Why? '), draftKey: 'k' };
    await app.host.comments.add(input);
    expect(commentDrafts.list(id)).toEqual([]);
    commentDrafts.put(id, 'k', { ...draft, text: 'And this' });
    const again = await app.host.comments.add(input);
    expect(commentDrafts.list(id).map(({ text }) => text)).toEqual(['And this']);
    app.host.comments.edit(id, again.id, 'And this', 'k');
    expect(commentDrafts.list(id)).toEqual([]);
  });

  it('and ticks of files of a session that is gone are refused as not found', async () => {
    const { app, id } = await commented(['one']);
    const change = pending(app, id);
    const gone = sessionId.parse('gone');
    const input = { ...on(change, [1, 1], 'Why?'), sessionId: gone };
    await expect(app.host.comments.add(input)).rejects.toMatchObject({ code: 'not-found' });
    const setViewed = changeHandlers({ ...app.host, store: app.store })['change.setViewed'];
    const tick = { sessionId: gone, change, viewed: true };
    expect(() => setViewed(tick, undefined as never)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('follow their lines, say when these are gone, and find them again', async () => {
    const { app, id, becomes } = await commented(['one', 'two', 'three']);
    await app.host.comments.add(on(pending(app, id), [2, 2], 'Why?'));
    const now = () => only(app.host.comments.list(id));
    await becomes('zero', 'one', 'two', 'three');
    expect(now()).toMatchObject({ range: [3, 3], outdated: false, state: 'open' });
    await becomes('zero', 'one', 'TWO', 'three');
    expect(now()).toMatchObject({ outdated: true, state: 'open', quote: 'two' });
    await becomes('two', 'three');
    expect(now()).toMatchObject({ range: [1, 1], outdated: false });
  });

  it('on what changed before they were saved are kept, and outdated at once', async () => {
    const { app, id, becomes } = await commented(['one', 'two']);
    const shown = pending(app, id);
    await becomes('one', 'other');
    const made = await app.host.comments.add(on(shown, [2, 2], 'Half written when it changed.'));
    expect(made).toMatchObject({ outdated: true, state: 'open', quote: 'two' });
  });

  it('are sent in one prompt per agent, and resolved when their lines change', async () => {
    const { app, id, file, becomes } = await commented(['one', 'two', 'three']);
    const { comments } = app.host;
    const change = pending(app, id);
    const first = await comments.add(on(change, [1, 1], 'replace "one" with "uno" in notes.txt'));
    const third = await comments.add(on(change, [3, 3], 'list'));
    const [turn] = comments.send(id, [{ to: builtinAgent, commentIds: [third.id, first.id] }]);
    const prompt = JSON.stringify(turn?.prompt);
    expect(prompt.indexOf('uno')).toBeGreaterThan(0);
    expect(prompt.indexOf('uno')).toBeLessThan(prompt.indexOf('list'));
    expect(comments.list(id).map(({ state, sent }) => [state, sent?.turnId])).toEqual([
      ['sent', turn?.id],
      ['sent', turn?.id],
    ]);
    expect(app.host.sessions.get(id).openComments).toBe(0);
    await app.ended(turn?.id as NonNullable<typeof turn>['id']);
    expect(readFileSync(file, 'utf8')).toBe('uno\ntwo\nthree\n');
    await look(app, id);
    expect(comments.list(id)).toMatchObject([
      { id: first.id, state: 'resolved', resolution: 'changed' },
      { id: third.id, state: 'sent' },
    ]);

    // The change is taken back.
    await becomes('one', 'two', 'three');
    expect(comments.list(id)).toMatchObject([
      { id: first.id, state: 'sent', range: [1, 1], outdated: false },
      { id: third.id, state: 'sent', range: [3, 3] },
    ]);
    expect(only(comments.list(id).slice(0, 1)).resolution).toBeUndefined();
  });

  it('that were resolved are not any more once their lines are back, whatever else changed in the file', async () => {
    const { app, id, becomes } = await commented(['one', 'two', 'three', 'four']);
    const { comments, dispatcher, decisions } = app.host;
    const states = () => comments.list(id).map(({ state, range }) => `${state} ${range?.[0]}`);
    const send = () => {
      const open = comments.list(id).filter(({ state }) => state === 'open');
      comments.send(id, [{ to: builtinAgent, commentIds: open.map((comment) => comment.id) }]);
    };
    await comments.add(on(pending(app, id), [1, 1], 'a'));
    await comments.add(on(pending(app, id), [4, 4], 'b'));
    dispatcher.pause(id);
    send();
    await becomes('uno', 'two', 'three', 'four');
    await becomes('uno', 'two', 'three', 'cuatro');
    expect(states()).toEqual(['resolved 1', 'resolved 4']);
    await becomes('one', 'two', 'three', 'four');
    expect(states()).toEqual(['sent 1', 'sent 4']);

    await becomes('uno', 'two', 'three', 'cuatro');
    await becomes('zero', 'one', 'two', 'three', 'cuatro');
    expect(states()).toEqual(['sent 2', 'resolved 4']);

    await decisions.accept(id, { changes: [pending(app, id)] });
    await becomes('zero', 'two', 'three', 'four');
    expect(states()).toEqual(['resolved 2', 'sent 4']);
    await decisions.reject(id, { changes: [pending(app, id)] });
    await look(app, id);
    expect(states()).toEqual(['sent 2', 'resolved 4']);
  });

  it('on a file as a whole that were resolved are not any more once it is again as when they were sent', async () => {
    const { app, id, becomes } = await commented(['one']);
    const { comments, dispatcher } = app.host;
    const { id: made } = await comments.add(on(pending(app, id), undefined, 'a'));
    await becomes('two');
    dispatcher.pause(id);
    comments.send(id, [{ to: builtinAgent, commentIds: [made] }]);
    await becomes('three');
    expect(only(comments.list(id))).toMatchObject({ state: 'resolved', resolution: 'changed' });
    await becomes('four');
    expect(only(comments.list(id)).state).toBe('resolved');
    await becomes('two');
    expect(only(comments.list(id)).state).toBe('sent');
  });

  it('are sent all or not at all, and never twice', async () => {
    const { app, id } = await commented(['one', 'two']);
    const { comments, dispatcher } = app.host;
    const [a, b] = [
      await comments.add(on(pending(app, id), [1, 1], 'a')),
      await comments.add(on(pending(app, id), [2, 2], 'b')),
    ];
    const turns = () => app.store.turns.listBySession(id).length;
    const before = turns();
    dispatcher.pause(id);
    const to = builtinAgent;
    const missing = agentId.parse('not-there');
    expect(() =>
      comments.send(id, [
        { to, commentIds: [a.id] },
        { to: missing, commentIds: [b.id] },
      ]),
    ).toThrow(/not-there/);
    const fails = vi.spyOn(app.store.comments, 'markSent').mockImplementationOnce(() => {
      throw new Error('no room');
    });
    expect(() => comments.send(id, [{ to, commentIds: [a.id] }])).toThrow('no room');
    fails.mockRestore();
    expect([turns(), comments.list(id).map(({ state }) => state)]).toEqual([before, ['open', 'open']]);

    comments.send(id, [{ to, commentIds: [a.id] }]);
    expect(() => comments.send(id, [{ to, commentIds: [a.id, b.id] }])).toThrow(
      expect.objectContaining({ code: 'comment.not-open' }),
    );
    expect([turns(), comments.list(id).map(({ state }) => state)]).toEqual([before + 1, ['sent', 'open']]);
  });

  it('go to several agents in one prompt each', async () => {
    const { app, id } = await hostWithAgent('good');
    await app.prompt(id, 'write notes.txt:\n```\none\ntwo\n```');
    const { comments, dispatcher } = app.host;
    const mine = await comments.add(on(pending(app, id), [1, 1], 'for who wrote it'));
    const theirs = await comments.add(on(pending(app, id), [2, 2], 'for the other one'));
    dispatcher.pause(id);
    const turns = comments.send(id, [
      { to: builtinAgent, commentIds: [mine.id] },
      { to: customAgent, commentIds: [theirs.id] },
    ]);
    expect(turns.map(({ agent, state }) => [agent, state.status])).toEqual([
      [builtinAgent, 'queued'],
      [customAgent, 'queued'],
    ]);
    expect(turns.map(({ prompt }) => JSON.stringify(prompt).includes('for the other one'))).toEqual([
      false,
      true,
    ]);
    expect(comments.list(id).map(({ sent }) => sent?.to)).toEqual([builtinAgent, customAgent]);
  });

  it('are open again when their prompt was withdrawn, or edited to other words, before the agent had it', async () => {
    const { app, id } = await commented(['one']);
    const { comments, dispatcher } = app.host;
    const { id: made } = await comments.add(on(pending(app, id), [1, 1], 'a'));
    dispatcher.pause(id);
    const send = () => comments.send(id, [{ to: builtinAgent, commentIds: [made] }])[0];
    const withdrawn = send();
    if (withdrawn) dispatcher.edits.withdraw(withdrawn.id);
    expect(only(comments.list(id)).state).toBe('open');

    const edited = send();
    const becomes = (text: string) =>
      edited && dispatcher.edits.setPrompt(edited.id, [{ type: 'text', text }]);
    const [sent] = edited?.prompt ?? [];
    becomes(`Please. ${sent?.type === 'text' ? sent.text : ''}`);
    expect(only(comments.list(id)).state).toBe('sent');
    becomes('Something else');
    expect(only(comments.list(id)).state).toBe('open');
    if (edited) dispatcher.edits.withdraw(edited.id);
    const cancelled = send();
    expect(only(comments.list(id)).state).toBe('sent');
    if (cancelled) dispatcher.cancel(cancelled.id);
    expect(only(comments.list(id)).state).toBe('open');
    expect(app.host.sessions.get(id).openComments).toBe(1);
    expect(app.events.findLast(({ type }) => type === 'comments.changed')).toMatchObject({
      comments: [{ id: made, state: 'open' }],
    });
  });

  it('can be edited while open, resolved, opened again and deleted', async () => {
    const { app, id } = await commented(['one']);
    const { comments, dispatcher } = app.host;
    const { id: made } = await comments.add(on(pending(app, id), [1, 1], 'a'));
    comments.edit(id, made, 'b');
    dispatcher.pause(id);
    comments.send(id, [{ to: builtinAgent, commentIds: [made] }]);
    expect(() => comments.edit(id, made, 'c')).toThrow(/sent or resolved/);
    comments.resolve(id, made);
    expect(only(comments.list(id))).toMatchObject({ text: 'b', state: 'resolved', resolution: 'user' });
    await comments.reopen(id, made);
    expect(only(comments.list(id))).toMatchObject({ state: 'open' });
    comments.delete(id, made);
    expect(comments.list(id)).toEqual([]);
    expect(() => comments.resolve(id, made)).toThrow(/no longer exists/);
  });

  it('on removed lines, on a file as a whole and on one that cannot be shown line by line', async () => {
    const { app, id } = await commented(['one']);
    const { comments, dispatcher } = app.host;
    const worktree = app.host.sessions.get(id).worktree?.path ?? '';
    const readme = join(worktree, 'README.md');
    const before = readFileSync(readme, 'utf8');
    writeFileSync(readme, before.split('\n').slice(1).join('\n'));
    writeFileSync(join(worktree, 'data.bin'), Buffer.from([0, 1, 2]));
    await look(app, id);
    const removed = await comments.add({
      ...on(pending(app, id, 'README.md'), [1, 1], 'Put it back.'),
      side: 'old',
    });
    expect(removed).toMatchObject({ quote: before.split('\n')[0], outdated: false });
    const whole = await comments.add(on(pending(app, id, 'data.bin'), undefined, 'No binaries.'));
    expect(whole).toMatchObject({ quote: '' });
    expect(whole.author).toBeUndefined();
    await expect(comments.add(on(pending(app, id, 'data.bin'), [1, 1], 'x'))).rejects.toThrow(
      /no such lines/,
    );
    await expect(comments.add(on(pending(app, id), [1, 9], 'x'))).rejects.toThrow(/no such lines/);
    await expect(comments.add(on(pending(app, id), [1, 1], ' \n'))).rejects.toThrow(/empty/);

    dispatcher.pause(id);
    comments.send(id, [{ to: builtinAgent, commentIds: [removed.id, whole.id] }]);
    writeFileSync(readme, before);
    rmSync(join(worktree, 'data.bin'));
    await look(app, id);
    expect(comments.list(id).map(({ resolution }) => resolution)).toEqual(['changed', 'gone']);
  });

  it('stay with a file that is accepted, renamed, or not pending any more', async () => {
    const { app, id, file, becomes } = await commented(['one', 'two', 'three', 'four']);
    await app.host.comments.add(on(pending(app, id), [2, 2], 'a'));
    await app.host.decisions.accept(id, { changes: [pending(app, id)] });
    await look(app, id);
    expect(only(app.host.comments.list(id))).toMatchObject({ range: [2, 2], outdated: false });
    await becomes('zero', 'one', 'two', 'three', 'four');
    expect(only(app.host.comments.list(id))).toMatchObject({ range: [3, 3] });
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    writeFileSync(join(file, '../moved.txt'), text);
    await look(app, id);
    expect(only(app.host.comments.list(id))).toMatchObject({ path: 'moved.txt', range: [3, 3] });
  });

  it('that are opened again are sent with the place their lines have by now', async () => {
    const { app, id, file, becomes } = await commented(['one', 'two', 'three', 'four', 'five', 'six']);
    const { comments, decisions, dispatcher } = app.host;
    await decisions.accept(id, { changes: [pending(app, id)] });
    await becomes('one', 'two', 'three', 'four', 'five', 'six', 'seven');
    const { id: made } = await comments.add(on(pending(app, id), [3, 3], 'Why?'));
    const { id: other } = await comments.add(on(pending(app, id), [1, 1], 'Really?'));
    comments.resolve(id, made);
    comments.resolve(id, other);
    rmSync(file);
    const moved = ['a', 'b', 'one more', 'two', 'three', 'four', 'five', 'six', 'seven'];
    writeFileSync(join(file, '../moved.txt'), `${moved.join('\n')}\n`);
    await look(app, id);
    await comments.reopen(id, made);
    await comments.reopen(id, other);
    expect(comments.list(id)).toMatchObject([
      { path: 'moved.txt', range: [5, 5], outdated: false },
      { path: 'moved.txt', outdated: true },
    ]);
    dispatcher.pause(id);
    const [turn] = comments.send(id, [{ to: builtinAgent, commentIds: [made] }]);
    expect(turn && textOf(turn.prompt)).toMatch(/moved\.txt.*line 5/);
  });

  it('are refused beyond a number, with the way out', async () => {
    const { app, id, becomes } = await commented(['one']);
    const change = pending(app, id);
    const made = await app.host.comments.add(on(change, [1, 1], 'a'));
    app.store.transaction(() => {
      for (let number = 1; number < MAX_COMMENTS; number += 1) {
        app.store.comments.insert({ ...made, id: commentId.parse(`c${number}`) });
      }
    });
    await expect(app.host.comments.add(on(change, [1, 1], 'one more'))).rejects.toMatchObject({
      message: expect.stringContaining('500 comments'),
      hint: expect.stringContaining('Resolve'),
    });
    await becomes('zero', 'one');
    expect(app.host.comments.list(id).map(({ range }) => range?.[0])).toEqual(Array(MAX_COMMENTS).fill(2));
    const to = builtinAgent;
    app.host.dispatcher.pause(id);
    const all = app.host.comments.list(id).map((comment) => comment.id);
    app.host.comments.send(id, [{ to, commentIds: all }]);
    expect(app.host.sessions.get(id).openComments).toBe(0);
  });
});
