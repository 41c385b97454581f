import { describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../src/main/services/events/event-log';
import { silentLog } from '../../../src/main/services/log';
import type { Store } from '../../../src/main/store/store';
import type { AgentEvent, AgentEventBody, Tool } from '../../../src/shared/domain/agent-event';
import type { AgentId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import { emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';
import { fc } from '../../support/properties';
import { addSessions, testStore } from '../../support/test-store';

const agent = 'claude' as AgentId;
const other = 'codex' as AgentId;
const turnId = 't1' as TurnId;

function open(store: Store, transaction: Store['transaction'] = store.transaction) {
  const published: AgentEvent[] = [];
  const failures: unknown[] = [];
  const log = new EventLog({
    events: store.events,
    turns: store.turns,
    transaction,
    publish: (sessionId, events) => {
      const stored = store.events.lastSeq(sessionId);
      for (const { seq } of events) expect(seq).toBeLessThanOrEqual(stored);
      published.push(...events);
    },
    onWriteFailed: (error) => failures.push(error),
    log: silentLog,
    now: () => 1000,
    gather: 5,
  });
  return { log, published, failures };
}

const text = (messageId: string, value: string): AgentEventBody => ({
  kind: 'text',
  messageId,
  op: 'append',
  block: { type: 'text', text: value },
});
const tool: Tool = {
  toolCallId: 'c1',
  title: 'Read',
  toolKind: 'read',
  status: 'pending',
  content: [],
  locations: [],
};
const rows = (store: Store, sessionId: SessionId) => store.events.page(sessionId, { limit: 10_000 }).events;
const live = (body: AgentEventBody) => ({ body, origin: 'live' as const });

describe('the event log', () => {
  it('stores a streamed message as one row, at the place where it began', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log } = open(store);
    const source = { sessionId, agent, turnId };
    for (const word of ['one ', 'two ', 'three']) {
      log.append(source, live(text('m1', word)));
      log.flush(sessionId);
    }
    log.append({ sessionId, agent: other }, live({ kind: 'tool_call', tool }));
    log.append(source, live({ kind: 'tool_call', tool }));
    log.flush(sessionId);
    const stored = rows(store, sessionId);
    expect(stored.map(({ kind }) => kind)).toEqual(['text', 'tool_call', 'tool_call']);
    expect(stored[0]).toMatchObject({ seq: 1, op: 'replace', block: { text: 'one two three' } });
  });

  it('knows from then on which turns have ended that it does not tell of', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log } = open(store);
    const [told, untold] = ['t1', 't2'].map((id) => {
      const turn = { id: id as TurnId, sessionId, agent, prompt: [], createdAt: 1 };
      store.turns.insert(turn);
      store.turns.setState(turn.id, { status: 'running' }, 2);
      return store.turns.setState(turn.id, { status: 'ended', stopReason: 'end_turn' }, 3);
    });
    log.say({ sessionId, agent, turnId: told?.id as TurnId }, { kind: 'turn_ended', stopReason: 'end_turn' });
    expect(store.turns.listEndsUntold()).toEqual([untold]);
  });

  it('gathers the pieces of a burst into one event', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log, published } = open(store);
    for (const word of ['a', 'b', 'c']) log.append({ sessionId, agent }, live(text('m1', word)));
    log.flush(sessionId);
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({ block: { text: 'abc' } });
  });

  it('publishes only what is on disk, soon after it was said', async () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log, published } = open(store);
    log.append({ sessionId, agent }, live(text('m1', 'hello')));
    expect(published).toEqual([]);
    await vi.waitFor(() => expect(published).toHaveLength(1));
    expect(rows(store, sessionId)).toHaveLength(1);
  });

  it('does not wait for its time when a flood has filled a batch', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log, published } = open(store);
    for (let index = 0; index < 1000; index++) {
      log.append({ sessionId, agent }, live(text(`m${index}`, 'word')));
      log.append({ sessionId, agent }, live({ kind: 'tool_call', tool }));
    }
    expect(published.length).toBeGreaterThan(2800);
    expect(store.events.count(sessionId)).toBeGreaterThan(1800);
  });

  it('writes much text as it comes, never all of it at once', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log, published } = open(store);
    const source = { sessionId, agent, turnId };
    const piece = 'x'.repeat(300_000);
    for (let count = 0; count < 10; count++) log.append(source, live(text('m1', piece)));
    expect(published.length).toBeGreaterThanOrEqual(5);
    log.append(source, live({ kind: 'tool_call', tool }));
    log.flush(sessionId);
    const sizes = rows(store, sessionId).map((event) =>
      event.kind === 'text' && event.block.type === 'text' ? event.block.text.length : 0,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(600_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3_000_000);
    const { entries } = reduceTranscript(emptyTranscript, rows(store, sessionId));
    expect(entries[0]).toMatchObject({ type: 'text', streaming: false });
    expect(entries[0]?.type === 'text' && entries[0].blocks).toEqual([
      { type: 'text', text: piece.repeat(10) },
    ]);
  });

  it('tries a write that failed again after a while, and not at every event', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log, failures } = open(store, () => {
      throw new Error('disk full');
    });
    for (let index = 0; index < 1000; index++) {
      log.append({ sessionId, agent }, live({ kind: 'tool_call', tool }));
    }
    expect(failures).toHaveLength(1);
  });

  it('does not append what an agent repeats of its past, but takes its present settings', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    const { log } = open(store);
    log.append({ sessionId, agent }, { body: text('m0', 'old'), origin: 'replay' });
    log.append({ sessionId, agent }, { body: { kind: 'config', options: [] }, origin: 'replay' });
    log.flush(sessionId);
    expect(rows(store, sessionId).map(({ kind }) => kind)).toEqual(['config']);
  });

  it('goes on after the positions of an earlier run', () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    open(store).log.say({ sessionId, agent }, text('m1', 'before'));
    const second = open(store);
    second.log.say({ sessionId, agent }, text('m2', 'after'));
    expect(second.published.map(({ seq }) => seq)).toEqual([2]);
  });

  it('keeps what could not be written and shows it once it is', async () => {
    const store = testStore();
    const [sessionId] = addSessions(store, 's1') as [SessionId];
    let full = true;
    const { log, published, failures } = open(store, (work) => {
      if (full) throw new Error('disk full');
      return store.transaction(work);
    });
    log.append({ sessionId, agent }, live(text('m1', 'kept')));
    log.flush(sessionId);
    expect(failures).toHaveLength(1);
    expect(published).toEqual([]);
    full = false;
    log.append({ sessionId, agent }, live(text('m1', ' whole')));
    log.flushAll();
    expect(published[0]).toMatchObject({ block: { text: 'kept whole' } });
  });

  describe('while the disk is full', () => {
    function fullDisk() {
      const store = testStore();
      const [sessionId] = addSessions(store, 's1') as [SessionId];
      const disk = { full: true };
      const opened = open(store, (work) => {
        if (disk.full) throw new Error('disk full');
        return store.transaction(work);
      });
      const say = (body: AgentEventBody) => opened.log.append({ sessionId, agent, turnId }, live(body));
      return { store, sessionId, disk, say, ...opened };
    }

    it('has no more room once much waits, and has it again when that is written', async () => {
      const { log, sessionId, disk, say, published } = fullDisk();
      expect(log.room(sessionId)).toBeUndefined();
      let said = 0;
      for (; !log.room(sessionId) && said < 100_000; said++) say({ kind: 'tool_call', tool });
      expect(said).toBeLessThan(5_000);
      const room = log.room(sessionId);
      disk.full = false;
      log.flush(sessionId);
      await room;
      expect(log.room(sessionId)).toBeUndefined();
      await vi.waitFor(() => expect(published).toHaveLength(said));
    });

    it('has no more room once much of one message waits', () => {
      const { log, sessionId, say } = fullDisk();
      const piece = 'x'.repeat(100_000);
      say({ kind: 'tool_call', tool });
      log.flush(sessionId);
      let said = 0;
      for (; !log.room(sessionId) && said < 1_000; said++) say(text('m1', piece));
      expect(said).toBeLessThan(50);
    });

    it('writes what waited in pieces, in order, and a message as one row all the same', async () => {
      const { log, store, sessionId, disk, say, published } = fullDisk();
      say({ kind: 'tool_call', tool });
      log.flush(sessionId);
      for (let count = 0; count < 200; count++) {
        say(text(`m${count}`, 'a '));
        say({ kind: 'usage', context: { used: count, size: 1 } });
        say(text(`m${count}`, 'b'));
        say({ kind: 'tool_call', tool });
      }
      disk.full = false;
      log.flush(sessionId);
      expect(published.length).toBeLessThan(100);
      await vi.waitFor(() => expect(published.at(-1)?.seq).toBe(store.events.lastSeq(sessionId)));
      await vi.waitFor(() => expect(rows(store, sessionId)).toHaveLength(1 + 200 * 3));
      expect(published.map(({ seq }) => seq)).toEqual(published.map((_, index) => index + 1));
      const content = (events: AgentEvent[]) =>
        reduceTranscript(emptyTranscript, events).entries.map(({ seq: _seq, ...entry }) => entry);
      expect(content(rows(store, sessionId))).toEqual(content(published));
    });

    it('writes all that waited when the app quits', () => {
      const { log, store, sessionId, disk, say } = fullDisk();
      for (let count = 0; count < 500; count++) say({ kind: 'tool_call', tool });
      disk.full = false;
      log.flushAll();
      expect(store.events.count(sessionId)).toBe(500);
    });
  });

  it('leaves a transcript on disk that is the one that was shown, whatever agents say in whatever order', () => {
    const body = fc.oneof(
      fc
        .tuple(fc.constantFrom('m1', 'm2'), fc.string({ minLength: 1, maxLength: 5 }))
        .map(([id, value]) => text(id, value)),
      fc
        .string({ minLength: 1, maxLength: 5 })
        .map((value): AgentEventBody => ({ ...text('m1', value), kind: 'reasoning' }) as AgentEventBody),
      fc.constantFrom<AgentEventBody>(
        { kind: 'tool_call', tool },
        { kind: 'tool_update', toolCallId: 'c1', patch: { status: 'completed' } },
        { kind: 'usage', context: { used: 1, size: 2 } },
      ),
    );
    const step = fc.record({ body, by: fc.constantFrom(agent, other), flush: fc.boolean() });
    const store = testStore();
    let runs = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [sessionId] = addSessions(store, `s${++runs}`) as [SessionId];
        const { log, published } = open(store);
        for (const { body: said, by, flush } of steps) {
          log.append({ sessionId, agent: by, turnId }, live(said));
          if (flush) log.flush(sessionId);
        }
        for (const by of [agent, other]) {
          log.say({ sessionId, agent: by, turnId }, { kind: 'notice', severity: 'info', title: by });
          log.say({ sessionId, agent: by, turnId }, { kind: 'tool_call', tool });
        }
        const content = (events: AgentEvent[]) =>
          reduceTranscript(emptyTranscript, events).entries.map(({ seq: _seq, ...entry }) => entry);
        expect(content(rows(store, sessionId))).toEqual(content(published));
        const positions = published.map(({ seq }) => seq);
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
      }),
    );
  });
});
