import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/main/store/store';
import type { SessionId } from '../../../src/shared/domain/ids';
import { addSession, agent, openFilledStore, sessionId, turn } from './test-store';

const missing = expect.objectContaining({ code: 'not-found' });
const prompt = [{ type: 'text' as const, text: 'héllo\u0000 \ud800 "world"' }];

function enqueue(store: Store, ...ids: string[]) {
  return ids.map((id) => store.turns.insert({ id: turn(id), sessionId, agent, prompt, createdAt: 5 }));
}

const order = (store: Store) => store.turns.listBySession(sessionId).map(({ id }) => id);

describe('turns', () => {
  it('are queued at the end, prompt and all', () => {
    const store = openFilledStore();
    const [first, second] = enqueue(store, 'a', 'b');
    expect(first).toEqual({
      ...{ id: 'a', sessionId, agent, prompt, state: { status: 'queued' }, position: 1, createdAt: 5 },
    });
    expect(second?.position).toBe(2);
    expect(store.turns.get(turn('a'))).toEqual(first);
    expect(store.turns.countQueued([sessionId])).toEqual(new Map([[sessionId, 2]]));
    expect(store.turns.find(turn('z'))).toBeUndefined();
    expect(() => store.turns.get(turn('z'))).toThrow(missing);
  });

  it('remember when they started first and when and why they ended', () => {
    const store = openFilledStore();
    enqueue(store, 'a');
    store.turns.setState(turn('a'), { status: 'starting' }, 20);
    store.turns.setState(turn('a'), { status: 'running' }, 21);
    expect(store.turns.setState(turn('a'), { status: 'awaiting' }, 22)).toMatchObject({ startedAt: 20 });
    const error = { code: 'x', message: 'm', hint: 'h' };
    const ended = { status: 'ended', stopReason: 'failed', error } as const;
    expect(store.turns.setState(turn('a'), ended, 30)).toMatchObject({
      state: ended,
      startedAt: 20,
      endedAt: 30,
    });
    expect(store.turns.setState(turn('a'), { status: 'running' }, 40)).toMatchObject({
      state: ended,
      endedAt: 30,
    });
    expect(() => store.turns.setState(turn('z'), { status: 'running' }, 1)).toThrow(missing);
  });

  it('that never started have no start', () => {
    const store = openFilledStore();
    enqueue(store, 'a');
    const ended = store.turns.setState(turn('a'), { status: 'ended', stopReason: 'cancelled' }, 30);
    expect(ended).not.toHaveProperty('startedAt');
    expect(store.turns.latestStarted(sessionId)).toBeUndefined();
  });

  it('tell which one started last', () => {
    const store = openFilledStore();
    enqueue(store, 'a', 'b', 'c');
    store.turns.setState(turn('a'), { status: 'starting' }, 20);
    store.turns.setState(turn('b'), { status: 'starting' }, 25);
    expect(store.turns.latestStarted(sessionId)?.id).toBe('b');
    expect(store.turns.latestStarted('none' as SessionId)).toBeUndefined();
  });

  it('left at work by a crash are interrupted; queued and ended ones stay', () => {
    const store = openFilledStore();
    enqueue(store, 'q', 'starting', 'running', 'awaiting', 'done');
    for (const status of ['starting', 'running', 'awaiting'] as const) {
      store.turns.setState(turn(status), { status }, 20);
    }
    store.turns.setState(turn('done'), { status: 'ended', stopReason: 'end_turn' }, 21);
    const interrupted = store.turns.interruptRunning(99);
    expect(interrupted.map(({ id }) => id)).toEqual(['starting', 'running', 'awaiting']);
    for (const one of interrupted) {
      expect(one).toMatchObject({ state: { status: 'ended', stopReason: 'interrupted' }, endedAt: 99 });
    }
    expect(store.turns.listOpen().map(({ id }) => id)).toEqual(['q']);
    expect(store.turns.get(turn('done')).endedAt).toBe(21);
    expect(store.turns.interruptRunning(100)).toEqual([]);
  });

  it('that are open are listed by session, then in the order of its queue', () => {
    const store = openFilledStore();
    addSession(store, 's0' as SessionId);
    enqueue(store, 'a', 'b');
    store.turns.insert({ id: turn('c'), sessionId: 's0' as SessionId, agent, prompt, createdAt: 9 });
    expect(store.turns.listOpen().map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('can be taken back only while they are queued', () => {
    const store = openFilledStore();
    enqueue(store, 'a', 'b');
    store.turns.setState(turn('b'), { status: 'starting' }, 20);
    expect(store.turns.deleteQueued(turn('a'))?.prompt).toEqual(prompt);
    expect(store.turns.deleteQueued(turn('a'))).toBeUndefined();
    expect(store.turns.deleteQueued(turn('b'))).toBeUndefined();
    expect(order(store)).toEqual(['b']);
  });

  it('change places among themselves only', () => {
    const store = openFilledStore();
    enqueue(store, 'a', 'b', 'c', 'd');
    store.turns.setState(turn('a'), { status: 'starting' }, 20);
    store.turns.reorder(sessionId, [turn('d'), turn('b')]);
    expect(order(store)).toEqual(['a', 'd', 'c', 'b']);
    expect(() => store.turns.reorder(sessionId, [turn('c'), turn('a')])).toThrow(missing);
    expect(order(store)).toEqual(['a', 'd', 'c', 'b']);
  });

  it('say of several agents how the one stands that ended last', () => {
    const store = openFilledStore();
    const other = 'other' as typeof agent;
    store.turns.insert({ id: turn('a'), sessionId, agent, prompt, createdAt: 5 });
    store.turns.insert({ id: turn('b'), sessionId, agent: other, prompt, createdAt: 5 });
    for (const id of ['a', 'b']) store.turns.setState(turn(id), { status: 'running' }, 10);
    store.turns.setState(turn('b'), { status: 'ended', stopReason: 'end_turn' }, 20);
    const latest = () => store.turns.latestStates([sessionId]).get(sessionId)?.state;
    expect(latest()).toMatchObject({ status: 'running' });
    store.turns.setState(turn('a'), { status: 'ended', stopReason: 'failed' }, 30);
    expect(latest()).toMatchObject({ stopReason: 'failed' });
    // What an agent did before its latest turn counts no more.
    store.turns.insert({ id: turn('c'), sessionId, agent, prompt, createdAt: 5 });
    store.turns.setState(turn('c'), { status: 'running' }, 31);
    store.turns.setState(turn('c'), { status: 'ended', stopReason: 'end_turn' }, 32);
    expect(latest()).toMatchObject({ stopReason: 'end_turn' });
  });

  it('know which started last, also when the clock was set back meanwhile', () => {
    const store = openFilledStore();
    enqueue(store, 'a', 'b');
    store.turns.setState(turn('a'), { status: 'running' }, 100);
    store.turns.setState(turn('a'), { status: 'ended', stopReason: 'end_turn' }, 110);
    store.turns.setState(turn('b'), { status: 'running' }, 50);
    expect(store.turns.latestStarted(sessionId)?.id).toBe('b');
  });

  it('name the first of each session that has not ended, without reading the rest of a long queue', () => {
    const store = openFilledStore();
    const ids = enqueue(store, ...Array.from({ length: 2000 }, (_, index) => `t${index}`)).map(
      ({ id }) => id,
    );
    expect(store.turns.listFirstOpen().map(({ id }) => id)).toEqual([ids[0]]);
    store.turns.setState(ids[0] as never, { status: 'ended', stopReason: 'cancelled' }, 9);
    expect(store.turns.listFirstOpen().map(({ id }) => id)).toEqual([ids[1]]);
    expect(store.turns.deleteQueued(ids[1] as never)?.id).toBe('t1');
    expect(store.turns.listFirstOpen().map(({ id }) => id)).toEqual([ids[2]]);
  });
});
