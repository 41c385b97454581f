import { describe, expect, it, vi } from 'vitest';
import type { Steered, TurnResult } from '../../../src/main/services/agent-backend';
import { Dispatcher } from '../../../src/main/services/dispatcher';
import { silentLog } from '../../../src/main/services/log';
import { continuePrompt } from '../../../src/main/services/turns/continue-turn';
import type { DispatcherDeps } from '../../../src/main/services/turns/dispatcher-deps';
import { PausedQueues } from '../../../src/main/services/turns/paused-queues';
import type { Store } from '../../../src/main/store/store';
import type { ContentBlock } from '../../../src/shared/domain/content';
import type { AgentId, SessionId } from '../../../src/shared/domain/ids';
import type { Turn } from '../../../src/shared/domain/turn';
import { deferred } from '../../support/deferred';
import { addSessions, testStore } from '../../support/test-store';

const agent = 'claude' as AgentId;
const prompt = (text: string): ContentBlock[] => [{ type: 'text', text }];
const said = (turn: Turn) => (turn.prompt[0]?.type === 'text' ? turn.prompt[0].text : '');
const done: TurnResult = { stopReason: 'end_turn' };

/** Runs turns that end when the test says so; cancelled ones end by themselves unless they are `stubborn`. */
function dispatch(
  store: Store,
  { stubborn = false, ...deps }: Partial<DispatcherDeps> & { stubborn?: boolean } = {},
) {
  const started: string[] = [];
  const turns: Turn[] = [];
  const ends = new Map<string, (result: TurnResult) => void>();
  const dispatcher = new Dispatcher({
    turns: store.turns,
    paused: new PausedQueues({ table: store.settings, exists: (id) => !!store.sessions.find(id) }),
    run: (turn, signal) => {
      started.push(said(turn));
      const end = deferred<TurnResult>();
      ends.set(said(turn), end.resolve);
      if (!stubborn) signal.addEventListener('abort', () => end.resolve({ stopReason: 'cancelled' }));
      return end.promise;
    },
    steer: async () => 'refused',
    kill: async (turn) => ends.get(said(turn))?.({ stopReason: 'failed' }),
    mayRun: () => true,
    waitsForUser: () => false,
    wasHeard: () => true,
    onTurn: (turn) => turns.push(turn),
    onOfferCutOff: () => {},
    onWithdrawn: () => {},
    onRestated: () => {},
    log: silentLog,
    stopDeadline: 20,
    ...deps,
  });
  const end = async (text: string, result: TurnResult = done) => {
    const ended = turns.length;
    ends.get(text)?.(result);
    while (turns.length === ended) await new Promise(setImmediate);
    await new Promise(setImmediate);
  };
  return { dispatcher, started, turns, end };
}

describe('the dispatcher', () => {
  it('has a prompt on disk before it says that it took it', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher } = dispatch(store);
    const turn = dispatcher.enqueue(s1, agent, prompt('one'));
    expect(store.turns.get(turn.id).prompt).toEqual(prompt('one'));
  });

  it('runs one turn of a session after the other, and sessions side by side', async () => {
    const store = testStore();
    const [s1, s2] = addSessions(store, 's1', 's2') as [SessionId, SessionId];
    const { dispatcher, started, end } = dispatch(store);
    dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    dispatcher.enqueue(s2, agent, prompt('b1'));
    expect(started).toEqual(['a1', 'b1']);
    await end('a1');
    expect(started).toEqual(['a1', 'b1', 'a2']);
  });

  it('still runs turns beside others as was chosen after a restart, continued ones too', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const other = 'codex' as AgentId;
    const before = dispatch(store);
    before.dispatcher.enqueue(s1, agent, prompt('a1'));
    const cutOff = before.dispatcher.enqueue(s1, other, prompt('b1'), 'beside');
    before.dispatcher.enqueue(s1, agent, prompt('a2'));
    before.dispatcher.enqueue(s1, other, prompt('b2'), 'beside');
    expect(before.started).toEqual(['a1', 'b1']);

    // A new one on the same store stands for the next start after a crash.
    const { dispatcher, started } = dispatch(store, { wasHeard: () => false });
    dispatcher.start();
    expect(started).toEqual([]);
    const continued = dispatcher.continueTurn(cutOff.id);
    expect(store.turns.get(continued.id).overlap).toBe('beside');
    expect(started).toEqual(['b1']);
    dispatcher.enqueue(s1, 'gemini' as AgentId, prompt('c1'), 'read-only');
    expect(started).toEqual(['b1', 'c1']);
  });

  it('writes the end of a turn as soon as the disk takes it, and goes on then', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    let full = true;
    const failures: string[] = [];
    const turns = Object.create(store.turns) as Store['turns'];
    turns.setState = (id, state, at) => {
      if (full && state.status === 'ended') throw new Error('disk full');
      return store.turns.setState(id, state, at);
    };
    const error = (message: string) => {
      failures.push(message);
      full = failures.length < 2;
    };
    const { dispatcher, started, end } = dispatch(store, {
      turns,
      log: { ...silentLog, error },
      retryAfter: 1,
    });
    const turn = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    void end('a1');
    await vi.waitFor(() => expect(started).toEqual(['a1', 'a2']), { interval: 5 });
    expect(failures).toHaveLength(2);
    expect(store.turns.get(turn.id).state).toMatchObject({ stopReason: 'end_turn' });
  });

  it('tells apart a turn that the user cancelled', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, end } = dispatch(store);
    const turn = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.cancel(turn.id);
    await end('a1');
    expect(store.turns.get(turn.id).state).toEqual({ status: 'ended', stopReason: 'cancelled' });
  });

  it('gives a queued prompt back, but not one the agent already has', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher } = dispatch(store);
    const running = dispatcher.enqueue(s1, agent, prompt('a1'));
    const queued = dispatcher.enqueue(s1, agent, prompt('a2'));
    expect(dispatcher.edits.withdraw(queued.id).prompt).toEqual(prompt('a2'));
    expect(store.turns.find(queued.id)).toBeUndefined();
    expect(() => dispatcher.edits.withdraw(running.id)).toThrow('already sent');
  });

  it('holds the queue after the user stopped a turn, until they go on or prompt anew', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started, end } = dispatch(store);
    for (const text of ['a1', 'a2']) dispatcher.enqueue(s1, agent, prompt(text));
    await end('a1', { stopReason: 'cancelled' });
    expect(started).toEqual(['a1']);
    const next = dispatch(store);
    next.dispatcher.start();
    expect(next.dispatcher.isHeld(s1)).toBe(true);
    next.dispatcher.enqueue(s1, agent, prompt('a3'));
    expect(next.started).toEqual(['a2']);
  });

  it('holds the queue after a failure until the user goes on', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started, end } = dispatch(store);
    dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    await end('a1', { stopReason: 'failed', error: { code: 'x', message: 'no' } });
    expect(started).toEqual(['a1']);
    expect(dispatcher.isHeld(s1)).toBe(true);
    dispatcher.release(s1);
    expect(started).toEqual(['a1', 'a2']);
  });

  it('runs waiting turns in the order they were put in, also after a restart', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const moved: string[][] = [];
    const { dispatcher, started, end } = dispatch(store, {
      onRestated: (turns) => moved.push(turns.map(said)),
    });
    const [, a2, a3, a4] = ['a1', 'a2', 'a3', 'a4'].map((text) =>
      dispatcher.enqueue(s1, agent, prompt(text)),
    );
    if (!a2 || !a3 || !a4) throw new Error('not queued');
    dispatcher.edits.reorder(s1, [a2.id, a4.id, a3.id]);
    expect(moved).toEqual([['a4', 'a3']]);
    await end('a1');
    await end('a2');
    expect(started).toEqual(['a1', 'a2', 'a4']);
    const next = dispatch(store);
    next.dispatcher.start();
    next.dispatcher.release(s1);
    expect(next.started).toEqual(['a3']);
  });

  it('leaves the order as it is when a turn started, was taken back, or is of another session', async () => {
    const store = testStore();
    const [s1, s2] = addSessions(store, 's1', 's2') as [SessionId, SessionId];
    const { dispatcher, end } = dispatch(store);
    const [, a2, a3, a4] = ['a1', 'a2', 'a3', 'a4'].map((text) =>
      dispatcher.enqueue(s1, agent, prompt(text)),
    );
    if (!a2 || !a3 || !a4) throw new Error('not queued');
    await end('a1');
    const waiting = () =>
      store.turns
        .listOpen()
        .filter(({ state }) => state.status === 'queued')
        .map(said);
    expect(() => dispatcher.edits.reorder(s1, [a4.id, a3.id, a2.id])).toThrow('The queue changed meanwhile');
    expect(() => dispatcher.edits.reorder(s2, [a4.id, a3.id])).toThrow('The queue changed meanwhile');
    expect(waiting()).toEqual(['a3', 'a4']);
    dispatcher.edits.withdraw(a3.id);
    expect(() => dispatcher.edits.reorder(s1, [a4.id, a3.id])).toThrow('The queue changed meanwhile');
    expect(waiting()).toEqual(['a4']);
  });

  it('holds a paused queue over new prompts and restarts, until the user goes on', async () => {
    const store = testStore();
    const [s1, s2] = addSessions(store, 's1', 's2') as [SessionId, SessionId];
    const before = dispatch(store);
    before.dispatcher.enqueue(s1, agent, prompt('a1'));
    before.dispatcher.enqueue(s1, agent, prompt('a2'));
    before.dispatcher.pause(s1);
    before.dispatcher.pause(s2);
    await before.end('a1');
    before.dispatcher.enqueue(s1, agent, prompt('a3'));
    expect(before.started).toEqual(['a1']);
    before.dispatcher.release(s2);

    const after = dispatch(store);
    after.dispatcher.start();
    expect(after.dispatcher.isHeld(s1)).toBe(true);
    expect(after.dispatcher.isPaused(s1)).toBe(true);
    expect(after.dispatcher.isPaused(s2)).toBe(false);
    expect(after.started).toEqual([]);
    after.dispatcher.release(s1);
    expect(after.dispatcher.isHeld(s1)).toBe(false);
    expect(after.started).toEqual(['a2']);
    expect(store.settings.find('pausedQueues')).toBeUndefined();
  });

  it('forgets the pause of a session that is gone', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    store.settings.set('pausedQueues', ['gone', s1]);
    const { dispatcher } = dispatch(store);
    expect(dispatcher.isPaused('gone' as SessionId)).toBe(false);
    dispatcher.release(s1);
    expect(store.settings.find('pausedQueues')).toBeUndefined();
  });

  it('ends a stubborn turn by force at once, and runs the next one', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started, turns } = dispatch(store, { stubborn: true });
    const first = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    dispatcher.cancel(first.id);
    dispatcher.forceEnd(first.id);
    expect(store.turns.get(first.id).state).toEqual({ status: 'ended', stopReason: 'cancelled' });
    await vi.waitFor(() => expect(started).toEqual(['a1', 'a2']), { interval: 5 });
    expect(turns.filter(({ id, state }) => id === first.id && state.status === 'ended')).toHaveLength(1);
    expect(dispatcher.isHeld(s1)).toBe(false);
    dispatcher.forceEnd(first.id);
    expect(store.turns.get(first.id).state).toMatchObject({ stopReason: 'cancelled' });
  });

  it('does not wait for ever for what a turn ended by force left behind', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started, turns, end } = dispatch(store, {
      stubborn: true,
      kill: () => Promise.reject(new Error('cannot be killed')),
      forceDeadline: 1,
    });
    const first = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    dispatcher.forceEnd(first.id);
    await vi.waitFor(() => expect(started).toEqual(['a1', 'a2']), { interval: 5 });
    const told = turns.length;
    // What comes late of it changes nothing any more.
    await Promise.all([end('a1', { stopReason: 'failed' }), end('a2')]);
    expect(turns.slice(told).map(said)).toEqual(['a2']);
    expect(dispatcher.isHeld(s1)).toBe(false);
  });

  it('keeps a turn ended by force at work until a full disk takes its end', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    let full = false;
    const turns = Object.create(store.turns);
    turns.setState = (...args: Parameters<Store['turns']['setState']>) => {
      if (full) throw new Error('disk full');
      return store.turns.setState(...args);
    };
    const error = () => {
      full = false;
    };
    const { dispatcher, started } = dispatch(store, {
      turns,
      stubborn: true,
      kill: async () => {},
      forceDeadline: 1,
      retryAfter: 1,
      log: { ...silentLog, error },
    });
    const first = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.enqueue(s1, agent, prompt('a2'));
    full = true;
    expect(() => dispatcher.forceEnd(first.id)).toThrow('disk full');
    expect(started).toEqual(['a1']);
    await vi.waitFor(() => expect(started).toEqual(['a1', 'a2']), { interval: 5 });
    expect(store.turns.get(first.id).state).toEqual({ status: 'ended', stopReason: 'cancelled' });
  });

  it('reports a bug in a turn as its failure and stays alive', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    let fail = true;
    const { dispatcher, turns } = dispatch(store, {
      run: async () => {
        if (fail) throw new Error('bug');
        return done;
      },
    });
    const first = dispatcher.enqueue(s1, agent, prompt('a1'));
    while (turns.at(-1)?.state.status !== 'ended') await new Promise(setImmediate);
    expect(store.turns.get(first.id).state).toMatchObject({ stopReason: 'failed' });
    fail = false;
    const second = dispatcher.enqueue(s1, agent, prompt('a2'));
    while (turns.at(-1)?.state.status !== 'ended') await new Promise(setImmediate);
    expect(store.turns.get(second.id).state).toMatchObject({ stopReason: 'end_turn' });
  });

  it('tells the end of a turn that a dead process had stored but not told', () => {
    const store = testStore();
    const [s1, s2] = addSessions(store, 's1', 's2') as [SessionId, SessionId];
    const before = dispatch(store);
    const [untold, told] = [s1, s2].map((id) => before.dispatcher.enqueue(id, agent, prompt(id))) as [
      Turn,
      Turn,
    ];
    for (const { id } of [untold, told])
      store.turns.setState(id, { status: 'ended', stopReason: 'end_turn' }, 5);
    store.turns.noteEndsTold([told.id]);
    // Another agent of the session may have spoken since.
    const body = { kind: 'notice' as const, severity: 'info' as const, title: 'Later' };
    store.events.append([{ ...body, sessionId: s1, agent, seq: 1, ts: 9, origin: 'live' }]);

    const { dispatcher, turns } = dispatch(store);
    dispatcher.start();
    expect(turns.map(said)).toEqual(['s1']);
  });

  it('calls turns a dead process left behind interrupted, and holds the queue behind them', () => {
    const store = testStore();
    const [s1, s2] = addSessions(store, 's1', 's2') as [SessionId, SessionId];
    const before = dispatch(store);
    const left = before.dispatcher.enqueue(s1, agent, prompt('a1'));
    before.dispatcher.enqueue(s1, agent, prompt('a2'));
    const waiting = store.turns.insert({
      id: 't9' as Turn['id'],
      sessionId: s2,
      agent,
      prompt: prompt('b1'),
      createdAt: 1,
    });
    const after = dispatch(store);
    after.dispatcher.start();
    expect(store.turns.get(left.id).state).toEqual({ status: 'ended', stopReason: 'interrupted' });
    expect(after.started).toEqual(['b1']);
    expect(store.turns.get(waiting.id).state.status).toBe('starting');
    expect(after.dispatcher.isHeld(s1)).toBe(true);
  });

  it('edits a queued prompt where it stands, but not one the agent already has', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher } = dispatch(store);
    const [a1, a2] = ['a1', 'a2', 'a3'].map((text) => dispatcher.enqueue(s1, agent, prompt(text)));
    if (!a1 || !a2) throw new Error('not queued');
    const edited = dispatcher.edits.setPrompt(a2.id, prompt('a2, but better'));
    expect(edited).toMatchObject({ id: a2.id, position: a2.position });
    expect(store.turns.listBySession(s1).map(said)).toEqual(['a1', 'a2, but better', 'a3']);
    expect(() => dispatcher.edits.setPrompt(a1.id, prompt('too late'))).toThrow('already sent');
    expect(said(store.turns.get(a1.id))).toBe('a1');
  });

  /** What a killed process leaves behind: a turn at work, `sent` or not, and one that waits. */
  function interrupted(store: Store, s1: SessionId, sent: boolean): Turn {
    const before = dispatch(store);
    const left = before.dispatcher.enqueue(s1, agent, prompt('a1'));
    if (sent) before.dispatcher.signalTurn(left.id, { type: 'run' });
    before.dispatcher.enqueue(s1, agent, prompt('a2'));
    return left;
  }

  it.each([
    ['asks an agent that had begun to continue', true, true, continuePrompt],
    ['sends a prompt again that the agent never got', false, false, prompt('a1')],
    ['sends a prompt again of which nothing was heard', true, false, prompt('a1')],
  ])('%s, before what waits, and only once', (_, sent, heard, expected) => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const left = interrupted(store, s1, sent);
    const { dispatcher, started } = dispatch(store, { wasHeard: () => heard });
    dispatcher.start();
    expect(started).toEqual([]);
    const next = dispatcher.continueTurn(left.id);
    expect(next.prompt).toEqual(expected);
    expect(started).toEqual([said(next)]);
    expect(
      store.turns
        .listBySession(s1)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual([left.id, next.id]);
    expect(store.turns.get(left.id).resolution).toBe('continued');
    expect(() => dispatcher.continueTurn(left.id)).toThrow('continued or dismissed already');
    expect(() => dispatcher.dismissTurn(left.id)).toThrow('continued or dismissed already');
    expect(store.turns.listBySession(s1)).toHaveLength(3);
  });

  it('gives a turn that continues another a place of its own, also among cancelled ones', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const left = interrupted(store, s1, true);
    const { dispatcher } = dispatch(store);
    dispatcher.start();
    const [a3] = ['a3', 'a4'].map((text) =>
      store.turns.insert({
        id: text as Turn['id'],
        sessionId: s1,
        agent,
        prompt: prompt(text),
        createdAt: 1,
      }),
    );
    dispatcher.cancel((a3 as Turn).id);
    const next = dispatcher.continueTurn(left.id);
    const turns = store.turns.listBySession(s1);
    expect(turns.map(said)).toEqual(['a1', said(next), 'a2', 'a3', 'a4']);
    expect(new Set(turns.map(({ position }) => position)).size).toBe(5);
  });

  it('lets the queue go on when an interrupted turn is dismissed, and remembers that', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const left = interrupted(store, s1, true);
    const after = dispatch(store);
    after.dispatcher.start();
    expect(after.dispatcher.isHeld(s1)).toBe(true);
    after.dispatcher.dismissTurn(left.id);
    expect(after.started).toEqual(['a2']);
    expect(store.turns.get(left.id)).toMatchObject({ resolution: 'dismissed' });
    expect(() => after.dispatcher.continueTurn(left.id)).toThrow('continued or dismissed already');
  });

  it('puts a turn back whose agent needs the user first, and starts it when that is decided', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    let undecided = false;
    const deps: Partial<DispatcherDeps> = {
      waitsForUser: () => undecided,
      run: async () => {
        if (undecided) return 'not-sent';
        undecided = true;
        return store.turns.listOpen()[0]?.startedAt ? 'not-sent' : done;
      },
    };
    const { dispatcher } = dispatch(store, deps);
    const [first] = ['a1', 'a2'].map((text) => dispatcher.enqueue(s1, agent, prompt(text)));
    if (!first) throw new Error('not queued');
    await vi.waitFor(() => expect(store.turns.get(first.id).state).toEqual({ status: 'queued' }));
    expect(store.turns.get(first.id).startedAt).toBeUndefined();
    expect(store.turns.listBySession(s1).map(said)).toEqual(['a1', 'a2']);

    const next = dispatch(store, { waitsForUser: () => undecided });
    next.dispatcher.start();
    expect(next.started).toEqual([]);
    undecided = false;
    next.dispatcher.wake();
    expect(next.started).toEqual(['a1']);
  });

  it('lets other agents go on while one waits for the user, in order and one at a time', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const lost = 'lost' as AgentId;
    const { dispatcher, started, end } = dispatch(store, { waitsForUser: (turn) => turn.agent === lost });
    dispatcher.enqueue(s1, lost, prompt('l1'));
    for (const text of ['a1', 'a2']) dispatcher.enqueue(s1, agent, prompt(text));
    dispatcher.enqueue(s1, lost, prompt('l2'));
    expect(started).toEqual(['a1']);
    await end('a1');
    expect(started).toEqual(['a1', 'a2']);
    await end('a2');
    expect(
      store.turns
        .listBySession(s1)
        .filter(({ state }) => state.status === 'queued')
        .map(said),
    ).toEqual(['l1', 'l2']);
  });

  it('remembers when a turn was asked to stop', () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher } = dispatch(store, { stubborn: true, now: () => 7 });
    const turn = dispatcher.enqueue(s1, agent, prompt('a1'));
    dispatcher.cancel(turn.id);
    expect(store.turns.get(turn.id).stopAskedAt).toBe(7);
  });

  it('interrupts what runs when it stops, takes nothing new and keeps the queue', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started } = dispatch(store);
    const running = dispatcher.enqueue(s1, agent, prompt('a1'));
    const queued = dispatcher.enqueue(s1, agent, prompt('a2'));
    await dispatcher.stop();
    expect(store.turns.get(running.id).state).toEqual({ status: 'ended', stopReason: 'interrupted' });
    expect(store.turns.get(queued.id).state.status).toBe('queued');
    expect(started).toEqual(['a1']);
    expect(() => dispatcher.enqueue(s1, agent, prompt('a3'))).toThrow('shutting down');
  });

  it('tells the truth about a turn that does not end in time when it stops', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher } = dispatch(store, { stubborn: true });
    const running = dispatcher.enqueue(s1, agent, prompt('a1'));
    await dispatcher.stop();
    expect(store.turns.get(running.id).state).toEqual({ status: 'ended', stopReason: 'interrupted' });
  });
});

describe('a prompt said into a running turn', () => {
  const queued = (store: Store, id: SessionId) =>
    store.turns.listBySession(id).filter(({ state }) => state.status === 'queued');

  it('is on disk before the agent is asked, and leaves the queue when the agent has it', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const taken = deferred<Steered>();
    const steered: string[] = [];
    const { dispatcher, started, turns, end } = dispatch(store, {
      steer: (running, message) => {
        expect(queued(store, s1).map(said)).toEqual(['faster']);
        steered.push(`${said(running)} < ${said(message)}`);
        return taken.promise;
      },
    });
    const running = dispatcher.enqueue(s1, agent, prompt('work'));
    dispatcher.signalTurn(running.id, { type: 'run' });
    const answer = dispatcher.steer(s1, agent, prompt('faster'));
    expect(steered).toEqual(['work < faster']);
    taken.resolve('taken');
    expect(await answer).toBe(true);
    expect(queued(store, s1)).toEqual([]);
    await end('work');
    expect(started).toEqual(['work']);
    expect(turns.map(said)).not.toContain('lost');
  });

  it('does not run by itself when Coppice was killed before it was known who has it, and that is said', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const before = dispatch(store, { steer: () => new Promise(() => {}) });
    const running = before.dispatcher.enqueue(s1, agent, prompt('work'));
    before.dispatcher.signalTurn(running.id, { type: 'run' });
    void before.dispatcher.steer(s1, agent, prompt('faster'));
    // The turn may end before the agent says whether it took the prompt.
    await before.end('work');

    const unknown: string[] = [];
    const after = dispatch(store, { onOfferCutOff: (turn) => unknown.push(said(turn)) });
    after.dispatcher.start();
    expect(unknown).toEqual(['faster']);
    expect(after.started).toEqual([]);
    expect(queued(store, s1).map(said)).toEqual(['faster']);
    after.dispatcher.release(s1);
    expect(after.started).toEqual(['faster']);
    const again = dispatch(store, { onOfferCutOff: (turn) => unknown.push(said(turn)) });
    again.dispatcher.start();
    expect(unknown).toEqual(['faster']);
  });

  it('never starts by itself while it is not known who has it, and waits its turn when the agent does not', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const taken = deferred<Steered>();
    const { dispatcher, started, end } = dispatch(store, { steer: () => taken.promise });
    const running = dispatcher.enqueue(s1, agent, prompt('work'));
    dispatcher.signalTurn(running.id, { type: 'run' });
    const answer = dispatcher.steer(s1, agent, prompt('faster'));
    await end('work');
    expect(started).toEqual(['work']);
    taken.resolve('refused');
    expect(await answer).toBe(false);
    expect(started).toEqual(['work', 'faster']);
  });

  it('waits for the user when the agent ended or stayed silent, also over a restart', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const { dispatcher, started, end } = dispatch(store, { steer: async () => 'unknown' });
    const running = dispatcher.enqueue(s1, agent, prompt('work'));
    dispatcher.signalTurn(running.id, { type: 'run' });
    expect(await dispatcher.steer(s1, agent, prompt('faster'))).toBe(false);
    await end('work');
    expect([started, dispatcher.isHeld(s1)]).toEqual([['work'], true]);

    const after = dispatch(store);
    after.dispatcher.start();
    expect(after.started).toEqual([]);
    after.dispatcher.release(s1);
    expect(after.started).toEqual(['faster']);
  });

  it('is gone for good when the user took it out before that was known', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const steered = deferred<Steered>();
    const restated: string[] = [];
    const { dispatcher } = dispatch(store, {
      steer: () => steered.promise,
      onRestated: (turns) => restated.push(...turns.map(said)),
    });
    const running = dispatcher.enqueue(s1, agent, prompt('work'));
    dispatcher.signalTurn(running.id, { type: 'run' });
    const answer = dispatcher.steer(s1, agent, prompt('faster'));
    dispatcher.edits.withdraw(queued(store, s1)[0]?.id as Turn['id']);
    steered.resolve('unknown');
    expect(await answer).toBe(false);
    expect([restated, dispatcher.isHeld(s1)]).toEqual([[], false]);
  });

  it('is an ordinary prompt when another agent is at work, or none', async () => {
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const asked: string[] = [];
    const { dispatcher, started, end } = dispatch(store, {
      steer: async (_running, message) => (asked.push(said(message)) > 0 ? 'taken' : 'refused'),
    });
    expect(await dispatcher.steer(s1, agent, prompt('first'))).toBe(false);
    expect(await dispatcher.steer(s1, 'other' as AgentId, prompt('second'))).toBe(false);
    await end('first');
    expect(started).toEqual(['first', 'second']);
    expect(asked).toEqual([]);
  });
});

describe('a session that has to be looked at first', () => {
  const look = () => {
    const answer = deferred<boolean>();
    const allowed = { yes: true };
    const store = testStore();
    const [s1] = addSessions(store, 's1') as [SessionId];
    const rig = dispatch(store, { mayStart: () => answer.promise, mayRun: () => allowed.yes });
    const turn = rig.dispatcher.enqueue(s1, agent, prompt('one'));
    const settle = async (may: boolean) => {
      allowed.yes = may;
      answer.resolve(may);
      await new Promise(setImmediate);
    };
    return { ...rig, settle, allowed, turn, s1, state: () => store.turns.get(turn.id).state };
  };

  it('keeps its prompt queued, and goes on when it is woken', async () => {
    const { settle, started, allowed, dispatcher, state, turn } = look();
    await settle(false);
    expect(started).toEqual([]);
    expect(state()).toEqual({ status: 'queued' });
    allowed.yes = true;
    expect(dispatcher.edits.withdraw(turn.id).id).toBe(turn.id);
  });

  it('leaves a prompt for the next start when Coppice quits meanwhile', async () => {
    const { settle, started, dispatcher, state } = look();
    const stopped = dispatcher.stop();
    await settle(true);
    await stopped;
    expect(started).toEqual([]);
    expect(state()).toEqual({ status: 'queued' });
  });

  it('runs nothing that was ended by force or put away meanwhile', async () => {
    const forced = look();
    forced.dispatcher.forceEnd(forced.turn.id);
    await forced.settle(true);
    expect(forced.started).toEqual([]);
    expect(forced.state()).toEqual({ status: 'ended', stopReason: 'cancelled' });
    const away = look();
    const stopped = away.dispatcher.stopSession(away.s1);
    await away.settle(true);
    await stopped;
    expect(away.state()).toEqual({ status: 'ended', stopReason: 'cancelled' });
  });
});
