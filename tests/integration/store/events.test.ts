import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/main/store/store';
import type { AgentEvent } from '../../../src/shared/domain/agent-event';
import type { AgentId, SessionId } from '../../../src/shared/domain/ids';
import { emptyTranscript, reduceTranscript } from '../../../src/shared/domain/transcript';
import {
  addSession,
  agent,
  event,
  openFilledStore,
  openRaw,
  openTestStore,
  sessionId,
  tempFile,
  text,
  turn,
  turnStarted,
} from './test-store';

const all = (store: Store) => store.events.page(sessionId, { limit: 100_000 }).events;
const seqs = (events: AgentEvent[]) => events.map(({ seq }) => seq);
const finished = (words: string) => ({
  ...{ messageId: 'm', op: 'replace' as const, block: { type: 'text' as const, text: words } },
});

describe('append', () => {
  it('gives every event back as it came', () => {
    const { events } = openFilledStore();
    const tool = { toolCallId: 't', title: 'T', toolKind: 'edit' as const, status: 'pending' as const };
    const said: AgentEvent[] = [
      turnStarted(1, 'a'),
      text(2, 'm', 'żółć \u0000 \ud800 \u{1f333} "\\\n', 'a'),
      event(4, { kind: 'tool_call', tool: { ...tool, content: [], locations: [], rawInput: { deep: [1] } } }),
      event(
        5,
        { kind: 'tool_update', toolCallId: 't', patch: {}, outputDelta: 'x' },
        { parentToolCallId: 'p' },
      ),
      event(9, { kind: 'unknown', native: 'x/y', raw: { a: null } }, { origin: 'synthetic' }),
      event(10, { kind: 'turn_ended', stopReason: 'end_turn' }, { turnId: turn('a') }),
    ];
    events.append(said);
    events.append([]);
    expect(events.page(sessionId, { limit: 100 })).toEqual({ events: said, hasOlder: false });
    expect(events.count(sessionId)).toBe(6);
    expect(events.lastSeq(sessionId)).toBe(10);
    expect(events.nextSeq(sessionId)).toBe(11);
  });

  it('stores all events of a batch or none', () => {
    const store = openFilledStore();
    store.events.append([text(1, 'm', 'a')]);
    expect(() => store.events.append([text(2, 'm', 'b'), text(1, 'm', 'c')])).toThrow(/UNIQUE/);
    expect(seqs(all(store))).toEqual([1]);
  });

  it('counts positions for each session', () => {
    const store = openFilledStore();
    addSession(store, 's2' as SessionId);
    store.events.append([text(7, 'm', 'a')]);
    expect(store.events.nextSeq('s2' as SessionId)).toBe(1);
    expect(store.events.page('s2' as SessionId, { limit: 9 })).toEqual({ events: [], hasOlder: false });
  });

  it('keeps a body of 20 MB', () => {
    const store = openFilledStore();
    const huge = '\u{1f333}é'.repeat(20_000_000 / 6);
    store.events.append([text(1, 'm', huge)]);
    const [back] = all(store);
    expect(back?.kind === 'text' && back.block.type === 'text' && back.block.text === huge).toBe(true);
  });
});

describe('compactMessage', () => {
  it('leaves one row at the first position, with the same transcript', () => {
    const store = openFilledStore();
    store.events.append([turnStarted(1, 'a'), text(2, 'm', 'He', 'a'), text(3, 'm', 'll', 'a')]);
    store.events.append([event(4, { kind: 'usage' }), text(5, 'm', 'o', 'a')]);
    const before = reduceTranscript(emptyTranscript, all(store)).entries;
    store.events.compactMessage(sessionId, [2, 3, 5], finished('Hello'));
    expect(seqs(all(store))).toEqual([1, 2, 4]);
    const after = reduceTranscript(emptyTranscript, all(store)).entries;
    expect(after).toEqual(before.map((e) => (e.type === 'text' ? { ...e, streaming: false } : e)));
  });

  it('never gives a position away again, also after a restart', () => {
    const file = tempFile();
    const store = openFilledStore({ file });
    store.events.append([text(1, 'm', 'a'), text(2, 'm', 'b'), text(3, 'm', 'c')]);
    store.events.compactMessage(sessionId, [3, 1, 2], finished('abc'));
    expect(store.events.lastSeq(sessionId)).toBe(3);
    store.close();
    expect(openTestStore({ file }).events.nextSeq(sessionId)).toBe(4);
  });

  it('accepts a message of one row and refuses rows of another one', () => {
    const store = openFilledStore();
    const reasoning = event(3, {
      kind: 'reasoning',
      messageId: 'm',
      op: 'append',
      block: finished('').block,
    });
    store.events.append([text(1, 'm', 'a'), text(2, 'other', 'b'), reasoning]);
    store.events.compactMessage(sessionId, [1], finished('A'));
    store.events.compactMessage(sessionId, [], finished('A'));
    expect(() => store.events.compactMessage(sessionId, [1, 2], finished('x'))).toThrow(/message m/);
    expect(() => store.events.compactMessage(sessionId, [1, 3], finished('x'))).toThrow(/message m/);
    expect(() => store.events.compactMessage(sessionId, [1, 9], finished('x'))).toThrow(/message m/);
    expect(all(store)[0]).toMatchObject({ seq: 1, op: 'replace', block: { text: 'A' } });
    expect(store.events.count(sessionId)).toBe(3);
  });
});

describe('latestOfKind', () => {
  it('finds the last one of that agent', () => {
    const { events } = openFilledStore();
    const other = 'other' as AgentId;
    const command = (name: string) => ({ kind: 'commands' as const, commands: [{ name, description: '' }] });
    events.append([
      event(1, command('old')),
      event(2, command('new')),
      event(3, command('x'), { agent: other }),
    ]);
    expect(events.latestOfKind(sessionId, agent, 'commands')?.commands[0]?.name).toBe('new');
    expect(events.latestOfKind(sessionId, other, 'commands')?.seq).toBe(3);
    expect(events.latestOfKind(sessionId, agent, 'config')).toBeUndefined();
  });

  it('uses the index, however long the log is', () => {
    const file = tempFile();
    openFilledStore({ file });
    const explain = `EXPLAIN QUERY PLAN SELECT * FROM events WHERE session_id = ? AND kind = ?
      AND kind IN ('turn_started', 'commands', 'config', 'session_info', 'usage') AND agent = ?
      ORDER BY seq DESC LIMIT 1`;
    const steps = openRaw(file).prepare(explain).all('s', 'usage', 'a') as { detail: string }[];
    expect(steps.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('events_landmarks (session_id=? AND kind=?)'),
    ]);
  });
});

describe('page', () => {
  /** 10,000 events in turns of varying length, seen through gaps as compaction leaves them. */
  function longLog(): AgentEvent[] {
    const log: AgentEvent[] = [];
    let seq = 0;
    for (let number = 0; log.length < 10_000; number++) {
      log.push(turnStarted(++seq, `t${number}`));
      for (let said = 0; said < (number * 37) % 190; said++) {
        seq += 1 + (said % 3);
        log.push(text(seq, `m${said % 7}`, `word ${said} `, `t${number}`));
      }
    }
    return log.slice(0, 10_000);
  }

  it('walks 10,000 events backwards, each once, every page from the beginning of a turn', () => {
    const { events } = openFilledStore();
    const log = longLog();
    events.append(log);
    const pages: AgentEvent[][] = [];
    let before: number | undefined;
    for (let hasOlder = true; hasOlder; ) {
      const page = events.page(sessionId, { limit: 200, ...(before && { before }) });
      pages.unshift(page.events);
      before = page.events[0]?.seq;
      hasOlder = page.hasOlder;
    }
    expect(pages.flat()).toEqual(log);
    for (const page of pages) {
      expect(page[0]?.kind).toBe('turn_started');
      expect(page.length).toBeLessThan(400);
    }
    const whole = reduceTranscript(emptyTranscript, log).entries;
    const paged = pages.flatMap((page) => reduceTranscript(emptyTranscript, page).entries);
    expect(paged).toEqual(whole);
  });

  it('shows a row nobody can read as an unknown event, and logs it', () => {
    const file = tempFile();
    const lines: unknown[] = [];
    const log = { debug() {}, info() {}, warn: (_: string, data?: object) => lines.push(data) };
    const store = openFilledStore({ file, log });
    store.events.append([
      turnStarted(1, 'a'),
      text(2, 'm', 'x', 'a'),
      text(3, 'm', 'y', 'a'),
      text(4, 'm', 'z', 'a'),
    ]);
    const raw = openRaw(file);
    raw.prepare('UPDATE events SET body = ? WHERE seq = 2').run('{"messageId":"m","op":');
    raw.prepare('UPDATE events SET body = ? WHERE seq = 3').run('"just text"');
    const kinds = all(store).map(({ kind }) => kind);
    expect(kinds).toEqual(['turn_started', 'unknown', 'unknown', 'text']);
    expect(all(store)[1]).toMatchObject({
      native: 'unreadable text',
      raw: '{"messageId":"m","op":',
      turnId: 'a',
    });
    expect(lines).toContainEqual({ sessionId, seq: 2, kind: 'text' });
  });
});

describe('a log of 100,000 events', () => {
  it('is written and paged in a time that is printed', () => {
    const { events } = openFilledStore();
    const words = 'x'.repeat(120);
    const started = performance.now();
    for (let batch = 0; batch < 1000; batch++) {
      const first = batch * 100 + 1;
      const said = Array.from({ length: 99 }, (_, index) => text(first + 1 + index, 'm', words, `t${batch}`));
      events.append([turnStarted(first, `t${batch}`), ...said]);
    }
    const written = performance.now();
    const page = events.page(sessionId, { limit: 200 });
    const paged = performance.now();
    expect(events.count(sessionId)).toBe(100_000);
    expect(page.events).toHaveLength(200);
    console.info(
      `100,000 appends in batches of 100: ${Math.round(written - started)} ms; a page: ${(paged - written).toFixed(1)} ms`,
    );
  });
});
